package evaluation

import "slices"

// renumber hands out positions to a category's sequence, whose last unplaced
// members have none yet, and returns those whose position has to be written.
// Numbers that the members have are used again, so that nothing outside the moved
// stretch is written.
//
// If members that are placed change their order, or tied says that a relation
// between two of the same number has to be settled, a number that active members
// share makes all of them be written, from 1 on: what Zendesk does with equal
// positions when one of them moves is not documented.
func (s *Snapshot) renumber(before, after []int, unplaced int, tied bool) map[int]int64 {
	placed := before[:len(before)-unplaced]
	kept := slices.Equal(placed, after[:len(placed)])
	changes := map[int]int64{}
	if (!kept || tied) && s.sharesNumber(placed) {
		for i, m := range after {
			changes[m] = int64(i) + 1
		}
		return changes
	}
	numbers := make([]int64, 0, len(after))
	last := int64(0)
	for _, m := range placed {
		numbers = append(numbers, s.Triggers[m].Position)
		last = max(last, s.Triggers[m].Position)
	}
	for range unplaced {
		last++
		numbers = append(numbers, last)
	}
	for i, m := range after {
		if s.Triggers[m].Position != numbers[i] {
			changes[m] = numbers[i]
		}
	}
	return changes
}

func (s *Snapshot) sharesNumber(sequence []int) bool {
	for i := 1; i < len(sequence); i++ {
		if s.Triggers[sequence[i]].Position == s.Triggers[sequence[i-1]].Position {
			return true
		}
	}
	return false
}
