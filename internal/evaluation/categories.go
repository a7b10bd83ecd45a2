package evaluation

import (
	"cmp"
	"slices"
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
	order := slices.Clone(p.after.Categories)
	slices.SortStableFunc(order, func(a, b Category) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), CompareIDs(a.ID, b.ID))
	})
	index := map[string]int{}
	sequence := make([]int, len(order))
	for i, c := range order {
		index[c.ID], sequence[i] = i, i
	}
	keep, firm, movable := p.betweenCategories(index)
	a := newArrangement(sequence, constraints{
		must:    func(x, y int) bool { return keep[[2]int{x, y}] },
		firm:    func(x, y int) bool { return firm[[2]int{x, y}] },
		movable: func(i int) bool { return movable[i] },
		soft:    func(int, int) bool { return false },
	})
	for _, r := range p.moving {
		declaring, exists := index[r.ID]
		var listed []int
		for _, id := range r.After {
			if i, found := index[id]; found {
				listed = append(listed, i)
			}
		}
		if !exists || len(listed) == 0 {
			continue
		}
		if blocked := a.putBefore(listed, declaring); blocked != nil && p.hinders == nil { // it is left
			p.hinders = []string{order[blocked.first].ID, order[blocked.second].ID}
		}
	}
	p.placeCategories(order, a.sequence)
}

// betweenCategories are the pairs of categories whose order has to stay or is
// asked for, and the categories that may move.
func (p *planner) betweenCategories(index map[string]int) (keep, firm map[[2]int]bool, movable map[int]bool) {
	keep, firm, movable = map[[2]int]bool{}, map[[2]int]bool{}, map[int]bool{}
	asked := map[[2]int]bool{}
	for _, r := range p.moving {
		for _, id := range append([]string{r.ID}, r.After...) {
			if i, exists := index[id]; exists {
				movable[i] = true
			}
		}
		for _, id := range r.After {
			if a, b, known := between(index, id, r.ID); known {
				asked[[2]int{a, b}] = true
			}
		}
	}
	for x := range p.after.Triggers {
		if !p.counts(x) {
			continue
		}
		for y := range p.after.Triggers {
			a, b, known := between(index, p.after.Triggers[x].CategoryID, p.after.Triggers[y].CategoryID)
			if !known || a == b || firm[[2]int{a, b}] || !p.counts(y) || !p.must(x, y) {
				continue
			}
			if !asked[[2]int{b, a}] || p.protects(x, y) {
				keep[[2]int{a, b}] = true
				firm[[2]int{a, b}] = firm[[2]int{a, b}] || p.protects(x, y)
			}
		}
	}
	for _, r := range p.moving {
		for _, id := range r.After {
			if a, b, known := between(index, id, r.ID); known && !keep[[2]int{b, a}] {
				keep[[2]int{a, b}], firm[[2]int{a, b}] = true, true
			}
		}
	}
	return keep, firm, movable
}

// between are the indexes of two categories, if both are listed.
func between(index map[string]int, first, second string) (a, b int, known bool) {
	a, aFound := index[first]
	b, bFound := index[second]
	return a, b, aFound && bFound
}

// protects reports whether the order of two triggers is more than one that merely
// stands.
func (p *planner) protects(first, second int) bool {
	a, b := p.after.Triggers[first], p.after.Triggers[second]
	return p.strength[[2]int{first, second}] > preferred || p.standing[[2]int{first, second}] ||
		b.Rule.Sends() && a.Rule.OnlyMarks() && b.Rule.Considers(a.Rule.Marks())
}

// placeCategories hands out the numbers that the categories have, or new ones if
// some share one.
func (p *planner) placeCategories(order []Category, sequence []int) {
	shared := false
	for i := 1; i < len(order); i++ {
		shared = shared || order[i].Position == order[i-1].Position
	}
	moved := !slices.IsSorted(sequence)
	if !moved && !shared {
		return
	}
	arranged := slices.Clone(p.after.Categories)
	for i, from := range sequence {
		at := order[i].Position
		if shared {
			at = int64(i) + 1
		}
		if order[from].Position == at && !shared {
			continue
		}
		p.plan.Categories = append(p.plan.Categories, CategoryPlace{ID: order[from].ID, Position: at})
		arranged[slices.IndexFunc(arranged, func(c Category) bool { return c.ID == order[from].ID })].Position = at
	}
	p.plan.Moves = p.plan.Moves || len(p.plan.Categories) > 0
	p.after = p.after.with(arranged)
	p.after.prepare()
}

// CategoryHolds reports whether a category is evaluated after all that it lists.
func (s *Snapshot) CategoryHolds(r Relation) bool { return s.lateCategory(r) < 0 }

// lateCategory is the index of the first listed category that is not evaluated
// earlier, -1 if there is none.
func (s *Snapshot) lateCategory(r Relation) int {
	return slices.IndexFunc(r.After, func(listed string) bool { return !s.categoryBefore(listed, r.ID) })
}

// Hindrance names what keeps a category where it is: two triggers whose order would
// be lost. False where no trigger does.
func (s *Snapshot) Hindrance(r Relation, known Knowledge) (first, second Trigger, hindered bool) {
	p := newPlanner(s, nil, known, []Relation{r})
	if _, err := p.accept(); err != nil {
		return first, second, false
	}
	p.flow = flowOf(p.after, p.counts, p.managed)
	p.collect()
	p.moveCategories()
	if p.hinders == nil {
		return first, second, false
	}
	for x, a := range s.Triggers {
		for y, b := range s.Triggers {
			if a.CategoryID == p.hinders[0] && b.CategoryID == p.hinders[1] && p.counts(x) && p.counts(y) && p.must(x, y) {
				return a, b, true
			}
		}
	}
	return first, second, false
}
