package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// ending are the warnings of a plan about an exclusion and a send of which one ends, or
// both, in the same apply.
func ending(all []told) []told {
	return slices.DeleteFunc(naming(warningsAmong(all), "vip", "email"), func(each told) bool {
		return !strings.Contains(each.Detail, "in the same apply") || !strings.Contains(each.Detail, "Without a gap")
	})
}

// An exclusion and a send that does not list it end in one apply, and nothing orders that:
// if the exclusion ends first, excluded tickets are surveyed until the send ends, too. The
// plan says so, whichever of the two it looks at first.
func TestAnExclusionThatEndsTogetherWithASendIsAWarning(t *testing.T) {
	t.Parallel()
	off := attributes{"active": "false"}
	for name, tt := range map[string]struct {
		listed        bool
		before, after func(s *stage, after []string) string
		args          []string
		want          int
	}{
		"both are deleted":          {after: func(*stage, []string) string { return "" }, want: 1},
		"both are destroyed":        {args: []string{"-destroy"}, want: 1},
		"the send is deactivated":   {after: func(s *stage, _ []string) string { return s.send("email", nil, off) }, want: 1},
		"the exclusion is off":      {after: func(*stage, []string) string { return unlisted(off) }, want: 1},
		"the exclusion is narrowed": {after: func(*stage, []string) string { return unlisted(solvedWithAny("gold")) }, want: 1},
		"it leaves another mark":    {after: func(*stage, []string) string { return unlisted(attributes{"mark": `{ tag = "other" }`}) }, want: 1},
		"it protects more":          {after: func(*stage, []string) string { return unlisted(solvedWithAny("vip", "gold")) }},
		"listed, both deleted":      {listed: true, after: func(*stage, []string) string { return "" }},
		"listed, both destroyed":    {listed: true, args: []string{"-destroy"}},
		"listed, deactivated":       {listed: true, after: func(s *stage, _ []string) string { return s.send("email", nil, off) }},
		"an inactive exclusion":     {before: func(s *stage, after []string) string { return unlisted(off) + s.send("email", after) }, after: func(*stage, []string) string { return "" }},
		"an inactive send":          {before: func(s *stage, after []string) string { return unlisted() + s.send("email", after, off) }, after: func(*stage, []string) string { return "" }},
		"another mark": {
			before: func(s *stage, after []string) string {
				return unlisted() + s.send("email", after, attributes{"exclude_tags": `["other"]`})
			},
			after: func(*stage, []string) string { return "" },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			var after []string
			if tt.listed {
				after = []string{"vip"}
			}
			before := unlisted() + s.send("email", after)
			if tt.before != nil {
				before = tt.before(s, after)
			}
			w := s.shell(s.config("%s", before))
			w.apply()
			if tt.after != nil {
				w.configure(s.config("%s", tt.after(s, after)))
			}
			if all := w.tell(append([]string{"plan", "-input=false"}, tt.args...)...); len(ending(all)) != tt.want {
				t.Errorf("%d warnings expected, got %v", tt.want, all)
			}
			if !tt.listed {
				return
			}
			s.solving(func(...string) { w.tell(append([]string{"apply", "-auto-approve", "-input=false"}, tt.args...)...) }, 4)
			s.gets(0, 4, "vip")
		})
	}
}

// Whoever applies the end of the send first, as the plan says, has no gap.
func TestASendThatEndsBeforeItsExclusionLeavesNoGap(t *testing.T) {
	t.Parallel()
	for name, last := range map[string]func(s *stage) string{
		"deleted":     func(*stage) string { return "" },
		"deactivated": func(s *stage) string { return s.send("email", nil, attributes{"active": "false"}) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				w := s.shell(s.config("%s", unlisted()+s.send("email", nil)))
				w.apply()
				w.configure(s.config("%s", last(s)))
				if found := ending(w.tell("plan", "-input=false")); len(found) != 1 || !strings.Contains(found[0].Detail, "-target=") {
					t.Errorf("one warning expected, got %v", found)
				}
				s.solving(func(...string) {
					w.apply("-target=" + sender("email"))
					if found := ending(w.tell("plan", "-input=false")); len(found) != 0 {
						t.Errorf("the send has ended, got %v", found)
					}
					w.apply()
				}, 4)
				w.noChanges()
			})
		})
	}
}

// Limited to the sends that list it, an exclusion protects from these as before: the plan
// does not say that they survey what it excludes.
func TestALimitedExclusionIsNotSaidToLeaveTheSendsThatListIt(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		config := func(layers ...attributes) string {
			return s.config("%s", unlisted(layers...)+s.send("email", []string{"vip"})+s.chatSend("chat", nil))
		}
		w := s.shell(config())
		w.apply()
		w.configure(config(attributes{"protects": `"listed"`}))
		for _, each := range w.warned("vip", "email") {
			if !strings.Contains(each.Detail, "those that do not list it in evaluate_after") {
				t.Errorf("a send that lists it stays protected, got %v", each)
			}
		}
		w.warns("vip", "chat")
		s.solving(w.apply, 4)
		s.gets(0, 4, "vip")
		w.noChanges()
	})
}

// A send that lists an exclusion goes on without it: the plan that deletes the exclusion says
// who is surveyed from then on. One that is made instead, under another address, is enough.
func TestThePlanThatDeletesAListedExclusionNamesTheSend(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.config("%s", staff()+unlisted()+s.send("email", []string{"staff", "vip"})))
		w.apply()
		deleted := func() []told {
			return slices.DeleteFunc(w.warned("vip", "email"), func(each told) bool { return !strings.HasSuffix(each.Summary, "is deleted") })
		}
		w.configure(s.config("%s", staff()+anExclusion("renamed", attributes{"title": `"vip"`})+s.send("email", []string{"staff", "renamed"})))
		if found := deleted(); len(found) != 0 {
			t.Errorf("it has another address, got %v", found)
		}
		s.solving(w.apply, 4)
		s.gets(0, 4, "vip")
		w.configure(s.config("%s", staff()+s.send("email", []string{"staff"})))
		if found := deleted(); len(found) != 1 {
			t.Errorf("one warning that names the send expected, got %v", found)
		}
		w.apply()
		s.gets(1, 4, "vip")
		w.silent("vip")
	})
}

// From a send that it does not protect from unless the send lists it, an exclusion learns
// nothing of that: in_force says nothing about the send, which says itself that it is
// evaluated too early.
func TestASendThatOnlyItsListProtectsShowsADragItself(t *testing.T) {
	t.Parallel()
	for name, exclusion := range map[string]func(s *stage) string{
		"limited to listed sends": func(*stage) string { return unlisted(attributes{"protects": `"listed"`}) },
		"reported in the payload": func(s *stage) string {
			return unlisted(attributes{"mark": fmt.Sprintf("{ checkbox_field_id = %q }", s.checkbox)})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				w := s.shell(s.config("%s", exclusion(s)+s.send("email", []string{"vip"})))
				w.apply()
				s.foreign("foreign", 0)
				s.drag("vip", 20)
				w.warns("vip", "email")
				w.planRepairs(sender("email"))
				w.applyPlan()
				s.runsEachAfter([]string{"email"}, "vip")
				w.noChanges()
			})
		})
	}
}
