package order

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func line(ids ...string) Layout {
	layout := Layout{}
	for i, id := range ids {
		layout.Members = append(layout.Members, Member{ID: id, Position: int64(i) + 1})
	}
	return layout
}

func TestStanding(t *testing.T) {
	layout := Layout{
		Groups: []Group{{ID: "early", Position: 1}, {ID: "late", Position: 2}},
		Members: []Member{
			{ID: "a", Group: "early", Position: 9},
			{ID: "b", Group: "late", Position: 1},
			{ID: "c", Group: "late", Position: 2},
			{ID: "tied", Group: "late", Position: 2},
		},
	}
	for _, tt := range []struct {
		listed, declaring string
		want              Standing
	}{
		{"a", "b", Earlier},
		{"b", "a", LaterGroup},
		{"b", "c", Earlier},
		{"c", "b", Later},
		{"tied", "c", Tied},
		{"gone", "c", Missing},
		{"a", "gone", Missing},
	} {
		if got := layout.Standing(tt.listed, tt.declaring); got != tt.want {
			t.Errorf("%s as seen from %s: got %d, want %d", tt.listed, tt.declaring, got, tt.want)
		}
	}
}

func TestRepairMovesAsLittleAsPossible(t *testing.T) {
	for _, tt := range []struct {
		name      string
		sequence  []string
		relations []Relation
		want      []string
		changed   int
	}{
		{"nothing to do", []string{"x", "s"}, []Relation{{"s", []string{"x"}}}, []string{"x", "s"}, 0},
		{"one exclusion below: it is raised", []string{"f", "s", "g", "x", "h"}, []Relation{{"s", []string{"x"}}}, []string{"f", "x", "s", "g", "h"}, 3},
		{"two exclusions below: the send is lowered", []string{"s", "x", "y", "f"}, []Relation{{"s", []string{"x", "y"}}}, []string{"x", "y", "s", "f"}, 3},
		{"lowering would break another: both are raised", []string{"s", "late", "x", "y"}, []Relation{{"s", []string{"x", "y"}}, {"late", []string{"s"}}}, []string{"x", "y", "s", "late"}, 4},
		{"a chain", []string{"c", "b", "a"}, []Relation{{"c", []string{"b"}}, {"b", []string{"a"}}}, []string{"a", "b", "c"}, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			layout := line(tt.sequence...)
			changes, err := layout.Repair(tt.relations)
			if err != nil {
				t.Fatal(err)
			}
			if got := idsOf(layout.With(changes...).sequence("")); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if len(changes) != tt.changed {
				t.Errorf("%d members change their number (%v), want %d", len(changes), changes, tt.changed)
			}
		})
	}
}

func TestRepairKeepsGapsBetweenPositions(t *testing.T) {
	layout := Layout{Members: []Member{{ID: "s", Position: 10}, {ID: "f", Position: 25}, {ID: "x", Position: 70}, {ID: "g", Position: 71}}}
	changes, err := layout.Repair([]Relation{{"s", []string{"x"}}})
	want := []Member{{ID: "x", Position: 10}, {ID: "s", Position: 25}, {ID: "f", Position: 70}}
	if err != nil || !slices.Equal(changes, want) {
		t.Errorf("got %v, %v; want %v", changes, err, want)
	}
}

func TestRepairNumbersTheWholeGroupWhenPositionsAreShared(t *testing.T) {
	layout := Layout{Members: []Member{{ID: "s", Position: 0}, {ID: "x", Position: 0}, {ID: "f", Position: 0}}}
	changes, err := layout.Repair([]Relation{{"s", []string{"x"}}})
	if err != nil || len(changes) != 3 {
		t.Fatalf("got %v, %v; want all three numbered", changes, err)
	}
	if !layout.With(changes...).Holds(Relation{"s", []string{"x"}}) {
		t.Errorf("after %v the send still does not run after the exclusion", changes)
	}
}

func TestRepairOfTiedMembersInTheRightOrderStillNumbersThem(t *testing.T) {
	layout := Layout{Members: []Member{{ID: "x", Position: 1}, {ID: "s", Position: 1}}}
	changes, err := layout.Repair([]Relation{{"s", []string{"x"}}})
	if err != nil || !layout.With(changes...).Holds(Relation{"s", []string{"x"}}) {
		t.Errorf("%v, %v does not separate the tie", changes, err)
	}
}

func TestRepairOfACircleIsAnError(t *testing.T) {
	_, err := line("a", "b").Repair([]Relation{{"a", []string{"b"}}, {"b", []string{"a"}}})
	if !errors.Is(err, ErrUnsatisfiable) {
		t.Errorf("got %v", err)
	}
}

func TestGroupsMoveByTheirOwnRelations(t *testing.T) {
	layout := Layout{Groups: []Group{{ID: "sends", Position: 1}, {ID: "other", Position: 2}, {ID: "exclusions", Position: 3}}}
	relation := Relation{ID: "sends", After: []string{"exclusions"}}
	if layout.GroupsHold(relation) {
		t.Fatal("the exclusions stand last")
	}
	changes, err := layout.RepairGroups([]Relation{relation})
	want := []Group{{ID: "exclusions", Position: 1}, {ID: "sends", Position: 2}, {ID: "other", Position: 3}}
	if err != nil || !slices.Equal(changes, want) {
		t.Errorf("got %v, %v; want %v", changes, err, want)
	}
}

// Every repair of one relation is compared with all permutations that keep the
// members it may not move in their relative order.
func TestRepairOfOneRelationAgainstBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(t, "members")
		ids := make([]string, n)
		for i := range ids {
			ids[i] = fmt.Sprint(i)
		}
		sequence := rapid.Permutation(ids).Draw(t, "sequence")
		listed := rapid.SliceOfNDistinct(rapid.SampledFrom(sequence[1:]), 1, n-1, rapid.ID).Draw(t, "listed")
		relation := Relation{ID: sequence[0], After: listed}
		sequence = rapid.Permutation(sequence).Draw(t, "standing")
		layout := line(sequence...)

		changes, err := layout.Repair([]Relation{relation})
		if err != nil {
			t.Fatal(err)
		}
		after := idsOf(layout.With(changes...).sequence(""))
		if !holdsIn(after, relation) {
			t.Fatalf("%v does not satisfy %v", after, relation)
		}
		movable := append([]string{relation.ID}, listed...)
		if !slices.Equal(without(sequence, movable), without(after, movable)) {
			t.Fatalf("foreign members changed their order: %v -> %v", sequence, after)
		}
		if got, want := movesBetween(sequence, after), fewestMoves(sequence, relation); got != want {
			t.Fatalf("%v -> %v takes %d moves, %d would do", sequence, after, got, want)
		}
	})
}

func TestRepairOfManyRelationsWithoutACircle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(t, "members")
		ids := make([]string, n)
		for i := range ids {
			ids[i] = fmt.Sprint(i)
		}
		var relations []Relation
		for i := 1; i < n; i++ { // a member lists only members with smaller names: no circle
			if after := rapid.SliceOfNDistinct(rapid.SampledFrom(ids[:i]), 0, i, rapid.ID).Draw(t, "after"); len(after) > 0 {
				relations = append(relations, Relation{ID: ids[i], After: after})
			}
		}
		relations = rapid.Permutation(relations).Draw(t, "relations")
		layout := line(rapid.Permutation(ids).Draw(t, "standing")...)
		changes, err := layout.Repair(relations)
		if err != nil {
			t.Fatal(err)
		}
		for _, relation := range relations {
			if !layout.With(changes...).Holds(relation) {
				t.Fatalf("%v still broken after %v", relation, changes)
			}
		}
	})
}

// movesBetween is the number of members outside the longest part that keeps
// its order.
func movesBetween(before, after []string) int {
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

func fewestMoves(sequence []string, relation Relation) int {
	best := len(sequence)
	permute(slices.Clone(sequence), 0, func(candidate []string) {
		if holdsIn(candidate, relation) {
			best = min(best, movesBetween(sequence, candidate))
		}
	})
	return best
}

func permute(sequence []string, from int, visit func([]string)) {
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
