package tfcore

import (
	"context"
	"strings"
	"testing"
)

// only lets one piece of work go wrong.
func only(work string, happens fault) func(string) fault {
	return func(this string) fault {
		if this == work {
			return happens
		}
		return none
	}
}

// Each row is an apply that fails, the state that it leaves, and what the next
// one does.
func TestWhatAFailureLeaves(t *testing.T) {
	before := building{"floor": {}, "wall": {on: []string{"floor"}}}
	replaced := building{"floor": {of: "stone"}, "wall": {on: []string{"floor"}}}
	replacedFirst := building{"floor": {of: "stone", first: true}, "wall": {on: []string{"floor"}}}
	for name, row := range map[string]struct {
		before, after building
		work          string
		happens       fault
		state, next   string
	}{
		"a part that was never made": {
			nil, before, "create floor", refused,
			"", "create floor, create wall",
		},
		"a part that failed while it was made is tainted": {
			nil, before, "create floor", halfDone,
			"floor 1 tainted", "delete floor, create floor, create wall",
		},
		"one that failed while it was changed is not": {
			before,
			building{"floor": {paint: "red"}, "wall": {on: []string{"floor"}}},
			"update floor", halfDone,
			"floor 1, wall 2", "",
		},
		"a replacement that was not made leaves a gap": {
			before, replaced, "create floor", refused,
			"wall 2", "create floor, update wall",
		},
		"but not with create_before_destroy": {
			before, replacedFirst, "create floor", refused,
			"floor 1, wall 2", "create floor, update wall, delete floor",
		},
		"a replacement that failed while it was made is tainted beside the old one": {
			before, replacedFirst, "create floor", halfDone,
			"floor 1 deposed, floor 3 tainted, wall 2", "",
		},
		"an old part that cannot be deleted stays deposed": {
			before, replacedFirst, "delete floor", refused,
			"floor 1 deposed, floor 3, wall 2", "delete floor",
		},
		"so does one that waits for a change that fails": {
			before, replacedFirst, "update wall", refused,
			"floor 1 deposed, floor 3, wall 2", "update wall, delete floor",
		},
		"what cannot be deleted stays": {
			before,
			building{"wall": {}},
			"delete floor", refused,
			"floor 1, wall 2", "delete floor, update wall",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite()
			w := s.workspace(t)
			apply(t, w, row.before, Options{})
			s.faults = only(row.work, row.happens)
			if result := w.Apply(t.Context(), row.after.configuration(), Options{}); len(result.Errors) != 1 || !strings.HasSuffix(result.Errors[0], ": Part refused: ") {
				t.Errorf("%q %q", result.Errors, result.Broken)
			}
			if got := inState(w); got != row.state {
				t.Errorf("state has %s, want %s", got, row.state)
			}
			s.faults = nil
			s.done()
			apply(t, w, row.after, Options{})
			if got := s.done(); row.next != "" && got != row.next {
				t.Errorf("the next apply: %s, want %s", got, row.next)
			}
			if result := w.Plan(t.Context(), row.after.configuration(), Options{}); !result.OK() || len(result.Changes) > 0 {
				t.Errorf("then nothing is left to do, but: %v", result)
			}
		})
	}
}

// The old part is set aside before the new one is planned with what is known now.
func TestAReplacementThatCannotBePlannedAgain(t *testing.T) {
	s := newSite()
	w := s.workspace(t)
	b := building{"ground": {}, "floor": {on: []string{"ground"}, first: true}}
	apply(t, w, b, Options{})
	replaced := false
	s.faults = func(work string) fault {
		replaced = replaced || work == "create ground"
		if replaced && work == "plan floor" {
			return refused
		}
		return none
	}
	both := Options{Replace: []string{"part.ground", "part.floor"}}
	if result := w.Apply(t.Context(), b.configuration(), both); result.OK() {
		t.Error("it succeeded")
	}
	if got, want := inState(w), "floor 2 deposed, ground 1 deposed, ground 3"; got != want {
		t.Errorf("state has %s, want %s", got, want)
	}
	if result := w.Import(t.Context(), "part.floor", "2"); result.OK() {
		t.Error("it could be imported, though state holds it")
	}
	s.faults = nil
	s.done()
	apply(t, w, b, Options{})
	// Nothing is known of what a deposed object depends on that has no current one.
	if got := s.done(); got != "create floor, delete floor, delete ground" && got != "create floor, delete ground, delete floor" {
		t.Error(got)
	}
}

func TestAKilledProvider(t *testing.T) {
	for name, row := range map[string]struct {
		options Options
		state   string
	}{
		"what it did not answer is not in state": {Options{}, "floor 1, wall 2"},
		"when state is lost, nothing is":         {Options{StateLost: true}, "floor 1"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite()
			w := s.workspace(t)
			apply(t, w, building{"floor": {}}, Options{})
			ctx, kill := context.WithCancel(t.Context())
			s.kill, s.faults = kill, only("create roof", killedAfter)
			b := building{"floor": {}, "wall": {on: []string{"floor"}}, "roof": {on: []string{"wall"}}}
			if result := w.Apply(ctx, b.configuration(), row.options); result.OK() {
				t.Error("it succeeded")
			}
			if got := inState(w); got != row.state {
				t.Errorf("state has %s, want %s", got, row.state)
			}
		})
	}
}

func TestAnObjectThatIsGoneIsMadeAgain(t *testing.T) {
	s := newSite()
	w := s.workspace(t)
	b := building{"floor": {}, "wall": {on: []string{"floor"}}}
	apply(t, w, b, Options{})
	delete(s.parts, "1")
	s.done()
	apply(t, w, b, Options{})
	if got, want := s.done(), "create floor, update wall"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	delete(s.parts, "3")
	apply(t, w, b, Options{Destroy: true})
	if got, want := s.done(), "delete wall"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestAProviderThatBreaksItsPlan(t *testing.T) {
	s := newSite()
	s.faults = only("create floor", painted)
	result := s.workspace(t).Apply(t.Context(), building{"floor": {paint: "red"}}.configuration(), Options{})
	if len(result.Broken) != 1 || !strings.Contains(result.Broken[0], "paint is not what was planned") {
		t.Errorf("%q", result.Broken)
	}
}

func TestImport(t *testing.T) {
	s := newSite()
	w := s.workspace(t)
	apply(t, w, building{"floor": {}, "wall": {}}, Options{})
	left := s.workspace(t)
	for _, row := range []struct{ address, id, fails string }{
		{"part.floor", "1", ""},
		{"part.floor", "2", "Resource already managed by Terraform"},
		{"part.wall", "9", "there is no part 9"},
		{"part.wall", "nothing", "nothing was imported"},
	} {
		result := left.Import(t.Context(), row.address, row.id)
		if said := strings.Join(append(result.Errors, result.Broken...), ""); result.OK() != (row.fails == "") || !strings.Contains(said, row.fails) {
			t.Errorf("import %s %s: %q, want %q", row.address, row.id, said, row.fails)
		}
	}
	if got := inState(left); len(left.Objects()) != 1 || !strings.HasPrefix(got, "floor ") {
		t.Errorf("state has %s", got)
	}
}
