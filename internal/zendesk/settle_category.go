package zendesk

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/order"
)

// CategorySettled reports whether a category stands after all that it lists,
// as last read.
func (c *Client) CategorySettled(ctx context.Context, id string, after []string) (bool, error) {
	if len(after) == 0 {
		return true, nil
	}
	categories, err := c.categoriesWith(ctx, append([]string{id}, after...))
	return err == nil && order.Layout{Groups: groupsOf(categories)}.GroupsHold(order.Relation{ID: id, After: after}), err
}

// categoriesWith are the categories. Of the given ones what the list lacks is
// asked for by id before anybody believes that it is gone.
func (c *Client) categoriesWith(ctx context.Context, ids []string) ([]Category, error) {
	categories, err := c.Categories(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if contains(categories, id) {
			continue
		}
		if _, err := c.Category(ctx, id); err != nil && !IsNotFound(err) {
			return nil, err
		}
	}
	return c.Categories(ctx)
}

// unlistedCategories are those that matter to the placements and that the list
// lacks.
func (a arrangement) unlistedCategories(batch []Placement) (ids []string) {
	for _, p := range batch {
		if !a.crosses(p) {
			continue
		}
		involved := []string{p.CategoryID, a.triggers[p.ID].CategoryID}
		for _, listed := range p.After {
			involved = append(involved, a.triggers[listed].CategoryID)
		}
		for _, id := range involved {
			if _, listed := a.categories[id]; id != "" && !listed && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// SettleCategory moves trigger categories until this one stands after those
// that it lists. Nothing is sent when it does already.
func (c *Client) SettleCategory(ctx context.Context, id string, after []string) error {
	relation := order.Relation{ID: id, After: after}
	c.rememberCategory(relation)
	if len(after) == 0 {
		return nil
	}
	release, err := c.order.whole(ctx)
	if err != nil {
		return fmt.Errorf("waiting to be put in order: %w", err)
	}
	defer release()
	fresh := !c.categories.listed()
	var last error
	for attempts := 0; ; {
		categories, err := c.categoriesWith(ctx, append([]string{id}, after...))
		if err != nil {
			return err
		}
		layout := order.Layout{Groups: groupsOf(categories)}
		switch {
		case layout.GroupsHold(relation):
			return nil
		case !fresh: // never decide on an old list
			c.ForgetCategories()
			fresh = true
			continue
		}
		if err := categoriesExist(categories, relation); err != nil {
			return err
		}
		switch {
		case attempts == settleAttempts && last != nil:
			return last
		case attempts == settleAttempts:
			return unsettledCategory(categories, relation)
		}
		moved, err := c.repairCategories(layout, relation)
		if err != nil {
			return circleError(Placement{After: after}, err)
		}
		if attempts++; attempts > 1 { // a list may lag behind
			if err := pause(ctx, settlePause<<(attempts-2)); err != nil {
				return cmp.Or(last, err)
			}
		}
		if last = c.Place(ctx, moved, nil); last != nil && !IsAmbiguous(last) && !IsConflict(last) {
			return last
		}
		fresh = !c.categories.listed()
	}
}

func categoriesExist(categories []Category, relation order.Relation) error {
	if !contains(categories, relation.ID) {
		return &Error{Status: 404, Code: "TriggerCategoryNotFound", Message: "the trigger category " + relation.ID + " is not in the account any more"}
	}
	for _, listed := range relation.After {
		if !contains(categories, listed) {
			return &OrderError{Listed: listed, text: fmt.Sprintf("the trigger category %s is not in the account", listed), remedy: "Refer to the category's resource instead of its id."}
		}
	}
	return nil
}

// unsettledCategory names the first listed category that is not earlier. All of
// them exist.
func unsettledCategory(categories []Category, relation order.Relation) error {
	named := func(id string) string {
		i := slices.IndexFunc(categories, func(c Category) bool { return c.ID == id })
		return fmt.Sprintf("%q (%s, position %d)", categories[i].Name, id, categories[i].Position)
	}
	layout := order.Layout{Groups: groupsOf(categories)}
	early := slices.IndexFunc(relation.After, func(listed string) bool {
		return !layout.GroupsHold(order.Relation{ID: relation.ID, After: []string{listed}})
	})
	return &OrderError{
		Listed: relation.After[early],
		text: fmt.Sprintf("the trigger category %s did not stay after %s, although %d requests to move them were answered without an error",
			named(relation.ID), named(relation.After[early]), settleAttempts),
		remedy: "Somebody else moves categories at the same time. Apply again when it has stopped.",
	}
}

func (c *Client) repairCategories(layout order.Layout, relation order.Relation) ([]CategoryPlace, error) {
	relations := []order.Relation{relation}
	c.settling.mu.Lock()
	for id, after := range c.settling.categories {
		if known := (order.Relation{ID: id, After: after}); id != relation.ID && layout.GroupsHold(known) {
			relations = append(relations, known)
		}
	}
	c.settling.mu.Unlock()
	slices.SortFunc(relations[1:], func(a, b order.Relation) int { return compareIDs(a.ID, b.ID) })
	changes, err := layout.RepairGroups(relations)
	if err != nil {
		changes, err = layout.RepairGroups(relations[:1])
	}
	places := make([]CategoryPlace, 0, len(changes))
	for _, change := range changes {
		places = append(places, CategoryPlace{ID: change.ID, Position: change.Position})
	}
	return places, err
}

func (c *Client) rememberCategory(relation order.Relation) {
	c.settling.mu.Lock()
	defer c.settling.mu.Unlock()
	if c.settling.categories == nil {
		c.settling.categories = map[string][]string{}
	}
	c.settling.categories[relation.ID] = relation.After
}

func contains(categories []Category, id string) bool {
	return slices.ContainsFunc(categories, func(c Category) bool { return c.ID == id })
}
