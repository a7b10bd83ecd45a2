package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// after is a category that follows others.
func after(name string, others ...string) string {
	var ids []string
	for _, each := range others {
		ids = append(ids, categories.address(each)+".id")
	}
	return category(name, follows(ids...))
}

// inTurn makes categories one after the other, so that they stand in this order,
// and declares no relation.
func inTurn(names ...string) (text string) {
	for i, name := range names {
		if i == 0 {
			text += category(name)
		} else {
			text += category(name, attributes{"depends_on": fmt.Sprintf("[%s]", categories.address(names[i-1]))})
		}
	}
	return text
}

// sectionOrder lists the categories of these names as Zendesk evaluates them.
func (s *stage) sectionOrder(names ...string) (found []string) {
	s.t.Helper()
	for _, each := range s.list("/trigger_categories", "trigger_categories") {
		if name := each["name"].(string); slices.Contains(names, name) {
			found = append(found, name)
		}
	}
	return found
}

// Two categories change places, and the exclusion and its send change
// categories, so that the order is right before and after. On the way the
// categories must not pass each other while the triggers stand in them.
func TestTwoCategoriesThatChangePlacesWhileTheirTriggersDo(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.config("%s", category("one")+after("two", "one")+anExclusion("vip", inCategory("one"))+s.send("email", []string{"vip"}, inCategory("two"))))
		w.apply()
		s.protects()
		w.configure(s.config("%s", after("one", "two")+category("two")+anExclusion("vip", inCategory("two"))+s.send("email", []string{"vip"}, inCategory("one"))))
		s.solving(w.apply, 4)
		if order := s.sectionOrder("one", "two"); !slices.Equal(order, []string{"two", "one"}) {
			t.Errorf("the categories are evaluated as %q", order)
		}
		s.evaluates("vip", "email")
		s.active("email", true)
		s.protects()
		w.noChanges()
	})
}

// The relation of the categories is turned around and nothing else: that would
// put the send above its exclusion. The category stays where it is, the plan
// goes on showing it, no trigger is deactivated for it and no excluded customer
// surveyed, however often it is applied.
func TestACategoryIsNotMovedWhileThatWouldPutASendBeforeItsExclusion(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		listed []string
		more   bool
	}{
		"listed":                    {listed: []string{"vip"}},
		"not listed":                {},
		"not listed, and does more": {more: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) { s.keepsTheCategory(tt.listed, tt.more) })
		})
	}
}

func (s *stage) keepsTheCategory(listed []string, more bool) {
	t, left := s.t, attributes{}
	vip, email := func(category string) string { return anExclusion("vip", inCategory(category), left) }, func(category string) string { return s.send("email", listed, inCategory(category)) }
	triggers := vip("one") + email("two")
	w := s.shell(s.config("%s", category("one")+after("two", "one")+triggers))
	w.apply()
	if more { // as of an exclusion that was imported
		s.edit("vip", "actions", []any{map[string]any{"field": "current_tags", "value": "no_survey"}, map[string]any{"field": "priority", "value": "low"}})
		left["unmanaged_actions"] = `[jsonencode({ field = "priority", value = "low" })]`
		triggers = vip("one") + email("two")
		w.configure(s.config("%s", category("one")+after("two", "one")+triggers))
		w.noChanges()
	}
	w.configure(s.config("%s", after("one", "two")+category("two")+triggers))
	s.forget()
	for range 3 {
		s.solving(func(...string) {
			if warnings := w.green(); len(naming(warnings, "vip", "email")) == 0 {
				t.Errorf("no warning names what stands in the way: %v", warnings)
			}
		}, 4)
		if order := s.sectionOrder("one", "two"); !slices.Equal(order, []string{"one", "two"}) {
			t.Errorf("the categories are evaluated as %q", order)
		}
		if w.flag(categories.address("one"), "order_satisfied") {
			t.Error("order_satisfied of the category is true")
		}
		s.evaluates("vip", "email")
		s.active("email", true)
		s.protects()
	}
	for _, each := range s.ownWrites() {
		if strings.Contains(string(each.Body), `"active":false`) {
			t.Errorf("something was deactivated: %v %s", each, each.Body)
		}
	}
	w.warns("one", "vip", "email") // what keeps the category in its place
	// The triggers that could make it safe may be called along with it.
	changes := w.changes()
	if !slices.Contains(changes, "update "+categories.address("one")) || slices.ContainsFunc(changes, func(c string) bool { return !strings.HasPrefix(c, "update ") }) {
		t.Errorf("what remains is the category's difference, got %v", changes)
	}

	// With the triggers in their new categories the same relation is possible.
	w.configure(s.config("%s", after("one", "two")+category("two")+vip("two")+email("one")))
	s.solving(w.apply, 4)
	s.evaluates("vip", "email")
	w.noChanges()
}

// The relation of the categories is turned around, and the send goes where that makes the
// move safe for it. An exclusion that stays lists the one which would then be evaluated
// later: the category is not moved, or the apply says that this exclusion is too early.
func TestACategoryMoveDoesNotSilentlyBreakWhatAnUnchangedTriggerLists(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		guards := anExclusion("vip", inCategory("one")) +
			staff(inCategory("two"), attributes{"mark": `{ tag = "of_staff" }`, "evaluate_after": "[" + excl("vip") + ".id]"})
		w := s.shell(s.config("%s", category("one")+after("two", "one")+guards+s.send("email", []string{"vip"}, inCategory("two"))))
		w.apply()
		w.configure(s.config("%s", after("one", "two")+category("two")+guards+s.send("email", []string{"vip"}, inCategory("one"))))
		var said []told
		s.solving(func(...string) { said = w.tell("apply", "-auto-approve", "-input=false") }, 4)
		failed := slices.DeleteFunc(slices.Clone(said), func(each told) bool { return each.Severity != "error" })
		if len(failed) == 0 {
			s.evaluates("vip", "staff")
		} else if len(naming(failed, "vip", "staff")) == 0 {
			t.Errorf("no error names the two: %v", failed)
		}
		s.protects()
	})
}

// The listed category can be raised or the declaring one lowered. Where one of
// the two would put a send above its exclusion, the other one is chosen.
func TestOfTwoMovesOfCategoriesTheSafeOneIsChosen(t *testing.T) {
	t.Parallel()
	for what, row := range map[string]struct {
		exclusions, sends string
		want              []string
	}{
		"lowering passes the send":    {"a", "b", []string{"c", "a", "b"}},
		"raising passes an exclusion": {"b", "c", []string{"b", "c", "a"}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				triggers := anExclusion("vip", inCategory(row.exclusions)) + s.send("email", []string{"vip"}, inCategory(row.sends))
				w := s.shell(s.config("%s", inTurn("a", "b", "c")+triggers))
				w.apply()
				w.configure(s.config("%s", after("a", "c")+category("b")+category("c")+triggers))
				s.solving(w.apply, 4)
				if order := s.sectionOrder("a", "b", "c"); !slices.Equal(order, row.want) {
					t.Errorf("the categories are evaluated as %q instead of %q", order, row.want)
				}
				s.active("email", true)
				s.protects()
				w.noChanges()
			})
		})
	}
}

// Neither move alone is safe here, but there is an order that keeps everything:
// "b" with the second exclusion goes along with "d", whose sends rely on it.
func TestASafeOrderOfCategoriesIsFoundIfThereIsOne(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		triggers := anExclusion("vip", inCategory("a")) + staff(inCategory("b"), attributes{"mark": `{ tag = "of_staff" }`}) +
			s.send("email", []string{"vip"}, inCategory("c")) +
			s.chatSend("chat", []string{"staff"}, inCategory("d"), attributes{"exclude_tags": `["of_staff"]`})
		w := s.shell(s.config("%s", inTurn("a", "b", "c", "d")+triggers))
		w.apply()
		w.configure(s.config("%s", after("a", "d")+category("b")+category("c")+category("d")+triggers))
		s.solving(w.apply, 4)
		if order := s.sectionOrder("a", "b", "c", "d"); slices.Index(order, "a") < slices.Index(order, "d") {
			t.Errorf("the categories are evaluated as %q", order)
		}
		s.runsEachAfter([]string{"email"}, "vip")
		s.runsEachAfter([]string{"chat"}, "staff")
		s.protects()
		s.gets(0, 29, "staff")
		w.noChanges()
	})
}

// An exclusion that no send lists counts too when categories move.
func TestACategoryMoveKeepsAnExclusionThatNoSendListsBeforeTheSend(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		triggers := staff(inCategory("two")) + unlisted(inCategory("one")) + s.send("email", []string{"staff"}, inCategory("two"))
		w := s.shell(s.config("%s", inTurn("one", "two")+triggers))
		w.apply()
		s.protects()
		w.configure(s.config("%s", after("one", "two")+category("two")+triggers))
		s.solving(func(...string) {
			if warnings := w.green(); len(naming(warnings, "vip", "email")) == 0 {
				t.Errorf("no warning names what stands in the way: %v", warnings)
			}
		}, 4)
		s.evaluates("vip", "email")
		s.active("email", true)
		s.protects()
	})
}

// The categories change places, the send and its exclusion with them, and an exclusion is
// new: the plan of each of the two knows that the category waits for the others.
func TestANewExclusionInACategoryThatMovesIsNotRefused(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ exclusion, send attributes }{
		"the exclusion is planned first": {send: attributes{"depends_on": "[" + excl("staff") + "]"}},
		"the send is planned first":      {exclusion: attributes{"depends_on": "[" + sender("email") + "]"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				w := s.shell(s.config("%s", category("guards")+after("surveys", "guards")+anExclusion("vip", inCategory("guards"))+s.send("email", []string{"vip"}, inCategory("surveys"))))
				w.apply()
				w.configure(s.config("%s", after("guards", "surveys")+category("surveys")+anExclusion("vip", inCategory("surveys"))+
					staff(inCategory("surveys"), attributes{"evaluate_after": "[" + excl("vip") + ".id]"}, tt.exclusion)+s.send("email", []string{"vip"}, inCategory("guards"), tt.send)))
				s.solving(w.apply, 4)
				s.gets(0, 4, "vip")
				s.gets(0, 4, "staff")
				s.gets(1, 4)
				w.noChanges()
			})
		})
	}
}
