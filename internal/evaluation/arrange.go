package evaluation

import (
	"cmp"
	"slices"
	"sync"
)

// constraints are what a layout of one sequence has to respect. Members
// are indexes.
type constraints struct {
	// bond says whether a member has to stay before another one.
	bond func(a, b int) bond
	// movable reports whether a repair may move a member.
	movable func(int) bool
	// soft reports whether two members should keep their order.
	soft func(a, b int) bool
}

// bond is how much it matters that one member stays before another one.
type bond int

const (
	free bond = iota
	kept      // the order merely stands
	firm      // more than that
)

// blockage says why a member cannot be put before another one: the first of the
// two has to stay before the second, and one of them may not move.
type blockage struct{ first, second int }

// layout is a sequence in which members are put in order, one relation after
// the other. No step breaks what constraints ask for, so the steps end.
type layout struct {
	constraints
	sequence []int
	at       []int // the place of each member, -1 of what is no member
	spare    []int // as long as the sequence, to rewrite a stretch of it
}

func newLayout(sequence []int, c constraints) *layout {
	a := &layout{constraints: c, sequence: slices.Clone(sequence), spare: make([]int, len(sequence))}
	if len(sequence) > 0 {
		a.at = slices.Repeat([]int{-1}, slices.Max(sequence)+1)
	}
	a.number(0, len(sequence))
	return a
}

// has reports whether there is such a member.
func (a *layout) has(m int) bool { return m < len(a.at) && a.at[m] >= 0 }

func (a *layout) number(from, to int) {
	for i := from; i < to; i++ {
		a.at[a.sequence[i]] = i
	}
}

// cut is a way to put members before another one: those in up move up to the
// gap, those in down move down to it.
type cut struct {
	gap      int
	up, down []int // in their order
	stuck    bool
	blocked  blockage
}

func (c cut) moves(start int) int {
	moves := len(c.up)
	if c.gap != start {
		moves += len(c.down)
	}
	return moves
}

// putBefore puts listed members before the declaring one, moving as few members
// as possible: those that are listed go up, the declaring one goes down, or both
// meet in between. What has to stay before or after them goes along if it may
// move; if it may not, the gap is chosen on the other side of it. Where up and
// down are as many moves, that is better which passes fewer members that should
// keep their order, and up if that is the same, too. Nil means that all stand right.
func (a *layout) putBefore(listed []int, declaring int) *blockage {
	start := a.at[declaring]
	var late []int
	end := start
	for _, m := range listed {
		if a.has(m) && a.at[m] > start {
			late = append(late, m)
			end = max(end, a.at[m])
		}
	}
	if len(late) == 0 {
		return nil
	}
	raise := a.cut(late, declaring, start)
	best, passed := raise, a.passed(raise)
	if raise.stuck || len(raise.up) > 1 || passed > 0 {
		lower := a.cut(late, declaring, end+1)
		up, down := raise.moves(start), lower.moves(start)
		if raise.stuck || !lower.stuck && (up > down || up == down && passed > a.passed(lower)) {
			best = lower
		}
		for gap := a.past(raise, start); best.stuck && gap <= a.past(lower, start); gap++ {
			best = a.cut(late, declaring, gap)
		}
	}
	if best.stuck {
		return &raise.blocked
	}
	a.apply(best, start, end)
	return nil
}

// past is the gap on the other side of what blocks a cut.
func (a *layout) past(c cut, start int) int {
	first, second := a.at[c.blocked.first], a.at[c.blocked.second]
	if c.gap == start {
		return min(first, second) + 1
	}
	return max(first, second)
}

// cut collects what has to move for a gap.
func (a *layout) cut(late []int, declaring, gap int) cut {
	c := cut{gap: gap}
	end := 0
	for _, m := range late {
		if a.at[m] >= gap {
			c.up = append(c.up, m)
		}
		end = max(end, a.at[m])
	}
	for i := end; i >= gap; i-- {
		m := a.sequence[i]
		if m == declaring || slices.Contains(c.up, m) {
			continue
		}
		for _, r := range c.up {
			if i >= a.at[r] {
				continue
			}
			if found := a.bond(m, r); found == firm || found == kept && a.bond(declaring, m) < firm {
				c.up = append(c.up, m)
				if !a.movable(m) {
					return c.stop(m, r)
				}
				break
			}
		}
	}
	c.down = []int{declaring}
	earlier := sync.OnceValue(func() map[int]bool { return a.earlierThan(late, a.at[declaring], end) })
	keeps := func(d, m int) bool { // false where the relation asks for the opposite
		found := a.bond(d, m)
		return found == firm || found == kept && (d != declaring || !earlier()[m])
	}
	for i := a.at[declaring] + 1; i < gap; i++ {
		m := a.sequence[i]
		for _, d := range c.down {
			if keeps(d, m) {
				c.down = append(c.down, m)
				if !a.movable(m) || slices.Contains(late, m) {
					return c.stop(d, m)
				}
				break
			}
		}
	}
	for _, r := range c.up {
		if !a.movable(r) {
			return c.stop(declaring, r)
		}
		for _, d := range c.down {
			if keeps(d, r) {
				return c.stop(d, r)
			}
		}
	}
	if gap != a.at[declaring] && !a.movable(declaring) {
		return c.stop(declaring, late[0])
	}
	return c
}

// has reports whether a member moves.
func (c cut) has(m int) bool { return slices.Contains(c.up, m) || slices.Contains(c.down, m) }

// earlierThan are the members of a stretch that have to stay before one of those
// that are listed, directly or by way of others: so they have to be before the
// declaring one too.
func (a *layout) earlierThan(listed []int, start, end int) map[int]bool {
	earlier := map[int]bool{}
	known := slices.Clone(listed)
	for i := end; i > start; i-- {
		m := a.sequence[i]
		if slices.Contains(listed, m) {
			continue
		}
		if slices.ContainsFunc(known, func(k int) bool { return a.at[k] > i && a.bond(m, k) > free }) {
			earlier[m] = true
			known = append(known, m)
		}
	}
	return earlier
}

func (c cut) stop(first, second int) cut {
	c.stuck, c.blocked = true, blockage{first, second}
	return c
}

// passed counts pairs that should keep their order and do not.
func (a *layout) passed(c cut) (n int) {
	pass := func(m, from, to int) {
		for i := from; i < to; i++ {
			if other := a.sequence[i]; a.soft(m, other) && !c.has(other) {
				n++
			}
		}
	}
	for _, m := range c.up {
		pass(m, c.gap, a.at[m])
	}
	for _, m := range c.down {
		pass(m, a.at[m]+1, c.gap)
	}
	return n
}

// apply rewrites the stretch between the declaring member and the last listed one.
func (a *layout) apply(c cut, start, end int) {
	byPlace := func(x, y int) int { return cmp.Compare(a.at[x], a.at[y]) }
	slices.SortFunc(c.up, byPlace)
	slices.SortFunc(c.down, byPlace)
	rewritten := a.spare[:0]
	stay := func(from, to int) {
		for _, m := range a.sequence[from:to] {
			if !c.has(m) {
				rewritten = append(rewritten, m)
			}
		}
	}
	stay(start, c.gap)
	rewritten = append(append(rewritten, c.up...), c.down...)
	stay(c.gap, end+1)
	copy(a.sequence[start:], rewritten)
	a.number(start, end+1)
}
