package acceptance

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// savedPlan applies one configuration and saves the plan of another one in
// test.plan.
func (s *stage) savedPlan(first, second string) *workspace {
	s.t.Helper()
	w := s.shell(s.config("%s", first))
	w.apply()
	w.configure(s.config("%s", second))
	w.plan()
	return w
}

// A plan that changes a send's content was saved. Before it is applied somebody
// drags the send above its exclusion: the new content does not go out like that.
func TestASavedPlanPutsADraggedSendInOrderBeforeItChangesIt(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		config := func(channels string) string {
			return anExclusion("vip") + s.send("email", []string{"vip"}, attributes{"channels": channels})
		}
		w := s.savedPlan(config(`["email"]`), config(`["email", "chat"]`))
		s.drag("email", 1)
		var output string
		var ok bool
		// Chats are what the changed send alone surveys.
		s.solving(func(...string) { output, ok = w.try("apply", "-input=false", "-no-color", "test.plan") }, 29)
		s.gets(0, 29, "vip")
		if !ok {
			if !strings.Contains(output, "vip") || !strings.Contains(output, "email") {
				t.Errorf("the refusal names neither: %s", output)
			}
			s.gets(0, 29)
			w.apply()
		}
		s.evaluates("vip", "email")
		s.protects()
		s.gets(1, 29)
		w.noChanges()
	})
}

// The exclusion was deactivated after the plan was saved: the send is not
// activated, and its new content does not go out.
func TestASavedPlanDoesNotChangeASendWhoseExclusionWasDeactivated(t *testing.T) {
	t.Parallel()
	for what, row := range map[string]struct{ before, after attributes }{
		"activated": {attributes{"active": "false"}, attributes{}},
		"changed":   {attributes{}, attributes{"channels": `["email", "chat"]`}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				config := func(layer attributes) string { return anExclusion("vip") + s.send("email", []string{"vip"}, layer) }
				w := s.savedPlan(config(row.before), config(row.after))
				before := s.triggers()["email"]
				s.byHand("vip", map[string]any{"active": false})
				output, ok := w.try("apply", "-input=false", "-no-color", "test.plan")
				if ok || !strings.Contains(output, `"vip"`) {
					t.Errorf("an error that names the exclusion expected, succeeded: %v: %s", ok, output)
				}
				after := s.triggers()["email"]
				if after["active"] != before["active"] || asJSON(after["conditions"]) != asJSON(before["conditions"]) {
					t.Errorf("the send was changed: active %v, %s", after["active"], asJSON(after["conditions"]))
				}
				s.gets(0, 29, "vip")
				// A new plan activates the exclusion first.
				w.apply()
				s.active("vip", true)
				s.protects()
				w.noChanges()
			})
		})
	}
}

// Both at once: the send that is to be activated was dragged.
func TestASavedPlanActivatesADraggedSendInItsPlace(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		config := func(active string) string {
			return anExclusion("vip") + s.send("email", []string{"vip"}, attributes{"active": active})
		}
		w := s.savedPlan(config("false"), config("true"))
		s.drag("email", 1)
		s.solving(func(...string) { w.applyPlan() }, 4)
		s.evaluates("vip", "email")
		s.protects()
		w.noChanges()
	})
}

// The mark of the exclusion was changed after the plan was saved: the new content of the
// send, which does not check the other mark, does not go out.
func TestASavedPlanDoesNotChangeASendWhoseExclusionLeavesAnotherMark(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		config := func(channels string) string {
			return anExclusion("vip") + s.send("email", []string{"vip"}, attributes{"channels": channels})
		}
		w := s.savedPlan(config(`["email"]`), config(`["email", "chat"]`))
		s.byHand("vip", map[string]any{"conditions": s.triggers()["vip"]["conditions"], "actions": []any{map[string]any{"field": "current_tags", "value": "other"}}})
		if output, ok := w.try("apply", "-input=false", "-no-color", "test.plan"); ok || !strings.Contains(output, "leaves another mark") {
			t.Errorf("an error expected, succeeded: %v: %s", ok, output)
		}
		s.gets(0, 29, "vip")
		w.apply()
		s.protects()
		s.gets(0, 29, "vip")
		s.gets(1, 29)
		w.noChanges()
	})
}

// Somebody stopped the surveys after the plan was saved: the apply does not start them
// again, and says so. The next plan shows what it would do.
func TestASavedPlanDoesNotActivateASendThatSomebodyDeactivated(t *testing.T) {
	t.Parallel()
	for what, listed := range map[string][]string{"listed": {"vip"}, "not listed": nil} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				config := func(channels string) string {
					return anExclusion("vip") + s.send("email", listed, attributes{"channels": channels})
				}
				w := s.savedPlan(config(`["email"]`), config(`["email", "chat"]`))
				s.byHand("email", map[string]any{"active": false})
				s.forget()
				output, ok := w.try("apply", "-input=false", "-no-color", "test.plan")
				if ok || !strings.Contains(output, "The trigger was deactivated") {
					t.Errorf("an error expected, succeeded: %v: %s", ok, output)
				}
				s.active("email", false)
				if writes := s.writes(); len(writes) != 0 {
					t.Errorf("got %s", describe(writes))
				}
				if changes := w.changes(); len(changes) != 1 || changes[0] != "update "+sender("email") {
					t.Errorf("the plan shows %v", changes)
				}
				w.apply()
				s.active("email", true)
				s.protects()
				w.noChanges()
			})
		})
	}
}

// What protects from a send that does not list it counts as well: it was dragged below the
// send, or deactivated, after the plan was saved.
func TestASavedPlanLooksAtExclusionsThatAreNotListed(t *testing.T) {
	t.Parallel()
	for what, row := range map[string]struct {
		before, after attributes
		by            map[string]any
		refused       bool
	}{
		"dragged, changed":       {attributes{}, attributes{"channels": `["email", "chat"]`}, map[string]any{"position": 99}, false},
		"deactivated, changed":   {attributes{}, attributes{"channels": `["email", "chat"]`}, map[string]any{"active": false}, true},
		"dragged, activated":     {attributes{"active": "false", "channels": `["chat"]`}, attributes{"channels": `["chat"]`}, map[string]any{"position": 99}, false},
		"deactivated, activated": {attributes{"active": "false", "channels": `["chat"]`}, attributes{"channels": `["chat"]`}, map[string]any{"active": false}, true},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				config := func(layer attributes) string { // what protects is read first
					return anExclusion("vip") + s.send("email", nil, layer, attributes{"depends_on": "[" + excl("vip") + "]"})
				}
				w := s.savedPlan(config(row.before), config(row.after))
				s.byHand("vip", row.by)
				var output string
				var ok bool
				s.solving(func(...string) { output, ok = w.try("apply", "-input=false", "-no-color", "test.plan") }, 29)
				s.gets(0, 29, "vip")
				if ok == row.refused || !ok && !strings.Contains(output, `"vip"`) {
					t.Errorf("succeeded: %v: %s", ok, output)
				}
				w.apply()
				s.gets(0, 29, "vip")
				s.gets(1, 29)
				w.noChanges()
			})
		})
	}
}

// Somebody added a condition in the admin screen after the plan was saved: applying it
// would remove that, and no plan would ever show it.
func TestASavedPlanDoesNotUndoWhatSomebodyChangedSince(t *testing.T) {
	t.Parallel()
	for title, config := range map[string]func(s *stage, later bool) string{
		"email": func(s *stage, later bool) string {
			return anExclusion("vip") + s.send("email", []string{"vip"}, either(later, attributes{"channels": `["email", "chat"]`}))
		},
		"vip": func(s *stage, later bool) string {
			return anExclusion("vip", either(later, attributes{"conditions": solvedWith("vip gold")})) + s.send("email", []string{"vip"})
		},
		"later": func(s *stage, later bool) string {
			return s.automation("later", either(later, attributes{"hours_since_solved": "9"}))
		},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				w := s.savedPlan(config(s, false), config(s, true))
				kind, is := "trigger", s.triggers()[title]
				if is == nil {
					kind = "automation"
					_, is = s.account.titled(title)
				}
				conditions := is["conditions"].(map[string]any)
				conditions["all"] = append(conditions["all"].([]any), condition("current_tags", "not_includes", "legal_hold"))
				s.call(http.MethodPut, fmt.Sprintf("/%ss/%s", kind, number(is["id"])), map[string]any{kind: map[string]any{"conditions": conditions, "actions": is["actions"]}})
				s.forget()
				if output, ok := w.try("apply", "-input=false", "-no-color", "test.plan"); ok || !strings.Contains(output, "Changed since this was planned") {
					t.Errorf("an error expected, succeeded: %v: %s", ok, output)
				}
				if writes := s.writes(); len(writes) != 0 {
					t.Errorf("got %s", describe(writes))
				}
				if output := w.run("plan", "-input=false", "-no-color"); !strings.Contains(output, "legal_hold") {
					t.Errorf("the next plan does not show the condition: %s", output)
				}
				w.apply()
				w.noChanges()
			})
		})
	}
}

// either is a layer or none.
func either(some bool, layer attributes) attributes {
	if some {
		return layer
	}
	return attributes{}
}

// A send that an apply deactivates and moves to another category was deactivated by nobody
// else.
func TestASendIsDeactivatedAndMovedInOneApply(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		sections := category("one") + after("two", "one") + anExclusion("vip", inCategory("one"))
		w := s.shell(s.config("%s", sections+s.send("email", []string{"vip"}, inCategory("one"))))
		w.apply()
		w.configure(s.config("%s", sections+s.send("email", []string{"vip"}, inCategory("two"), attributes{"active": "false"})))
		w.apply()
		s.active("email", false)
		w.noChanges()
	})
}
