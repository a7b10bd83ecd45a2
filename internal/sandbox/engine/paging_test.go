package engine

import (
	"fmt"
	"slices"
	"testing"
)

func numbers(from, to int) (list List) {
	for i := from; i <= to; i++ {
		list.Add(fmt.Sprint(i), Object{"n": i})
	}
	return list
}

func shown(page Page) string { return fmt.Sprint(page.Items(), page.HasPrevious(), page.HasNext()) }

func TestNumberedPages(t *testing.T) {
	for _, tc := range []struct {
		number int
		want   string
	}{
		{1, "[map[n:1] map[n:2]] false true"},
		{2, "[map[n:3] map[n:4]] true true"},
		{3, "[map[n:5]] true false"},
		{4, "[] true false"},
	} {
		if got := shown(numbers(1, 5).Numbered(tc.number, 2)); got != tc.want {
			t.Errorf("page %d: %s, want %s", tc.number, got, tc.want)
		}
	}
}

func TestACursorOutlivesItsEntry(t *testing.T) {
	list := numbers(1, 6)
	first, err := list.After("", 3)
	if err != nil || shown(first) != "[map[n:1] map[n:2] map[n:3]] false true" {
		t.Fatalf("first page %s, %v", shown(first), err)
	}
	for name, tc := range map[string]struct {
		now  List
		want string
	}{
		"nothing changed":       {list, "[map[n:4] map[n:5] map[n:6]] true false"},
		"its entry is gone":     {slices.Concat(numbers(1, 2), numbers(4, 6)), "[map[n:4] map[n:5] map[n:6]] true false"},
		"an earlier one is new": {slices.Concat(numbers(0, 0), list), "[map[n:4] map[n:5] map[n:6]] true false"},
		"little is left":        {numbers(1, 1), "[] true false"},
	} {
		if next, err := tc.now.After(first.Last(), 3); err != nil || shown(next) != tc.want {
			t.Errorf("%s: next page %s, %v, want %s", name, shown(next), err, tc.want)
		}
	}
	second, _ := list.After(first.Last(), 3)
	if back, err := list.Before(second.First(), 2); err != nil || shown(back) != "[map[n:2] map[n:3]] true true" {
		t.Errorf("page before the second: %s, %v", shown(back), err)
	}
	for _, cursor := range []string{"%", "eA", "LTE6MQ"} {
		if _, err := list.After(cursor, 2); err == nil {
			t.Errorf("cursor %q is taken", cursor)
		}
	}
}
