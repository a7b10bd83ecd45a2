package zendesk

import (
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
	a, err := c.arrangement(ctx)
	return err == nil && a.layout.GroupsHold(order.Relation{ID: id, After: after}), err
}

// SettleCategory moves trigger categories until this one stands after those
// that it lists. Nothing is sent when it does already.
func (c *Client) SettleCategory(ctx context.Context, id string, after []string) error {
	if len(after) == 0 {
		return nil
	}
	c.settling.batch.Lock()
	defer c.settling.batch.Unlock()
	relation := order.Relation{ID: id, After: after}
	for range settleAttempts {
		categories, err := c.Categories(ctx)
		if err != nil {
			return err
		}
		layout := order.Layout{}
		for _, category := range categories {
			layout.Groups = append(layout.Groups, order.Group{ID: category.ID, Position: category.Position})
		}
		if layout.GroupsHold(relation) {
			c.rememberCategory(relation)
			return nil
		}
		if missing := slices.IndexFunc(after, func(listed string) bool { return !contains(categories, listed) }); missing >= 0 {
			return &OrderError{Listed: after[missing], text: fmt.Sprintf("the trigger category %s is not in the account", after[missing]), remedy: "Refer to the category's resource instead of its id."}
		}
		moved, err := c.repairCategories(layout, relation)
		if err != nil {
			return err
		}
		if err := c.Place(ctx, moved, nil); err != nil && !IsAmbiguous(err) && !IsConflict(err) {
			return err
		} else if err != nil {
			c.ForgetCategories()
		}
	}
	return &OrderError{Listed: after[0], text: fmt.Sprintf("the trigger category %s did not stay after those it lists in %d attempts", id, settleAttempts), remedy: "Somebody else moves categories at the same time. Apply again when it has stopped."}
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
