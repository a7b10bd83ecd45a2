package acceptance

import (
	"slices"
	"strings"
	"testing"
)

// unlisted is an exclusion of VIPs beside the one of the staff, which alone is
// listed by the sends of these tests.
func unlisted(layers ...attributes) string { return anExclusion("vip", layers...) }

func staff(layers ...attributes) string {
	return anExclusion("staff", append([]attributes{solvedWithAny("staff")}, layers...)...)
}

// Somebody adds an exclusion with the mark that the send honours already, and
// does not add it to evaluate_after: it protects all the same.
func TestAnExclusionThatNoSendListsProtectsAfterOneApply(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.config("%s", staff()+s.send("email", []string{"staff"})))
		w.apply()
		s.foreign("foreign", 0)
		w.configure(s.config("%s", staff()+unlisted()+s.send("email", []string{"staff"})))
		w.apply()
		s.runsEachAfter([]string{"email"}, "vip", "staff")
		s.protects()
		s.gets(0, 4, "staff")
		w.silent("vip")
		w.noChanges()
	})
}

// Made together with the sends, it stands before them as well.
func TestAnExclusionThatNoSendListsAndItsSendsCanBeMadeAtOnce(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.config("%s", staff(attributes{"depends_on": "[" + excl("vip") + "]"})+
			unlisted(attributes{"depends_on": "[" + sender("chat") + "]"})+s.chatSend("chat", nil)+s.send("email", []string{"staff"})))
		s.solving(w.apply, 4) // the e-mail send comes last
		s.runsEachAfter([]string{"email", "chat"}, "vip", "staff")
		s.gets(0, 29, "vip")
		s.gets(0, 29, "staff")
		w.noChanges()
	})
}

// Dragged below the send, it shows in the plan by itself, and the apply raises
// it: the send, which does not list it, stays where it is.
func TestAnExclusionThatNoSendListsIsRaisedAfterADrag(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.config("%s", staff()+unlisted()+s.send("email", []string{"staff"})))
		w.apply()
		s.foreign("foreign", 0)
		s.drag("vip", 20)
		w.planRepairs(excl("vip"))
		w.warns("vip", "email")
		s.forget()
		w.applyPlan()
		s.evaluates("vip", "email", "foreign")
		s.protects()
		w.noChanges()
	})
}

// protects = "listed" leaves an exclusion at the sends that list it.
func TestAnExclusionThatProtectsTheListedStaysWhereItIs(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		listed := attributes{"protects": `"listed"`}
		w := s.shell(s.config("%s", staff()+s.send("email", []string{"staff"})))
		w.apply()
		chat := s.chatSend("chat", []string{"vip"})
		w.configure(s.config("%s", staff()+unlisted(listed)+s.send("email", []string{"staff"})+chat))
		w.apply()
		s.evaluates("staff", "email", "vip", "chat")
		s.gets(1, 4, "vip")
		s.gets(0, 29, "vip")
		w.silent("vip", "email")
		w.noChanges()

		// "all" is the default: without the attribute it protects from both.
		w.configure(s.config("%s", staff()+unlisted()+s.send("email", []string{"staff"})+chat))
		w.apply()
		s.runsEachAfter([]string{"email", "chat"}, "vip", "staff")
		s.gets(0, 4, "vip")
		s.gets(0, 29, "vip")
		w.noChanges()
	})
}

// No repair reaches a send of an earlier category, so the plan that would make
// such an exclusion fails.
func TestANewExclusionInALaterCategoryThanASendIsAnErrorOfThePlan(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		rest := category("first") + category("second", follows(categories.address("first")+".id")) +
			staff(inCategory("first")) + s.send("email", []string{"staff"}, inCategory("first"))
		w := s.shell(s.config("%s", rest))
		w.apply()
		s.forget()
		w.configure(s.config("%s", rest+unlisted(inCategory("second"))))
		w.refused([]string{"vip", "email"}, "plan")

		// A category that this apply makes is the last one.
		w.configure(s.config("%s", rest+category("third")+unlisted(inCategory("third"))))
		w.refused([]string{"vip", "email"}, "apply", "-auto-approve")
		if vip := s.triggers()["vip"]; vip != nil && vip["active"] == true {
			t.Error("the exclusion is active behind the send")
		}
		w.configure(s.config("%s", rest+unlisted(inCategory("first"))))
		w.apply()
		s.protects()
		w.noChanges()
	})
}

// The same where the exclusion is planned first: it is new, or activated, in a later
// category than a send that is planned after it.
func TestASendInAnEarlierCategoryThanAnExclusionIsAnErrorOfThePlan(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		layout := category("first") + category("second", follows(categories.address("first")+".id"))
		chat := s.chatSend("chat", nil, inCategory("first"), attributes{"exclude_tags": `["no_survey"]`, "depends_on": "[" + excl("vip") + "]"})
		w := s.shell(s.config("%s", layout))
		w.apply()
		s.forget()
		w.configure(s.config("%s", layout+unlisted(inCategory("second"))+chat))
		w.refused([]string{"vip", "chat"}, "plan")

		paused := unlisted(inCategory("second"), attributes{"active": "false"})
		w.configure(s.config("%s", layout+paused))
		w.apply()
		w.configure(s.config("%s", layout+unlisted(inCategory("second"))+chat))
		w.refused([]string{"vip", "chat"}, "plan")

		w.configure(s.config("%s", layout+unlisted(inCategory("first"))+chat))
		w.apply()
		s.gets(0, 29, "vip")
		w.noChanges()
	})
}

// The exclusion stands and does not change. Nobody hears of it in the apply, so the plan
// refuses the send, whichever of the two is planned first, what else the exclusion does not
// protect from, and also while the payload of the send is not known.
func TestASendThatStartsInAnEarlierCategoryThanAStandingExclusionIsRefused(t *testing.T) {
	t.Parallel()
	const later = "resource \"terraform_data\" \"later\" {\n  input = \"unknown in the plan\"\n}\n"
	for name, tt := range map[string]struct {
		exclusion, send attributes
		before, with    string
		gap             bool
	}{
		"in any order":             {},
		"the exclusion is first":   {send: attributes{"depends_on": "[" + excl("vip") + "]"}},
		"the send is first":        {exclusion: attributes{"depends_on": "[" + sender("chat") + "]"}},
		"behind an older gap":      {send: attributes{"depends_on": "[" + excl("vip") + "]"}, gap: true},
		"first, beside a gap":      {exclusion: attributes{"depends_on": "[" + sender("chat") + "]"}, gap: true},
		"a payload not known":      {send: attributes{"payload": `jsonencode({ text = terraform_data.later.output })`}, with: later},
		"it is activated":          {before: "false"},
		"activated, planned first": {exclusion: attributes{"depends_on": "[" + sender("chat") + "]"}, before: "false"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				layout := category("first") + category("second", follows(categories.address("first")+".id"))
				chat := func(layers ...attributes) string {
					return s.chatSend("chat", nil, append([]attributes{inCategory("first"), {"exclude_tags": `["no_survey"]`}}, layers...)...)
				}
				standing := layout + unlisted(inCategory("second"))
				if tt.before != "" {
					standing += chat(attributes{"active": tt.before})
				}
				w := s.shell(s.config("%s", standing))
				w.apply()
				if tt.gap {
					s.account.foreign("old", map[string]any{
						"conditions": when(condition("status", "value", "solved"), condition("via_id", "is", "48"), condition("current_tags", "not_includes", "no_survey")),
						"actions":    []any{map[string]any{"field": "notification_webhook", "value": []string{s.webhook, "{}"}}}, "category_id": s.categoryID("first"),
					})
					w.apply()
				}
				s.forget()
				w.configure(s.config("%s", layout+tt.with+unlisted(inCategory("second"), tt.exclusion)+chat(tt.send)))
				w.refused([]string{"vip", "chat"}, "plan")
				if writes := s.ownWrites(); len(writes) != 0 {
					t.Errorf("got %s", describe(writes))
				}
				w.configure(s.config("%s", layout+unlisted(inCategory("second"))+chat(inCategory("second"))))
				w.apply()
				s.gets(0, 29, "vip")
				s.gets(1, 29)
				w.noChanges()
			})
		})
	}
}

// A send that stands in an earlier category begins to check the mark of an exclusion that
// stands in a later one: that has no effect, and the plan says so. Both are what they were,
// so nothing is refused.
func TestASendThatBeginsToCheckAMarkTooEarlyIsReported(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ exclusion, send attributes }{
		"in any order":           {},
		"the exclusion is first": {send: attributes{"depends_on": "[" + excl("vip") + "]"}},
		"the send is first":      {exclusion: attributes{"depends_on": "[" + sender("chat") + "]"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				config := func(place, marks string) string {
					return s.config("%s", category("first")+category("second", follows(categories.address("first")+".id"))+unlisted(inCategory("second"), tt.exclusion)+
						s.chatSend("chat", nil, inCategory(place), attributes{"exclude_tags": marks}, tt.send))
				}
				w := s.shell(config("first", `["other"]`))
				w.apply()
				w.configure(config("first", `["other", "no_survey"]`))
				w.warns("vip", "chat")
				w.apply()
				s.gets(1, 29, "vip") // as the plan said
				w.warns("vip", "chat")
				w.configure(config("second", `["other", "no_survey"]`))
				w.apply()
				s.gets(0, 29, "vip")
				s.gets(1, 29)
				w.quiet("vip", "chat")
			})
		})
	}
}

// Only the category's own move, which another pair hinders, would put the new send behind
// an exclusion that stands: the send is made and stays inactive, and the error says why.
func TestASendIsNotActivatedBeforeTheMoveThatWouldProtectItIsDone(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		stands := unlisted(inCategory("two")) + anExclusion("keeps", inCategory("one"), setting("gold", "excluded")) +
			s.send("email", []string{"keeps"}, inCategory("two"), attributes{"exclude_tags": `["excluded"]`})
		w := s.shell(s.config("%s", category("one")+after("two", "one")+stands))
		w.apply()
		chat := func(layers ...attributes) string {
			return s.chatSend("chat", nil, append([]attributes{inCategory("one")}, layers...)...)
		}
		w.configure(s.config("%s", after("one", "two")+category("two")+stands+chat()))
		s.solving(func(...string) {
			found := w.errors("apply", "-auto-approve", "-input=false")
			if len(naming(found, "vip", "chat", "one", "two")) != 1 || len(found) != 1 || !strings.Contains(found[0].Detail, "could not be moved yet") {
				t.Errorf("one error that says what is in the way expected, got %v", found)
			}
		}, 29)
		s.active("chat", false)
		s.gets(0, 29, "vip")
		w.configure(s.config("%s", category("one")+after("two", "one")+stands+chat(inCategory("two"))))
		w.apply()
		s.gets(0, 29, "vip")
		s.gets(1, 29)
		w.noChanges()
	})
}

// A category that the same apply creates is not known to the plan: that is no reason to
// refuse a send in it.
func TestASendInANewCategoryIsNotTakenForOneOfTheDefaultCategory(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", category("first")))
	w.apply()
	w.configure(s.config("%s", category("first")+category("second", follows(categories.address("first")+".id"))+unlisted(inCategory("first"))+
		s.chatSend("chat", nil, inCategory("second"), attributes{"exclude_tags": `["no_survey"]`, "depends_on": "[" + excl("vip") + "]"})))
	w.apply()
	s.gets(0, 29, "vip")
	s.gets(1, 29)
	w.noChanges()
}

// What somebody else's trigger does may be meant: a warning, and nothing moves.
func TestAForeignTriggerThatLeavesTheMarkTooLateIsAWarning(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.config("%s", staff()+s.send("email", []string{"staff"})))
		w.apply()
		// Tickets of another channel are none of the send's.
		s.account.foreign("chats only", map[string]any{
			"conditions": when(condition("status", "value", "solved"), condition("via_id", "is", "29")),
			"actions":    []any{map[string]any{"field": "current_tags", "value": "no_survey"}},
		})
		w.silent("chats only")

		s.foreignExclusion("by hand")
		before := s.order()
		w.warns("by hand", "email")
		w.noChanges()
		s.forget()
		w.apply()
		if writes := s.ownWrites(); len(writes) != 0 || !slices.Equal(s.order(), before) {
			t.Errorf("nothing of it is moved: %s", describe(writes))
		}
		s.drag("by hand", 1)
		w.silent("by hand")
	})
}

// A trigger that removes the mark between an exclusion and a send opens the send: what
// stands in order is not in force for all that, until the trigger is out of the way.
func TestAnExclusionWhoseMarkIsRemovedBeforeTheSendIsNotInForce(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.config("%s", s.sections()))
		w.apply()
		s.account.foreign("remover", map[string]any{
			"conditions": when(condition("status", "value", "solved"), condition("current_tags", "includes", "no_survey")),
			"actions":    []any{map[string]any{"field": "remove_tags", "value": "no_survey"}}, "category_id": s.categoryID("second"),
		})
		s.drag("remover", 1)
		s.gets(1, 4, "vip")
		w.warns("vip", "remover")
		w.apply()
		if w.flag(excl("vip"), "in_force") {
			t.Error("it is in force, and its mark is removed before the send")
		}
		s.edit("remover", "conditions", when(condition("status", "value", "open"), condition("current_tags", "includes", "no_survey")))
		w.apply()
		if !w.flag(excl("vip"), "in_force") {
			t.Error("it is not in force, and nothing removes its mark")
		}
		s.protects()
		w.noChanges()
	})
}

// A foreign trigger of a later category leaves the mark after the send: the first plan
// of the send says so already.
func TestAMarkOfALaterCategoryIsNamedInTheFirstPlan(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.config("%s", s.sections()))
		w.apply()
		mark := func(title, category, tag string) {
			s.account.foreign(title, map[string]any{
				"conditions": when(condition("status", "value", "solved"), condition("current_tags", "includes", tag)),
				"actions":    []any{map[string]any{"field": "current_tags", "value": "hush"}}, "category_id": s.categoryID(category),
			})
		}
		mark("too late", "second", "gold")
		mark("in time", "first", "silver")
		w.configure(s.config("%s", s.sections()+s.chatSend("chat", nil, inCategory("first"), attributes{"exclude_tags": `["hush"]`})))
		w.warns("chat", "too late")
		w.silent("chat", "in time")
		w.apply()
		s.gets(1, 29, "gold")
		s.gets(0, 29, "silver")
		w.warns("chat", "too late") // and so does each later one

		// In the later category it comes last, and after the mark.
		w.configure(s.config("%s", s.sections()+s.chatSend("chat", nil, inCategory("second"), attributes{"exclude_tags": `["hush"]`})))
		w.silent("chat", "too late")
		w.apply()
		s.gets(0, 29, "gold")
		w.quiet("chat", "too late")
	})
}

// In the update in which it sets the tag that an exclusion checks, a trigger that is
// evaluated later is too late for it, in its category or in a later one: customers are
// surveyed whom the exclusion is meant for, and each plan says so.
func TestATriggerThatSetsWhatAnExclusionChecksTooLateIsNamed(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.config("%s", s.sections()))
		w.apply()
		setter := func(title, category string) {
			s.account.foreign(title, map[string]any{
				"conditions": when(condition("status", "value", "solved"), condition("current_tags", "includes", "gold")),
				"actions":    []any{map[string]any{"field": "current_tags", "value": "vip"}}, "category_id": s.categoryID(category),
			})
		}
		setter("later category", "second")
		s.gets(1, 4, "gold")
		w.warns("vip", "later category")
		setter("same category", "first")
		w.warns("vip", "same category")
		s.drag("same category", 1)
		w.silent("vip", "same category")
		s.gets(0, 4, "gold")
	})
}

// A send that somebody made by hand stands in an earlier category. No repair
// reaches it, and nobody asked for a change: a warning, in_force = false, and
// applies that go on working.
func TestAnExclusionBehindAForeignSendIsNotInForceAndNoError(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		late := category("late")
		config := func(send attributes) string {
			return s.config("%s", late+unlisted(inCategory("late"))+s.send("email", []string{"vip"}, inCategory("late"), send))
		}
		w := s.shell(config(nil))
		w.apply()
		if !w.flag(excl("vip"), "in_force") {
			t.Error("it is in force")
		}
		s.account.foreign("chats by hand", map[string]any{
			"conditions": when(condition("status", "value", "solved"), condition("via_id", "is", "29"), condition("current_tags", "not_includes", "no_survey")),
			"actions":    s.triggers()["email"]["actions"],
		})
		s.gets(1, 29, "vip") // nothing that a plan can mend
		w.warns("vip", "chats by hand")
		w.noChanges()
		w.apply()
		if w.flag(excl("vip"), "in_force") {
			t.Error("it is not in force")
		}
		w.configure(config(attributes{"description": `"changed"`}))
		s.solving(w.apply, 4)
		s.protects()
		w.warns("vip", "chats by hand")
		w.noChanges()
	})
}

// Deleting or deactivating an exclusion warns of each active send that honours its
// mark without listing it.
func TestThePlanThatEndsAnExclusionNamesTheSendsThatDoNotListIt(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	sends := s.send("email", []string{"staff"}) + s.chatSend("chat", []string{"staff"}) +
		// This one checks another mark and does not rely on it.
		anExclusion("legal", setting("legal", "in_court")) + s.send("sms", []string{"legal"}, attributes{"channels": `["sms"]`, "exclude_tags": `["in_court"]`})
	w := s.shell(s.config("%s", staff()+unlisted()+sends))
	w.apply()
	for what, config := range map[string]string{
		"removed":  staff() + sends,
		"inactive": staff() + unlisted(attributes{"active": "false"}) + sends,
	} {
		t.Run(what, func(t *testing.T) {
			w.configure(s.config("%s", config))
			for _, title := range []string{"email", "chat"} {
				if len(w.warned("vip", title)) == 0 {
					t.Errorf("no warning names the exclusion and %q", title)
				}
			}
			if found := w.warned("vip", "sms"); len(found) != 0 {
				t.Errorf("it does not protect from this send, got %v", found)
			}
		})
	}
}

// A send begins to honour the mark of an exclusion that stands behind it, and does
// not list it.
func TestASendThatBeginsToHonourAMarkGoesBehindItsExclusion(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		config := func(honours string) string {
			return s.config("%s", staff(attributes{"mark": `{ tag = "staff_marked" }`})+unlisted(attributes{"depends_on": "[" + sender("email") + "]"})+
				s.send("email", []string{"staff"}, attributes{"exclude_tags": honours}))
		}
		w := s.shell(config(`["staff_marked"]`))
		w.apply()
		s.evaluates("email", "vip")
		w.configure(config(`["staff_marked", "no_survey"]`))
		w.apply()
		s.evaluates("vip", "email")
		s.protects()
		w.noChanges()
	})
}
