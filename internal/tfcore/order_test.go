package tfcore

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Each row is what a user of Terraform knows of the order of an apply.
func TestTheOrderOfAnApply(t *testing.T) {
	plain := building{"floor": {}, "wall": {on: []string{"floor"}}, "roof": {on: []string{"wall"}}}
	changed := func(name string, change func(*part)) building {
		b := building{}
		for each, p := range plain {
			if each == name {
				change(&p)
			}
			b[each] = p
		}
		return b
	}
	for name, row := range map[string]struct {
		before, after building
		options       Options
		want          string
	}{
		"what is referred to is created first": {
			after: plain,
			want:  "create floor, create wall, create roof",
		},
		"and destroyed last": {
			before: plain, after: plain, options: Options{Destroy: true},
			want: "delete roof, delete wall, delete floor",
		},
		"nothing": {
			before: plain, after: plain,
		},
		"an update touches nothing else": {
			before: plain, after: changed("floor", func(p *part) { p.paint = "red" }),
			want: "update floor",
		},
		"what is replaced ends before it begins, and what refers to it follows": {
			before: plain, after: changed("floor", func(p *part) { p.of = "stone" }),
			want: "delete floor, create floor, update wall",
		},
		"with create_before_destroy it ends when nothing refers to it any more": {
			before: plain, after: changed("floor", func(p *part) { p.of, p.first = "stone", true }),
			want: "create floor, update wall, delete floor",
		},
		"create_before_destroy is passed on to what a resource refers to": {
			before: plain, after: changed("roof", func(p *part) { p.first = true }), options: Options{Replace: []string{"part.floor"}},
			want: "create floor, update wall, delete floor",
		},
		"-replace": {
			before: plain, after: plain, options: Options{Replace: []string{"part.floor"}},
			want: "delete floor, create floor, update wall",
		},
		"two replaced": {
			before: plain, after: plain, options: Options{Replace: []string{"part.floor", "part.wall"}},
			want: "delete wall, delete floor, create floor, create wall, update roof",
		},
		"two replaced, the new ones first": {
			before: plain, after: changed("wall", func(p *part) { p.first = true }), options: Options{Replace: []string{"part.floor", "part.wall"}},
			want: "create floor, create wall, update roof, delete wall, delete floor",
		},
		"what is removed goes before what referred to it is updated": {
			before: building{"floor": {}, "wall": {on: []string{"floor"}}},
			after:  building{"wall": {}},
			want:   "delete floor, update wall",
		},
		"or after, if state says create_before_destroy": {
			before: building{"floor": {first: true}, "wall": {on: []string{"floor"}}},
			after:  building{"wall": {}},
			want:   "update wall, delete floor",
		},
		"what is removed goes before what it referred to is updated": {
			before: building{"floor": {}, "wall": {on: []string{"floor"}}},
			after:  building{"floor": {paint: "red"}},
			want:   "delete wall, update floor",
		},
		"or after, too": {
			before: building{"floor": {}, "wall": {on: []string{"floor"}, first: true}},
			after:  building{"floor": {paint: "red"}},
			want:   "update floor, delete wall",
		},
		"another address is another object": {
			before: building{"floor": {}, "wall": {on: []string{"floor"}}},
			after:  building{"ground": {}, "wall": {on: []string{"ground"}}},
			want:   "create ground, delete floor, update wall or delete floor, create ground, update wall",
		},
		"a target brings what it refers to": {
			after: plain, options: Options{Targets: []string{"part.wall"}},
			want: "create floor, create wall",
		},
		"a target that is removed does not bring what referred to it and is removed": {
			before: plain, after: building{}, options: Options{Targets: []string{"part.wall"}},
			want: "delete wall",
		},
		"no target waits for the end of a dependency with create_before_destroy": {
			before: plain, after: changed("wall", func(p *part) { p.first = true }),
			options: Options{Targets: []string{"part.wall"}, Replace: []string{"part.floor"}},
			want:    "create floor, update wall",
		},
		"but without it": {
			before: plain, after: plain, options: Options{Targets: []string{"part.wall"}, Replace: []string{"part.floor"}},
			want: "delete floor, create floor, update wall",
		},
		"create_before_destroy is not passed on by what no target wants": {
			before: plain, after: changed("roof", func(p *part) { p.first = true }),
			options: Options{Targets: []string{"part.floor"}, Replace: []string{"part.floor"}},
			want:    "delete floor, create floor",
		},
		"a target of destroy brings what refers to it": {
			before: plain, after: plain, options: Options{Destroy: true, Targets: []string{"part.wall"}},
			want: "delete roof, delete wall",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite()
			w := s.workspace(t)
			apply(t, w, row.before, Options{})
			s.done()
			apply(t, w, row.after, row.options)
			if got := s.done(); !slices.Contains(strings.Split(row.want, " or "), got) {
				t.Errorf("%s, want %s", got, row.want)
			}
		})
	}
}

func TestCreateBeforeDestroyCountsFromTheApplyThatSaysIt(t *testing.T) {
	s := newSite()
	w := s.workspace(t)
	apply(t, w, building{"floor": {}, "wall": {on: []string{"floor"}}}, Options{})
	apply(t, w, building{"floor": {first: true}, "wall": {on: []string{"floor"}}}, Options{})
	s.done()
	apply(t, w, building{"wall": {}}, Options{})
	if got, want := s.done(), "update wall, delete floor"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestAReferenceThatIsGoneOrdersNothing(t *testing.T) {
	s := newSite()
	w := s.workspace(t)
	apply(t, w, building{"floor": {}, "wall": {on: []string{"floor"}}}, Options{})
	// The same value, written out: nothing to do.
	config := building{"floor": {}, "wall": {}}.configuration()
	config["part.wall"].Attributes["on"] = []any{"1"}
	if result := w.Apply(t.Context(), config, Options{}); !result.OK() || len(result.Changes) > 0 {
		t.Fatal(result)
	}
	if left := w.state.current["part.wall"].dependencies; len(left) > 0 {
		t.Errorf("the wall still depends on %v", left)
	}
}

func TestTheCallsOfAPlanAndAnApply(t *testing.T) {
	s := newSite()
	w := s.workspace(t)
	apply(t, w, building{"floor": {}}, Options{})
	s.done()
	if result := w.Plan(t.Context(), building{"floor": {paint: "red"}}.configuration(), Options{}); len(result.Changes) != 1 || result.Changes[0].String() != "update part.floor paint" {
		t.Error(result)
	}
	want := []string{
		"ValidateProviderConfig", "ConfigureProvider", "UpgradeResourceState of version 3", "ReadResource", "ValidateResourceConfig", "PlanResourceChange",
	}
	if !slices.Equal(s.calls, want) {
		t.Errorf("a plan calls %v, want %v", s.calls, want)
	}
	s.done()
	apply(t, w, building{"floor": {paint: "red"}}, Options{})
	want = append(want, "ValidateProviderConfig", "ConfigureProvider", "ValidateResourceConfig", "PlanResourceChange", "ApplyResourceChange")
	if !slices.Equal(s.calls, want) {
		t.Errorf("an apply calls %v, want %v", s.calls, want)
	}
}

// With -parallelism=1 one thing is done at a time.
func TestParallelism(t *testing.T) {
	s := newSite()
	w := s.workspace(t)
	b := building{"floor": {}, "wall": {}, "roof": {}}
	var mu sync.Mutex
	var now, most int
	s.faults = func(string) fault {
		mu.Lock()
		now++
		most = max(most, now)
		mu.Unlock()
		runtime.Gosched()
		mu.Lock()
		now--
		mu.Unlock()
		return none
	}
	apply(t, w, b, Options{Parallelism: 1})
	if most != 1 {
		t.Errorf("%d at the same time", most)
	}
}

// What happens between a plan and its apply is not part of the plan.
func TestBetweenAPlanAndItsApply(t *testing.T) {
	s := newSite()
	w := s.workspace(t)
	apply(t, w, building{"floor": {}}, Options{})
	s.done()
	between := func() { s.parts["1"] = with(s.parts["1"], "paint", "blue") }
	apply(t, w, building{"floor": {}, "wall": {}}, Options{Between: between})
	if got := s.done(); got != "create wall" {
		t.Errorf("%s, want nothing for what was painted after the plan", got)
	}
	unseen := building{"floor": {}, "wall": {}}
	if result := w.Plan(t.Context(), unseen.configuration(), Options{NoRefresh: true}); len(result.Changes) > 0 {
		t.Errorf("a plan without refresh sees %v", result.Changes)
	}
	if result := w.Plan(t.Context(), unseen.configuration(), Options{}); len(result.Changes) != 1 {
		t.Errorf("a plan sees %v, want the paint", result.Changes)
	}
}
