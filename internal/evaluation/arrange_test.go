package evaluation

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// pairs are constraints made of plain pairs.
type pairs map[[2]int]bool

func (p pairs) bond(a, b int) bond {
	if p[[2]int{a, b}] {
		return kept
	}
	return free
}

func arranged(sequence []int, must pairs, movable func(int) bool) *layout {
	return newLayout(sequence, constraints{bond: must.bond, movable: movable, soft: func(int, int) bool { return false }})
}

func TestTheFewestMembersAreMoved(t *testing.T) {
	t.Parallel()
	const s, x, y, f, g, h = 1, 2, 3, 4, 5, 6
	for _, tt := range []struct {
		name      string
		sequence  []int
		listed    []int
		must      pairs
		immovable []int
		want      []int
	}{
		{"nothing to do", []int{x, s}, []int{x}, nil, nil, []int{x, s}},
		{"one below: it is raised", []int{f, s, g, x, h}, []int{x}, nil, nil, []int{f, x, s, g, h}},
		{"two below: the declaring one is lowered", []int{s, x, y, f}, []int{x, y}, nil, nil, []int{x, y, s, f}},
		{"raising passes what must stay earlier: lowered", []int{s, g, x}, []int{x}, pairs{{g, x}: true}, []int{g}, []int{g, x, s}},
		{"lowering passes what must stay later: raised", []int{s, g, x, y}, []int{x, y}, pairs{{s, g}: true}, []int{g}, []int{x, y, s, g}},
		{"what must stay earlier goes along if it may", []int{s, g, h, x}, []int{x}, pairs{{g, x}: true, {s, h}: true}, []int{h}, []int{g, x, s, h}},
		{"both meet in between", []int{s, g, h, x}, []int{x}, pairs{{g, x}: true, {s, h}: true}, []int{g, h}, []int{g, x, s, h}},
		{"what has to be earlier than the listed may be passed", []int{s, g, x}, []int{x}, pairs{{s, g}: true, {g, x}: true}, []int{g}, []int{g, x, s}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			must := pairs{}
			for pair := range tt.must {
				must[pair] = true
			}
			for _, l := range tt.listed {
				must[[2]int{l, s}] = true
			}
			a := arranged(tt.sequence, must, func(i int) bool { return !slices.Contains(tt.immovable, i) })
			if blocked := a.putBefore(tt.listed, s); blocked != nil || !slices.Equal(a.sequence, tt.want) {
				t.Errorf("got %v (blocked: %v), want %v", a.sequence, blocked, tt.want)
			}
		})
	}
}

func TestWhatCannotBeHadIsLeftAndNamed(t *testing.T) {
	t.Parallel()
	const s, x, g = 1, 2, 3
	must := pairs{{x, s}: true, {g, x}: true}
	sequence := []int{s, g, x}
	a := arranged(sequence, must, func(i int) bool { return i == x })
	if blocked := a.putBefore([]int{x}, s); blocked == nil || *blocked != (blockage{g, x}) || !slices.Equal(a.sequence, sequence) {
		t.Errorf("got %v, blocked %v", a.sequence, blocked)
	}
}

// In every small case: if any order keeps the immovable members as they are and
// satisfies all pairs, one is found; nothing that held is broken; and without
// other pairs no order needs fewer moves.
func TestArrangementAgainstBruteForce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(t, "members")
		sequence := make([]int, n)
		for i := range sequence {
			sequence[i] = i
		}
		sequence = rapid.Permutation(sequence).Draw(t, "sequence")
		at := func(i int) int { return slices.Index(sequence, i) }
		declaring := rapid.SampledFrom(sequence).Draw(t, "declaring")
		others := slices.DeleteFunc(slices.Clone(sequence), func(i int) bool { return i == declaring })
		listed := rapid.SliceOfNDistinct(rapid.SampledFrom(others), 1, len(others), rapid.ID).Draw(t, "listed")
		movable := map[int]bool{declaring: true}
		for _, l := range listed {
			movable[l] = true
		}
		for _, i := range others {
			movable[i] = movable[i] || rapid.Bool().Draw(t, fmt.Sprintf("movable %d", i))
		}
		standing := pairs{} // among the others, and with them, as they stand
		for _, a := range sequence {
			for _, b := range sequence {
				asked := a == declaring && slices.Contains(listed, b) || b == declaring && slices.Contains(listed, a)
				if at(a) < at(b) && !asked && rapid.IntRange(0, 4).Draw(t, "pair") == 0 {
					standing[[2]int{a, b}] = true
				}
			}
		}
		must := pairs{}
		for pair := range standing {
			must[pair] = true
		}
		for _, l := range listed {
			must[[2]int{l, declaring}] = true
		}
		a := arranged(sequence, must, func(i int) bool { return movable[i] })
		blocked := a.putBefore(listed, declaring)

		best := n + 1
		permute(slices.Clone(sequence), 0, func(candidate []int) {
			if satisfies(candidate, must) && keeps(sequence, candidate, movable) {
				best = min(best, moves(sequence, candidate))
			}
		})
		if blocked != nil {
			if best <= n {
				t.Fatalf("%v with %v: refused because of %v, although an order exists", sequence, must, *blocked)
			}
			if !slices.Equal(a.sequence, sequence) {
				t.Fatalf("refused, but changed to %v", a.sequence)
			}
			return
		}
		for _, l := range listed {
			if slices.Index(a.sequence, l) > slices.Index(a.sequence, declaring) {
				t.Fatalf("%v does not satisfy the relation %v before %d", a.sequence, listed, declaring)
			}
		}
		if !keeps(sequence, a.sequence, movable) {
			t.Fatalf("%v -> %v: members that may not move changed their order (movable %v)", sequence, a.sequence, movable)
		}
		if len(standing) == 0 && moves(sequence, a.sequence) != best {
			t.Fatalf("%v -> %v takes %d moves, %d would do", sequence, a.sequence, moves(sequence, a.sequence), best)
		}
		// A pair may be broken only if the relation asks for the opposite through others.
		if best <= n && !satisfies(a.sequence, must) {
			t.Fatalf("%v -> %v breaks %v, although an order exists that breaks nothing", sequence, a.sequence, must)
		}
	})
}

func satisfies(sequence []int, must pairs) bool {
	for pair := range must {
		if slices.Index(sequence, pair[0]) > slices.Index(sequence, pair[1]) {
			return false
		}
	}
	return true
}

func keeps(before, after []int, movable map[int]bool) bool {
	immovable := func(sequence []int) []int {
		return slices.DeleteFunc(slices.Clone(sequence), func(i int) bool { return movable[i] })
	}
	return slices.Equal(immovable(before), immovable(after))
}

// moves is how many members leave the longest stretch that keeps its order.
func moves(before, after []int) int {
	longest := make([]int, len(before))
	best := 0
	for i, id := range before {
		longest[i] = 1
		for j := range i {
			if slices.Index(after, before[j]) < slices.Index(after, id) {
				longest[i] = max(longest[i], longest[j]+1)
			}
		}
		best = max(best, longest[i])
	}
	return len(before) - best
}

func permute(sequence []int, from int, visit func([]int)) {
	if from == len(sequence) {
		visit(sequence)
		return
	}
	for i := from; i < len(sequence); i++ {
		sequence[from], sequence[i] = sequence[i], sequence[from]
		permute(sequence, from+1, visit)
		sequence[from], sequence[i] = sequence[i], sequence[from]
	}
}
