package order

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestEnterGoesBeforeThoseThatRelyOnIt(t *testing.T) {
	layout := Layout{
		Groups: []Group{{ID: "away", Position: 1}, {ID: "home", Position: 2}},
		Members: []Member{
			{ID: "x", Group: "away", Position: 1},
			{ID: "f", Group: "home", Position: 3},
			{ID: "s", Group: "home", Position: 5},
			{ID: "g", Group: "home", Position: 9},
			{ID: "s2", Group: "home", Position: 10},
		},
	}
	for _, tt := range []struct {
		name    string
		before  []string
		changes []Member
	}{
		{"nobody there: to the end", []string{"elsewhere"}, []Member{{"x", "home", 11}}},
		{"before the last", []string{"s2"}, []Member{{"x", "home", 10}, {"s2", "home", 11}}},
		{"before the first of two", []string{"s2", "s"}, []Member{{"x", "home", 5}, {"s", "home", 9}, {"g", "home", 10}, {"s2", "home", 11}}},
	} {
		if got := layout.Enter("x", "home", tt.before...); !slices.Equal(got, tt.changes) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.changes)
		}
	}
}

func TestEnterKeepsEverybodyElseInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		layout := Layout{Groups: []Group{{ID: "away", Position: 1}, {ID: "home", Position: 2}}, Members: []Member{{ID: "x", Group: "away", Position: 1}}}
		n := rapid.IntRange(0, 6).Draw(t, "members")
		for i := range n {
			layout.Members = append(layout.Members, Member{ID: fmt.Sprint(i), Group: "home", Position: rapid.Int64Range(0, 9).Draw(t, "position")})
		}
		before := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"0", "1", "2", "3", "4", "5"}), rapid.ID).Draw(t, "before")
		entered := layout.With(layout.Enter("x", "home", before...)...)
		if was, is := idsOf(layout.sequence("home")), without(idsOf(entered.sequence("home")), []string{"x"}); !slices.Equal(was, is) {
			t.Fatalf("%v became %v", was, is)
		}
		for _, id := range before {
			if _, there := layout.member(id); there && entered.Standing("x", id) != Earlier {
				t.Fatalf("x does not run before %s in %v", id, entered)
			}
		}
	})
}

// A trigger can stand in a category that was made after the list of categories
// was read. Nobody knows where that is.
func TestAnUnknownGroupIsNotEarlier(t *testing.T) {
	layout := Layout{
		Groups:  []Group{{ID: "known", Position: 1}},
		Members: []Member{{ID: "a", Group: "new", Position: 1}, {ID: "b", Group: "known", Position: 1}},
	}
	for _, pair := range [][2]string{{"a", "b"}, {"b", "a"}} {
		if got := layout.Standing(pair[0], pair[1]); got != LaterGroup {
			t.Errorf("%v: got %d", pair, got)
		}
	}
}
