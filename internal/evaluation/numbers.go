package evaluation

import "slices"

// line is the sequence of a category's triggers, or of the categories, before and
// after it was put in order. Members are indexes.
type line struct {
	before, after []int
	unplaced      int // how many, at the end of before, have no position yet
	// tied says that a relation between two of the same position has to be settled;
	// whole, that all are written if one is.
	tied, whole bool
}

// appends reports whether a member is activated after all others, where it stands
// already. Created at the same time, several such share a number: inactive triggers
// are not counted.
func (l line) appends(i int) bool {
	return slices.Equal(l.before, l.after) && slices.Contains(l.before[len(l.before)-l.unplaced:], i)
}

// renumber hands out positions, and returns those that have to be written. Numbers
// that the members have are used again, so that nothing outside the moved stretch is
// written.
//
// If members that are placed change their order, or are tied, a number that they
// share makes all of them be written, from 1 on: what Zendesk does with equal
// positions when one of them moves is not documented.
func (l line) renumber(position func(int) int64) map[int]int64 {
	placed := l.before[:len(l.before)-l.unplaced]
	numbers := make([]int64, 0, len(l.after))
	last, shared := int64(0), false
	for i, m := range placed {
		shared = shared || i > 0 && position(m) == last
		last = position(m)
		numbers = append(numbers, last)
	}
	for range l.unplaced {
		last++
		numbers = append(numbers, last)
	}
	fromOne := shared && (l.tied || !slices.Equal(placed, l.after[:len(placed)]))
	all, changed := map[int]int64{}, map[int]int64{}
	for i, m := range l.after {
		if fromOne {
			numbers[i] = int64(i) + 1
		}
		if all[m] = numbers[i]; numbers[i] != position(m) {
			changed[m] = numbers[i]
		}
	}
	if fromOne || l.whole && len(changed) > 0 {
		return all
	}
	return changed
}
