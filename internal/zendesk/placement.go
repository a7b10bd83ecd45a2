package zendesk

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/order"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
)

// Placement is where a managed trigger has to end up.
type Placement struct {
	ID string
	// CategoryID is the category it must stand in; "" leaves it where it is.
	CategoryID string
	// Active is whether it shall be switched on once it stands right.
	Active bool
	// After are the ids of triggers that must be evaluated earlier.
	After []string
}

// Declaration is what this process knows a managed trigger will be, from its
// plan. Another trigger's checks believe it rather than the account, which may
// be about to change.
type Declaration struct {
	Active bool
	Marks  rules.Marks
	After  []string
}

// arrangement is the account's triggers and categories as last read.
type arrangement struct {
	layout     order.Layout
	triggers   map[string]Trigger
	categories map[string]Category
}

func (c *Client) arrangement(ctx context.Context) (arrangement, error) {
	triggers, err := c.Triggers(ctx)
	if err != nil {
		return arrangement{}, err
	}
	categories, err := c.Categories(ctx)
	if err != nil && !IsNoCategories(err) {
		return arrangement{}, err
	}
	a := arrangement{triggers: map[string]Trigger{}, categories: map[string]Category{}}
	for _, category := range categories {
		a.categories[category.ID] = category
		a.layout.Groups = append(a.layout.Groups, order.Group{ID: category.ID, Position: category.Position})
	}
	for _, trigger := range triggers {
		a.triggers[trigger.ID] = trigger
		a.layout.Members = append(a.layout.Members, order.Member{ID: trigger.ID, Group: trigger.CategoryID, Position: trigger.Position})
	}
	return a, nil
}

// Settled reports whether a trigger's relation holds in the account as last
// read. It holds when nothing is listed or the trigger is to be inactive.
func (c *Client) Settled(ctx context.Context, p Placement) (bool, error) {
	if !p.Active || len(p.After) == 0 {
		return true, nil
	}
	a, err := c.arrangement(ctx)
	if err != nil {
		return false, err
	}
	return a.layout.Holds(p.relation()), nil
}

func (p Placement) relation() order.Relation { return order.Relation{ID: p.ID, After: p.After} }

// places computes what to write so that all placements hold at once, and what
// cannot be placed. It never switches a trigger on in a bad order: position,
// category and activity of all of them go into one request.
func (a arrangement) places(batch []Placement, known []order.Relation) (places []TriggerPlace, moves bool, refused map[string]error) {
	refused = map[string]error{}
	target, relations := a.layout, []order.Relation{}
	var accepted []Placement
	for _, p := range batch {
		if err := a.refuse(&target, p); err != nil {
			refused[p.ID] = err
			continue
		}
		accepted = append(accepted, p)
		if p.Active && len(p.After) > 0 {
			relations = append(relations, p.relation())
		}
	}
	changes, err := repair(target, relations, known)
	if err != nil {
		for _, p := range accepted {
			refused[p.ID] = fmt.Errorf("the triggers that list each other in evaluate_after: %w", err)
		}
		return nil, false, refused
	}
	target = target.With(changes...)
	return a.difference(target, accepted), len(changes) > 0, refused
}

// repair also keeps the relations that other managed triggers declared, as far
// as they hold now and can go on holding.
func repair(layout order.Layout, relations, known []order.Relation) ([]order.Member, error) {
	kept := slices.Clone(relations)
	for _, relation := range known {
		declaredAnew := slices.ContainsFunc(relations, func(r order.Relation) bool { return r.ID == relation.ID })
		if !declaredAnew && layout.Holds(relation) {
			kept = append(kept, relation)
		}
	}
	changes, err := layout.Repair(kept)
	if err != nil && len(kept) > len(relations) {
		return layout.Repair(relations)
	}
	return changes, err
}

// refuse puts the trigger into its category in the target and returns an error
// for what moving triggers cannot mend.
func (a arrangement) refuse(target *order.Layout, p Placement) error {
	trigger, exists := a.triggers[p.ID]
	if !exists {
		return &Error{Status: 404, Code: "RecordNotFound", Message: "the trigger " + p.ID + " is not in the account any more"}
	}
	if p.CategoryID != "" && p.CategoryID != trigger.CategoryID {
		*target = target.With(order.Member{ID: p.ID, Group: p.CategoryID, Position: target.End(p.CategoryID)})
	}
	if !p.Active {
		return nil
	}
	for _, listed := range p.After {
		if standing := target.Standing(listed, p.ID); standing == order.Missing || standing == order.LaterGroup {
			return a.orderError(p, listed, standing)
		}
	}
	return nil
}

// difference lists every trigger whose place or activity is to change, in the
// order in which they will run.
func (a arrangement) difference(target order.Layout, batch []Placement) []TriggerPlace {
	byID := map[string]*TriggerPlace{}
	place := func(member order.Member) *TriggerPlace {
		if byID[member.ID] == nil {
			position := member.Position
			byID[member.ID] = &TriggerPlace{ID: member.ID, Position: &position}
		}
		return byID[member.ID]
	}
	position := map[string]order.Member{}
	for _, member := range target.Members {
		position[member.ID] = member
		now := a.triggers[member.ID]
		if now.Position != member.Position || now.CategoryID != member.Group {
			if p := place(member); now.CategoryID != member.Group {
				p.CategoryID = &member.Group
			}
		}
	}
	for _, p := range batch {
		if a.triggers[p.ID].Active != p.Active {
			active := p.Active
			place(position[p.ID]).Active = &active
		}
	}
	places := make([]TriggerPlace, 0, len(byID))
	for _, p := range byID {
		places = append(places, *p)
	}
	slices.SortFunc(places, func(x, y TriggerPlace) int {
		return cmp.Or(cmp.Compare(position[x.ID].Group, position[y.ID].Group), cmp.Compare(*x.Position, *y.Position))
	})
	return places
}

// OrderError says that a trigger does not run after one that it lists, and why
// that could not be mended. The trigger that declares the relation is inactive,
// or was so before, unless its text says otherwise.
type OrderError struct {
	Listed string // the id of the listed trigger
	text   string
	remedy string
}

// Error names both triggers and where they stand.
func (e *OrderError) Error() string { return e.text }

// Remedy is what to do next.
func (e *OrderError) Remedy() string { return e.remedy }

func (a arrangement) orderError(p Placement, listed string, standing order.Standing) *OrderError {
	trigger := a.triggers[p.ID]
	if standing == order.Missing {
		return &OrderError{
			Listed: listed,
			text:   fmt.Sprintf("%q must be evaluated after trigger %s, which is not in the account", trigger.Title, listed),
			remedy: "Remove the id from evaluate_after, or refer to the trigger's resource instead of its id.",
		}
	}
	other := a.triggers[listed]
	if standing == order.LaterGroup {
		mine := trigger.CategoryID
		if p.CategoryID != "" {
			mine = p.CategoryID
		}
		return &OrderError{
			Listed: listed,
			text: fmt.Sprintf("%q stands in the category %s, but %q, which must be evaluated earlier, stands in %s, which comes later",
				trigger.Title, a.categoryName(mine), other.Title, a.categoryName(other.CategoryID)),
			remedy: fmt.Sprintf("Categories move only by their own relation: give the category %q evaluate_after with the id of %q, or put both triggers into one category.",
				a.categories[mine].Name, a.categories[other.CategoryID].Name),
		}
	}
	return &OrderError{
		Listed: listed,
		text: fmt.Sprintf("%q is at position %d and %q, which must be evaluated earlier, at position %d of the category %s",
			trigger.Title, trigger.Position, other.Title, other.Position, a.categoryName(other.CategoryID)),
		remedy: "Somebody or something else moves these triggers at the same time. Apply again when it has stopped.",
	}
}

func (a arrangement) categoryName(id string) string {
	if category, known := a.categories[id]; known {
		return fmt.Sprintf("%q (%s, position %d)", category.Name, id, category.Position)
	}
	return "\"" + id + "\""
}
