package zendesk

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/order"
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
	// Keep are ids of triggers that must not stop being evaluated earlier, as
	// far as they are now: the trigger's content still relies on them. Within a
	// category no repair does that; a move that would is refused with [ErrGap].
	Keep []string
	// Alone refuses to switch the trigger on while another one of its title is on.
	// If it is New, one that is off counts too: somebody else may have made it at
	// this moment and be about to switch it on.
	Alone, New bool
	// Known are relations of other triggers, as far as the caller knows them.
	// They are kept where they hold, if possible.
	Known []order.Relation
	// Unheard are those of After whose own relations the caller cannot know: they
	// are newly listed and do not change themselves.
	Unheard []string
}

func (p Placement) relation() order.Relation { return order.Relation{ID: p.ID, After: p.After} }

// ErrGap is a placement that would end a protection before its successor is in
// force. Nothing was written.
var ErrGap = errors.New("the trigger cannot be moved without a moment in which it protects nobody")

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
	a := arrangement{triggers: map[string]Trigger{}, categories: map[string]Category{}, layout: order.Layout{Groups: groupsOf(categories)}}
	for _, category := range categories {
		a.categories[category.ID] = category
	}
	for _, trigger := range triggers {
		a.triggers[trigger.ID] = trigger
		a.layout.Members = append(a.layout.Members, trigger.member())
	}
	return a, nil
}

func (t Trigger) member() order.Member {
	return order.Member{ID: t.ID, Group: t.CategoryID, Position: t.Position}
}

func groupsOf(categories []Category) []order.Group {
	groups := make([]order.Group, 0, len(categories))
	for _, category := range categories {
		groups = append(groups, order.Group{ID: category.ID, Position: category.Position})
	}
	return groups
}

// Settled reports whether a trigger's relation holds in the account as last
// read. It holds when nothing is listed or the trigger is to be inactive.
func (c *Client) Settled(ctx context.Context, p Placement) (bool, error) {
	if !p.Active || len(p.After) == 0 {
		return true, nil
	}
	list, err := c.triggers.look(ctx)
	if err != nil {
		return false, err
	}
	var involved order.Layout
	var groups []string
	for _, id := range append([]string{p.ID}, p.After...) {
		if trigger, listed := list.find(id); listed {
			involved.Members = append(involved.Members, trigger.member())
			groups = append(groups, trigger.CategoryID)
		}
	}
	if involved.Crosses() { // else the categories' own order does not matter
		categories, err := c.categoriesWith(ctx, groups)
		if err != nil && !IsNoCategories(err) {
			return false, err
		}
		involved.Groups = groupsOf(categories)
	}
	return involved.Holds(p.relation()), nil
}

// step is one write that makes a batch of placements hold at once.
type step struct {
	places  []TriggerPlace
	target  order.Layout // where everything stands afterwards
	refused map[string]error
	// moves is true when a trigger changes its place, not only its activity.
	moves bool
	// judged is false when nothing in it depends on where other triggers stand
	// or how they are titled, so that an old list will do.
	judged bool
	// crosses is true when the order of categories matters too.
	crosses bool
}

// step computes what to write, and what cannot be placed. It never switches a
// trigger on in a bad order: position, category and activity of all of them go
// into one request.
func (a arrangement) step(batch []Placement, known []order.Relation) step {
	s := step{target: a.layout, refused: map[string]error{}}
	var accepted []Placement
	var relations []order.Relation
	for _, p := range batch {
		crosses := a.crosses(p)
		s.judged, s.crosses = s.judged || crosses || p.Alone || len(p.After) > 0, s.crosses || crosses
		if err := a.accept(&s.target, p, known); err != nil {
			s.refused[p.ID] = err
			continue
		}
		accepted = append(accepted, p)
		if p.Active && len(p.After) > 0 {
			relations = append(relations, p.relation())
		}
	}
	changes, err := repair(s.target, relations, append(slices.Clone(known), a.supposed(accepted)...))
	if err != nil {
		for _, p := range accepted {
			s.refused[p.ID] = circleError(p, err)
		}
		return s
	}
	s.target = s.target.With(changes...)
	s.places = a.difference(s.target, accepted)
	s.moves = slices.ContainsFunc(s.places, func(p TriggerPlace) bool { return p.Position != nil })
	return s
}

// holds reports whether nothing is left to be done for a placement.
func (a arrangement) holds(p Placement) bool {
	step := a.step([]Placement{p}, nil)
	return len(step.places) == 0 && len(step.refused) == 0
}

// supposed are relations that nobody told of but that may be declared: a trigger
// of which nothing was heard may have to follow the exclusions before it.
func (a arrangement) supposed(batch []Placement) []order.Relation {
	var relations []order.Relation
	for _, p := range batch {
		for _, id := range p.Unheard {
			relation := order.Relation{ID: id}
			for _, member := range a.layout.Members {
				other := a.triggers[member.ID]
				if other.OnlyMarks() && member.Group == a.triggers[id].CategoryID && a.layout.Standing(member.ID, id) == order.Earlier {
					relation.After = append(relation.After, member.ID)
				}
			}
			relations = append(relations, relation)
		}
	}
	return relations
}

// repair also keeps the relations of other triggers, as far as they hold and
// can go on holding.
func repair(layout order.Layout, relations, known []order.Relation) ([]order.Member, error) {
	if !slices.ContainsFunc(relations, func(r order.Relation) bool { return !layout.Holds(r) }) {
		return nil, nil
	}
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

// accept puts the trigger into its category in the target and returns an error
// for what moving triggers cannot mend.
func (a arrangement) accept(target *order.Layout, p Placement, known []order.Relation) error {
	trigger, exists := a.triggers[p.ID]
	if !exists {
		return goneError(p.ID)
	}
	if p.Alone && p.Active && !trigger.Active {
		if duplicates := triggerKind.duplicates(maps.Values(a.triggers), p.ID, trigger.Title, p.New); len(duplicates) > 0 {
			return &DuplicateError{Noun: triggerKind.noun, Title: trigger.Title, Existing: duplicates, ID: p.ID, Made: p.New}
		}
	}
	entered := *target
	if p.CategoryID != "" && p.CategoryID != trigger.CategoryID {
		var err error
		if entered, err = a.enter(*target, p, known); err != nil {
			return err
		}
	}
	if p.Active {
		for _, listed := range p.After {
			if standing := entered.Standing(listed, p.ID); standing == order.Missing || standing == order.LaterGroup {
				return a.orderError(p, listed, standing)
			}
		}
		for _, listed := range p.Keep {
			protects := a.triggers[listed].Active && a.layout.Standing(listed, p.ID) == order.Earlier
			if protects && entered.Standing(listed, p.ID) == order.LaterGroup {
				return ErrGap
			}
		}
	}
	*target = entered
	return nil
}

// crosses reports whether a placement has to do with more than one category.
func (a arrangement) crosses(p Placement) bool {
	home := a.triggers[p.ID].CategoryID
	return p.CategoryID != "" && p.CategoryID != home || slices.ContainsFunc(slices.Concat(p.After, p.Keep), func(listed string) bool {
		other, exists := a.triggers[listed]
		return exists && other.CategoryID != home
	})
}

// difference lists every trigger whose place or activity is to change, in the
// order in which they will run. What stays where it is goes without a position:
// it may have been shifted since the list was read.
func (a arrangement) difference(target order.Layout, batch []Placement) []TriggerPlace {
	whole := a.reshaped(target)
	var moved []order.Member
	places := map[string]TriggerPlace{}
	for _, member := range target.Members {
		now := a.triggers[member.ID]
		if now.Position == member.Position && now.CategoryID == member.Group && !whole[member.Group] {
			continue
		}
		place := TriggerPlace{ID: member.ID, Position: &member.Position}
		if now.CategoryID != member.Group {
			place.CategoryID = &member.Group
		}
		places[member.ID] = place
		moved = append(moved, member)
	}
	slices.SortStableFunc(moved, func(x, y order.Member) int {
		return cmp.Or(cmp.Compare(x.Group, y.Group), cmp.Compare(x.Position, y.Position))
	})
	ids := make([]string, 0, len(moved)+len(batch))
	for _, member := range moved {
		ids = append(ids, member.ID)
	}
	for _, p := range batch {
		if a.triggers[p.ID].Active == p.Active {
			continue
		}
		place, isMoved := places[p.ID]
		if !isMoved {
			ids = append(ids, p.ID)
		}
		place.ID, place.Active = p.ID, &p.Active
		places[p.ID] = place
	}
	list := make([]TriggerPlace, 0, len(ids))
	for _, id := range ids {
		list = append(list, places[id])
	}
	return list
}

// reshaped are the groups that a member leaves while others in them move: a
// server that closes the hole shifts numbers under our hands, so all members
// are numbered.
func (a arrangement) reshaped(target order.Layout) map[string]bool {
	left, moved := map[string]bool{}, map[string]bool{}
	for _, member := range target.Members {
		now := a.triggers[member.ID]
		switch {
		case now.CategoryID != member.Group:
			left[now.CategoryID] = true
		case now.Position != member.Position:
			moved[member.Group] = true
		}
	}
	whole := map[string]bool{}
	for group := range left {
		whole[group] = moved[group]
	}
	return whole
}
