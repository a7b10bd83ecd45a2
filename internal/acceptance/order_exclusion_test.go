package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// Deleted in the admin screen, the exclusion is made again; it lands last, and
// the sends that list it are put after it in the same apply.
func TestAnExclusionDeletedInTheAdminScreenIsMadeAgainAndIsFirst(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})+s.send("chat", []string{"vip"}, attributes{"channels": `["chat"]`})))
	w.apply()
	s.call(http.MethodDelete, "/triggers/"+s.id("vip"), nil)
	changes := w.changes()
	slices.Sort(changes)
	if !slices.Equal(changes, []string{"create " + excl("vip"), "update " + sender("chat"), "update " + sender("email")}) {
		t.Errorf("got %v", changes)
	}
	s.forget()
	w.run("apply", "-input=false", "test.plan")
	// A create, and one request that activates it in its place: before the sends,
	// which honour its mark.
	if writes := s.writes(); len(writes) != 2 {
		t.Errorf("two requests expected, got %s", describe(writes))
	}
	s.runsEachAfter([]string{"email", "chat"}, "vip")
	s.protects()
	w.noChanges()
}

// A further exclusion for sends that are at work: the sends never stop, and what
// protected them goes on protecting them on the way.
func TestAnExclusionAddedLaterIsPutBeforeTheSends(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		sends := func(after ...string) string {
			return s.send("email", after) + s.send("chat", after, attributes{"channels": `["chat"]`})
		}
		w := s.shell(s.config("%s", anExclusion("vip")+sends("vip")))
		w.apply()
		s.foreign("foreign", 0)
		before := s.order()

		w.configure(s.config("%s", anExclusion("vip")+anExclusion("staff", attributes{"conditions": solvedWith("staff")})+sends("vip", "staff")))
		flow := s.traffic(4, 29)
		w.apply()
		tickets, surveyed := flow.stop()
		if 2*surveyed != tickets && 2*surveyed != tickets+1 && 2*surveyed != tickets-1 {
			t.Errorf("every second customer is ordinary and gets a survey: %d of %d", surveyed, tickets)
		}
		s.runsEachAfter([]string{"email", "chat"}, "vip", "staff")
		if after := slices.DeleteFunc(s.order(), func(title string) bool { return title == "staff" }); !slices.Equal(after, before) {
			t.Errorf("the others ran as %q and now run as %q", before, after)
		}
		for _, tag := range []string{"vip", "staff"} {
			if got := s.sentFor(s.solve(ticket{via: 4, tags: []string{tag}})); got != 0 {
				t.Errorf("a ticket with the tag %s got %d surveys", tag, got)
			}
		}
		w.noChanges()
	})
}

// Deactivated in the admin screen, it excludes nobody: a warning, once, however
// many sends list it, and a plan that activates it again.
func TestAnExclusionDeactivatedInTheAdminScreenIsOneWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	config := s.send("email", []string{"vip", "staff"}) + s.send("chat", []string{"vip", "staff"}, attributes{"channels": `["chat"]`})
	w := s.shell(s.config("%s", anExclusion("vip")+anExclusion("staff", attributes{"conditions": solvedWith("staff")})+config))
	w.apply()
	s.byHand("vip", map[string]any{"active": false})
	warned := naming(w.warnings("plan"), "vip")
	if len(warned) != 1 || warned[0].Address != excl("vip") || !strings.Contains(warned[0].Detail, "was deactivated") || len(naming(warned, "email", "chat")) != 1 {
		t.Errorf("one warning that names both sends expected, got %v", warned)
	}
	w.planned(onlyChange{excl("vip"), "active", "false", "true"})
	s.repairs(w)
	if warned := ofInactive(w); len(warned) != 0 {
		t.Errorf("nothing to warn of, got %v", warned)
	}
	s.protects()

	// Deactivated on purpose it stays a warning, for each such trigger.
	off := attributes{"active": "false"}
	w.configure(s.config("%s", anExclusion("vip", off)+anExclusion("staff", off, attributes{"conditions": solvedWith("staff")})+config))
	for _, says := range []string{"This plan deactivates", "is inactive, so it excludes nobody"} {
		warned := ofInactive(w)
		if len(warned) != 2 || !strings.Contains(warned[0].Detail, says) || !strings.Contains(warned[1].Detail, says) {
			t.Errorf("two warnings with %q expected, got %v", says, warned)
		}
		w.apply()
	}
	w.noChanges()
}

// ofInactive are the warnings of a plan about listed triggers that are inactive, or will be.
func ofInactive(w *workspace) []told {
	w.account.t.Helper()
	return slices.DeleteFunc(w.warnings("plan"), func(each told) bool { return !strings.HasPrefix(each.Summary, "A listed trigger ") })
}
