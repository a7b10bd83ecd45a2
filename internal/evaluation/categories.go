package evaluation

import (
	"cmp"
	"slices"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// moveCategories puts categories in the order that their relations ask for, if no
// trigger loses an order that it needs. A category's relation outranks an order
// of triggers that merely stands, but never the order of an exclusion and a send,
// nor what a trigger declares. Where it cannot be had nothing moves.
func (p *planner) moveCategories() {
	broken := slices.ContainsFunc(p.moving, func(r Relation) bool { return !p.after.CategoryHolds(r) })
	if !broken {
		return
	}
	p.plan.Judged, p.plan.Crosses = true, true
	order := slices.SortedStableFunc(slices.Values(p.after.Categories), func(a, b Category) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), rules.CompareIDs(a.ID, b.ID))
	})
	index := map[string]int{}
	sequence := make([]int, len(order))
	for i, c := range order {
		index[c.ID], sequence[i] = i, i
	}
	bonds := p.betweenCategories(index)
	a := newLayout(sequence, constraints{
		bond: func(x, y int) bond { return bonds[[2]int{x, y}].bond },
		movable: func(i int) bool {
			return slices.ContainsFunc(p.moving, func(r Relation) bool { return r.isAbout(order[i].ID) })
		},
		soft: func(int, int) bool { return false },
	})
	for _, r := range p.moving {
		declaring, exists := index[r.ID]
		if !exists {
			continue
		}
		var listed []int
		for _, id := range r.After {
			if i, found := index[id]; found {
				listed = append(listed, i)
			}
		}
		if blocked := a.putBefore(listed, declaring); blocked != nil && p.plan.Hindered == nil { // it is left
			p.plan.Hindered = bonds[[2]int{blocked.first, blocked.second}].of
		}
	}
	numbers := line{before: sequence, after: a.sequence, tied: true}.renumber(func(i int) int64 { return order[i].Position })
	for _, i := range a.sequence {
		if at, changes := numbers[i]; changes {
			order[i].Position = at
			p.plan.Categories = append(p.plan.Categories, CategoryPlace{ID: order[i].ID, Position: at})
		}
	}
	p.plan.Moves = p.plan.Moves || len(p.plan.Categories) > 0
	p.after = p.after.with(order)
}

func (r Relation) isAbout(id string) bool { return r.ID == id || slices.Contains(r.After, id) }

// bondOfCategories is the bond between two categories, and the first two triggers
// that it comes from, nil if it is asked for.
type bondOfCategories struct {
	bond
	of *[2]Trigger
}

// betweenCategories are the pairs of categories whose order has to stay or is
// asked for.
func (p *planner) betweenCategories(index map[string]int) map[[2]int]bondOfCategories {
	var asked [][2]int
	for _, r := range p.moving {
		for _, id := range r.After {
			first, listed := index[id]
			if second, exists := index[r.ID]; listed && exists {
				asked = append(asked, [2]int{first, second})
			}
		}
	}
	category := make([]int, len(p.after.Triggers)) // of each active trigger
	for i, t := range p.after.Triggers {
		category[i] = -1
		if at, known := index[t.CategoryID]; known && t.Active {
			category[i] = at
		}
	}
	bonds := map[[2]int]bondOfCategories{}
	for x, a := range category {
		for y, b := range category {
			if a < 0 || b < 0 || a == b || bonds[[2]int{a, b}].bond == firm {
				continue
			}
			if found := p.bond(x, y); found > bonds[[2]int{a, b}].bond && (found == firm || !slices.Contains(asked, [2]int{b, a})) {
				bonds[[2]int{a, b}] = bondOfCategories{found, &[2]Trigger{p.after.Triggers[x], p.after.Triggers[y]}}
			}
		}
	}
	for _, pair := range asked {
		if bonds[[2]int{pair[1], pair[0]}].bond == free {
			bonds[pair] = bondOfCategories{firm, bonds[pair].of}
		}
	}
	return bonds
}

// CategoryHolds reports whether a category is evaluated after all that it lists.
func (s *Snapshot) CategoryHolds(r Relation) bool { return s.lateCategory(r) < 0 }

// lateCategory is the index of the first listed category that is not evaluated
// earlier, -1 if there is none.
func (s *Snapshot) lateCategory(r Relation) int {
	return slices.IndexFunc(r.After, func(listed string) bool { return !s.categoryBefore(listed, r.ID) })
}
