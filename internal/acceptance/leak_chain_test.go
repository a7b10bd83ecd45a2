package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// reader is an exclusion of VIPs and of those whom other triggers call gold or
// silver in the same update.
func reader(layers ...attributes) string {
	return anExclusion("vip", append([]attributes{solvedWithAny("vip", "gold", "silver")}, layers...)...)
}

// setters are two triggers that say who is gold and who is silver: managed, or
// made by hand.
type setters struct {
	declared func(layers ...attributes) string
	ids      []string
}

func managedSetters(*stage) setters {
	return setters{
		func(layers ...attributes) string {
			return anExclusion("p1", append([]attributes{setting("one", "gold")}, layers...)...) + anExclusion("p2", append([]attributes{setting("two", "silver")}, layers...)...)
		},
		[]string{excl("p1") + ".id", excl("p2") + ".id"},
	}
}

func foreignSetters(s *stage) setters {
	return setters{
		func(...attributes) string { return "" },
		[]string{fmt.Sprintf("%q", s.setter("p1", "one", "gold")), fmt.Sprintf("%q", s.setter("p2", "two", "silver"))},
	}
}

// eachKindOfSetter runs a test with managed setters and with foreign ones.
func eachKindOfSetter(t *testing.T, test func(t *testing.T, s *stage, makes func(*stage) setters)) {
	t.Helper()
	for kind, makes := range map[string]func(*stage) setters{"managed": managedSetters, "foreign": foreignSetters} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) { test(t, s, makes) })
		})
	}
}

// followsTheSetters expects that the exclusion follows both setters, that the
// send follows it, and that no customer of the three kinds is surveyed.
func (s *stage) followsTheSetters() {
	s.t.Helper()
	if order := s.order("p1", "p2", "vip", "email"); len(order) != 4 || !slices.Equal(order[2:], []string{"vip", "email"}) {
		s.t.Errorf("Zendesk evaluates %q instead of the setters, the exclusion, the send", order)
	}
	s.active("email", true)
	s.protects()
	s.gets(0, 4, "one")
	s.gets(0, 4, "two")
}

// An exclusion is told to follow two triggers below its send. They are raised:
// lowering it would leave the send without its exclusion.
func TestAnExclusionThatFollowsTriggersBelowItsSendIsNotLowered(t *testing.T) {
	t.Parallel()
	eachKindOfSetter(t, func(t *testing.T, s *stage, makes func(*stage) setters) {
		send := s.send("email", []string{"vip"})
		w := s.shell(s.config("%s", reader()+send))
		w.apply()
		p := makes(s)
		w.configure(s.config("%s", reader()+send+p.declared(attributes{"depends_on": "[" + sender("email") + "]"})))
		w.apply()
		s.evaluates("vip", "email")
		if order := s.order("email", "p1", "p2"); order[0] != "email" {
			t.Fatalf("the setters are to stand below the send, not as %q", order)
		}
		w.configure(s.config("%s", reader(follows(p.ids...))+send+p.declared()))
		s.solving(w.apply, 4)
		s.followsTheSetters()
		w.noChanges()
	})
}

// The same while the send itself changes: its content must not go out while the
// exclusion is below it.
func TestAnExclusionThatFollowsTriggersBelowItsSendWhileTheSendChanges(t *testing.T) {
	t.Parallel()
	eachKindOfSetter(t, func(t *testing.T, s *stage, makes func(*stage) setters) {
		w := s.shell(s.config("%s", reader()+s.send("email", []string{"vip"})))
		w.apply()
		p := makes(s)
		w.configure(s.config("%s", reader()+s.send("email", []string{"vip"})+p.declared(attributes{"depends_on": "[" + sender("email") + "]"})))
		w.apply()
		w.configure(s.config("%s", reader(follows(p.ids...))+p.declared()+s.send("email", []string{"vip"}, attributes{"channels": `["email", "chat"]`})))
		s.solving(w.apply, 4, 29)
		s.followsTheSetters()
		s.gets(0, 29, "vip")
		s.gets(1, 29)
		w.noChanges()
	})
}

// Somebody drags both triggers below the send.
func TestTwoListedTriggersThatWereDraggedBelowTheSendAreRaised(t *testing.T) {
	t.Parallel()
	eachKindOfSetter(t, func(t *testing.T, s *stage, makes func(*stage) setters) {
		p := makes(s)
		w := s.shell(s.config("%s", p.declared()+reader(follows(p.ids...))+s.send("email", []string{"vip"})))
		w.apply()
		s.followsTheSetters()
		s.drag("p1", 20)
		s.drag("p2", 20)
		w.planRepairs(excl("vip"))
		s.solving(func(...string) { w.applyPlan() }, 4)
		s.followsTheSetters()
		w.noChanges()
	})
}

// What sets the tag that an exclusion reads stays before it, listed or not: a
// later category is refused before anything is written.
func TestATriggerThatAnExclusionReadsIsNotMovedBehindIt(t *testing.T) {
	t.Parallel()
	for what, relation := range map[string]attributes{"listed": follows(excl("p") + ".id"), "not listed": {"depends_on": "[" + excl("p") + "]"}} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				rest := inTurn("first", "second", "third") + reader(relation, inCategory("second")) + s.send("email", []string{"vip"}, inCategory("second"))
				p := func(section string) string { return anExclusion("p", setting("one", "gold"), inCategory(section)) }
				w := s.shell(s.config("%s", rest+p("first")))
				w.apply()
				s.evaluates("p", "vip", "email")
				s.gets(0, 4, "one")
				s.forget()

				w.configure(s.config("%s", rest+p("third")))
				w.refused([]string{"p", "vip"}, "apply", "-auto-approve")
				if writes := s.ownWrites(); len(writes) != 0 {
					t.Errorf("nothing is written: %s", describe(writes))
				}
				s.evaluates("p", "vip", "email")
				s.gets(0, 4, "one")

				// In the exclusion's own category there is a place for it.
				w.configure(s.config("%s", rest+p("second")))
				s.solving(w.apply, 4)
				s.evaluates("p", "vip", "email")
				s.gets(0, 4, "one")
				s.protects()
				w.noChanges()
			})
		})
	}
}

// Sends that stand above everything list an exclusion that follows somebody
// else's trigger, by its own evaluate_after or only because it reads what that
// trigger sets. Raising the exclusion would put it above that trigger.
func TestSendsThatStartToListAnExclusionKeepWhatTheExclusionFollows(t *testing.T) {
	t.Parallel()
	for what, relation := range map[string]func(id string) attributes{
		"declared":   func(id string) attributes { return follows(fmt.Sprintf("%q", id)) },
		"undeclared": func(string) attributes { return nil },
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				sends := func(after []string, layer attributes) string {
					return s.chatSend("chat", after, layer) + s.send("sms", after, layer, attributes{"channels": `["sms"]`})
				}
				before := sends(nil, attributes{"exclude_tags": ""})
				w := s.shell(s.config("%s", before))
				w.apply()
				rest := reader(relation(s.setter("p", "one", "gold"))) + s.send("email", []string{"vip"})
				w.configure(s.config("%s", before+rest))
				w.apply()
				s.evaluates("p", "vip", "email")
				s.runsEachAfter([]string{"p", "vip"}, "chat", "sms")
				s.gets(0, 4, "one")

				w.configure(s.config("%s", sends([]string{"vip"}, nil)+rest))
				s.solving(w.apply, 4)
				s.evaluates("p", "vip", "email")
				s.runsEachAfter([]string{"email", "chat", "sms"}, "vip")
				for _, via := range []int{4, 29} {
					s.gets(0, via, "vip")
					s.gets(0, via, "one")
					s.gets(1, via)
				}
				w.noChanges()
			})
		})
	}
}

// Another workspace's send is dragged above all. That workspace knows of the
// exclusion's relation only what the account shows.
func TestARepairInAnotherWorkspaceKeepsWhatTheExclusionFollows(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		ours := s.shell(s.config("%s", reader(follows(fmt.Sprintf("%q", s.setter("p", "one", "gold"))))))
		ours.apply()
		theirs := s.shell(s.config("%s", s.chatSend("chat", nil, follows(fmt.Sprintf("%q", s.id("vip"))))))
		theirs.apply()
		s.evaluates("p", "vip", "chat")
		s.drag("chat", 1)
		theirs.planRepairs(sender("chat"))
		theirs.applyPlan()
		s.evaluates("p", "vip", "chat")
		s.gets(0, 29, "one")
		s.gets(0, 29, "vip")
		theirs.noChanges()
		ours.noChanges()
	})
}

// Activated and moved behind its send in one plan, an exclusion would be active
// and have no effect.
func TestAnExclusionIsNotActivatedBehindItsSend(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		third := after("third", "second")
		config := s.sections() + third
		place := func(layers ...attributes) string {
			return strings.Replace(config, anExclusion("vip", inCategory("first")), anExclusion("vip", layers...), 1)
		}
		w := s.shell(s.config("%s", place(inCategory("first"), attributes{"active": "false"})))
		w.apply()
		s.forget()
		w.configure(s.config("%s", place(inCategory("third"))))
		w.refused([]string{"vip", "email"}, "plan")
		if writes := s.ownWrites(); len(writes) != 0 {
			t.Errorf("nothing is written: %s", describe(writes))
		}
		// Activated where it stands, it protects.
		w.configure(s.config("%s", place(inCategory("first"))))
		w.apply()
		s.evaluates("vip", "email")
		s.protects()
		w.noChanges()
	})
}
