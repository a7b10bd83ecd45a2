package zendesk

import (
	"cmp"
	"slices"
)

// Triggers run in the order of their categories' positions and, inside a category, in the order of their own; both
// count from 1 (HC-4408834781594). A write of a position inserts: the others keep their relative order around it. Inactive
// triggers are not counted: they keep the number that they had, so that others may share it (recorded).

// slot is a wish: this member at that position, counted from 1.
type slot[K comparable] struct {
	key      K
	position int
}

// placed gives the order after the moved members took the slots they named. Those that did not move fill the rest in
// their old order; of two that name one slot, the one sent first stands first; a slot beyond the end is the end.
func placed[K comparable](order []K, moved []slot[K]) []K {
	var wishes []slot[K]
	for _, wish := range moved {
		// Of two wishes for one member the later counts.
		wishes = slices.DeleteFunc(wishes, func(s slot[K]) bool { return s.key == wish.key })
		wishes = append(wishes, wish)
	}
	slices.SortStableFunc(wishes, func(a, b slot[K]) int { return cmp.Compare(a.position, b.position) })
	staying := slices.DeleteFunc(slices.Clone(order), func(key K) bool {
		return slices.ContainsFunc(moved, func(s slot[K]) bool { return s.key == key })
	})
	result := make([]K, 0, len(order))
	for len(staying) > 0 || len(wishes) > 0 {
		if len(staying) == 0 || (len(wishes) > 0 && wishes[0].position <= len(result)+1) {
			result, wishes = append(result, wishes[0].key), wishes[1:]
			continue
		}
		result, staying = append(result, staying[0]), staying[1:]
	}
	return result
}

// triggersIn gives the triggers of one category in evaluation order.
func (a *account) triggersIn(categoryID string) []*trigger {
	inside := slices.DeleteFunc(byID(a.triggers), func(t *trigger) bool { return t.CategoryID != categoryID })
	slices.SortFunc(inside, byPosition)
	return inside
}

func byPosition(x, y *trigger) int {
	switch {
	case x.Position != y.Position:
		return cmp.Compare(x.Position, y.Position)
	case ruleRunsEarlier(x, y):
		return -1
	}
	return 1
}

// automationsInOrder gives every automation in the order in which they run. They have no categories.
func (a *account) automationsInOrder() []*automation {
	all := byID(a.automations)
	slices.SortFunc(all, func(x, y *automation) int { return byPosition(&x.trigger, &y.trigger) })
	return all
}

// seatAutomations puts automations at the positions that were asked for.
func (a *account) seatAutomations(moved ...slot[int64]) {
	if !a.settings.Renumber {
		for _, wish := range moved {
			a.automations[wish.key].Position = wish.position
		}
		return
	}
	var order []int64
	for _, one := range a.automationsInOrder() {
		order = append(order, one.ID)
	}
	for at, id := range placed(order, moved) {
		a.automations[id].Position = at + 1
	}
}

// triggersInOrder gives every trigger in evaluation order.
func (a *account) triggersInOrder() []*trigger {
	if !a.settings.CategoriesEnabled {
		return a.triggersIn("")
	}
	var all []*trigger
	for _, section := range a.categoriesInOrder() {
		all = append(all, a.triggersIn(section.ID)...)
	}
	return all
}

// seat puts triggers, already of this category, at the positions that were asked for, and numbers the active ones.
func (a *account) seat(categoryID string, moved ...slot[int64]) {
	var counted []slot[int64]
	for _, wish := range moved {
		if t := a.triggers[wish.key]; a.settings.Renumber && a.counts(t) {
			counted = append(counted, wish)
		} else {
			t.Position = wish.position
		}
	}
	if !a.settings.Renumber {
		return
	}
	var order []int64
	for _, t := range a.triggersIn(categoryID) {
		if a.counts(t) {
			order = append(order, t.ID)
		}
	}
	for at, id := range placed(order, counted) {
		a.triggers[id].Position = at + 1
	}
}

// moveTo changes a trigger's category and puts it at the end of the new one.
func (a *account) moveTo(t *trigger, categoryID string) {
	left := t.CategoryID
	if left == categoryID {
		return
	}
	last := a.lastPosition(categoryID)
	t.CategoryID, t.Position = categoryID, last+1
	a.seat(left)
}

// counts tells whether a trigger has a place of its own.
func (a *account) counts(t *trigger) bool { return t.Active || a.settings.CountInactive }

// lastPosition is that of the last trigger that is counted; 0 is none.
func (a *account) lastPosition(categoryID string) int {
	last := 0
	for _, t := range a.triggersIn(categoryID) {
		if a.counts(t) {
			last = max(last, t.Position)
		}
	}
	return last
}

func (a *account) categoriesInOrder() []*category {
	all := byID(a.categories)
	slices.SortFunc(all, func(x, y *category) int {
		return cmp.Or(cmp.Compare(x.Position, y.Position), cmp.Compare(x.Name, y.Name), cmp.Compare(x.ID, y.ID))
	})
	return all
}

// seatCategories puts categories at the positions that were asked for.
func (a *account) seatCategories(moved ...slot[string]) {
	if !a.settings.Renumber {
		for _, wish := range moved {
			a.categories[wish.key].Position = wish.position
		}
		return
	}
	var order []string
	for _, section := range a.categoriesInOrder() {
		order = append(order, section.ID)
	}
	for at, id := range placed(order, moved) {
		a.categories[id].Position = at + 1
	}
}

// defaultCategory is where a trigger goes that names none: the first category, which is made when there is none. Zendesk
// "picks one" (HC-4408834781594). It is "" in an account without categories.
func (a *account) defaultCategory() string {
	if !a.settings.CategoriesEnabled {
		return ""
	}
	if all := a.categoriesInOrder(); len(all) > 0 {
		return all[0].ID
	}
	return a.addCategory("Notifications").ID
}

func (a *account) renumberAll() {
	a.seat("")
	a.seatAutomations()
	a.seatCategories()
	for id := range a.categories {
		a.seat(id)
	}
}
