package tfcore

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// The provider of these tests adds a letter to private memory with each call that
// can change it: p when it plans, a when it applies, r when it reads. Each row is
// what the object remembers after an apply.
func TestPrivateMemory(t *testing.T) {
	floor := building{"floor": {}}
	painted := building{"floor": {paint: "red"}}
	for name, row := range map[string]struct {
		before, after building
		options       Options
		work          string
		happens       fault
		want          string
	}{
		"create":                                 {nil, floor, Options{}, "", none, "pa"},
		"update":                                 {floor, painted, Options{}, "", none, "parpa"},
		"an update that fails":                   {floor, painted, Options{}, "update floor", halfDone, "parpa"},
		"an update that is killed loses it":      {floor, painted, Options{}, "update floor", killedAfter, ""},
		"even if nothing was done":               {floor, painted, Options{}, "update floor", killedBefore, ""},
		"a delete that is killed keeps it":       {floor, building{}, Options{}, "delete floor", killedBefore, "par"},
		"a delete that fails tells what it left": {floor, building{}, Options{}, "delete floor", refused, "papa"},
		"a replacement starts again":             {floor, floor, Options{Replace: []string{"part.floor"}}, "", none, "pa"},
		// The old object is deleted with what the new one was planned with.
		"the delete of a replacement": {floor, floor, Options{Replace: []string{"part.floor"}}, "delete floor", refused, "parppa"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite()
			w := s.workspace(t)
			apply(t, w, row.before, Options{})
			ctx, kill := context.WithCancel(t.Context())
			defer kill()
			s.kill, s.faults = kill, only(row.work, row.happens)
			if result := w.Apply(ctx, row.after.configuration(), row.options); result.OK() != (row.happens == none) {
				t.Error(result)
			}
			if all := w.Objects(); len(all) != 1 || string(all[0].Private) != row.want {
				t.Errorf("state has %v, want the memory %q", all, row.want)
			}
		})
	}
}

// A tainted object is deleted without its private memory, unless it is deposed
// first.
func TestATaintedObjectIsDeletedWithoutItsMemory(t *testing.T) {
	for _, first := range []bool{false, true} {
		s := newSite()
		w := s.workspace(t)
		b := building{"floor": {first: first}}
		s.faults = only("create floor", halfDone)
		if result := w.Apply(t.Context(), b.configuration(), Options{}); result.OK() {
			t.Fatal("it succeeded")
		}
		s.faults = only("delete floor", refused)
		if result := w.Apply(t.Context(), b.configuration(), Options{}); result.OK() {
			t.Fatal("it succeeded")
		}
		want := map[bool]string{false: "pa", true: "parpa"}[first]
		if all := w.Objects(); !slices.ContainsFunc(all, func(o Object) bool { return o.ID == "1" && string(o.Private) == want }) {
			t.Errorf("create_before_destroy %v: %v, want the memory %q of 1", first, all, want)
		}
	}
}

func TestWhatAKilledUpdateDependedOnIsForgotten(t *testing.T) {
	s := newSite()
	w := s.workspace(t)
	apply(t, w, building{"floor": {}, "wall": {on: []string{"floor"}}}, Options{})
	ctx, kill := context.WithCancel(t.Context())
	s.kill, s.faults = kill, only("update wall", killedBefore)
	if result := w.Apply(ctx, building{"floor": {}, "wall": {paint: "red"}}.configuration(), Options{}); result.OK() {
		t.Fatal("it succeeded")
	}
	if left := w.state.current["part.wall"].dependencies; len(left) > 0 {
		t.Errorf("the wall still depends on %v", left)
	}
}

func TestADeleteThatFailsForgetsCreateBeforeDestroy(t *testing.T) {
	s := newSite()
	w := s.workspace(t)
	apply(t, w, building{"floor": {first: true}, "wall": {on: []string{"floor"}}}, Options{})
	s.faults = only("delete floor", refused)
	without := building{"wall": {paint: "red"}}
	if result := w.Apply(t.Context(), without.configuration(), Options{}); result.OK() {
		t.Fatal("it succeeded")
	}
	if w.state.current["part.floor"].createFirst {
		t.Error("it is remembered")
	}
}

// Terraform plans the delete of what is not configured any more before it refreshes:
// the provider is told of the object as state had it.
func TestADeleteIsToldOfTheObjectBeforeTheRefresh(t *testing.T) {
	s := newSite()
	w := s.workspace(t)
	apply(t, w, building{"floor": {paint: "red"}}, Options{})
	s.parts["1"] = with(s.parts["1"], "paint", "blue")
	for _, row := range []struct {
		options Options
		want    string
	}{{Options{}, "red"}, {Options{Destroy: true}, "blue"}} {
		p := w.plan(t.Context(), Configuration{}, row.options, &Result{})
		if got := plain(attribute(p.changes["part.floor"].before, "paint")); got != row.want {
			t.Errorf("%+v: the delete is told of %v, want %s", row.options, got, row.want)
		}
	}
}

// A plan to destroy plans the configuration first.
func TestADestroyFailsIfTheConfigurationCannotBePlanned(t *testing.T) {
	s := newSite()
	w := s.workspace(t)
	b := building{"floor": {}}
	apply(t, w, b, Options{})
	s.faults = only("plan floor", refused)
	if result := w.Apply(t.Context(), b.configuration(), Options{Destroy: true}); result.OK() || inState(w) != "floor 1" {
		t.Errorf("%v, state has %s", result, inState(w))
	}
}

// Terraform cannot order this: the removed part goes before the other is updated,
// which its own replacement comes before.
func TestACycleFailsThePlan(t *testing.T) {
	s := newSite()
	w := s.workspace(t)
	apply(t, w, building{"floor": {}, "wall": {on: []string{"floor"}}}, Options{})
	next := building{"wall": {of: "stone", first: true}}
	result := w.Plan(t.Context(), next.configuration(), Options{})
	if result.OK() || !strings.Contains(result.Errors[0], "a cycle through") {
		t.Error(result)
	}
}
