package acceptance

import (
	"fmt"
	"slices"
	"testing"
)

// place is where a trigger stands in its category.
func (s *stage) place(title string) int {
	s.t.Helper()
	return int(s.triggers()[title]["position"].(float64))
}

func (s *stage) places(titles []string) (positions []int) {
	s.t.Helper()
	for _, title := range titles {
		positions = append(positions, s.place(title))
	}
	return positions
}

// sharing makes inactive triggers by hand at a position, which they share with
// each other and with whatever stands there.
func (s *stage) sharing(prefix string, count, position int) (titles []string) {
	s.t.Helper()
	for i := range count {
		title := fmt.Sprintf("%s %d", prefix, i+1)
		s.account.foreign(title, map[string]any{"active": false, "position": position})
		titles = append(titles, title)
	}
	return titles
}

// An ordinary account: inactive triggers keep the number that they had, so that
// several share one, with each other and with active ones. A repair needs no
// other number of theirs.
func TestInactiveTriggersThatSharePositionsAreNeverRewritten(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		s.settings(map[string]any{"renumber": false})
		w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
		w.apply()
		inactive := slices.Concat(
			s.sharing("with the first", 6, 1), s.sharing("with each other", 3, 40),
			s.sharing("with the exclusion", 1, s.place("vip")), s.sharing("with the send", 2, s.place("email")),
		)
		var ids []string
		for _, title := range inactive {
			ids = append(ids, s.id(title))
		}
		stood := s.places(inactive)
		w.noChanges()
		others := func() []string {
			return slices.DeleteFunc(withoutOwn(s.order()), func(title string) bool { return slices.Contains(inactive, title) })
		}
		before := others()
		for _, drag := range []struct {
			what       string
			vip, email int
		}{
			{"both above all, the send first", 3, 2},
			{"the exclusion to the end", 60, 7},
			{"the exclusion to a number that others share", 40, 39},
			{"both to numbers that others share", 40, 1},
		} {
			s.drag("vip", drag.vip)
			s.drag("email", drag.email)
			s.gets(1, 4, "vip") // what there is to repair
			s.forget()
			w.apply()
			if writes := s.ownWrites(); len(writes) != 1 {
				t.Errorf("%s: the repair is one request, got %s", drag.what, describe(writes))
			}
			s.neverWritten(ids...)
			if now := s.places(inactive); !slices.Equal(now, stood) {
				t.Errorf("%s: the inactive triggers stood at %v and stand at %v", drag.what, stood, now)
			}
			s.evaluates("vip", "email")
			s.protects()
			w.noChanges()
		}
		if after := others(); !slices.Equal(before, after) {
			t.Errorf("other people's triggers ran as %q and now run as %q", before, after)
		}
	})
}

// A send and an exclusion are made in such an account, and an inactive one of
// ours is activated at a number that it shares.
func TestTriggersAreMadeAndActivatedBesideInactiveOnesOfTheSamePosition(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		s.settings(map[string]any{"renumber": false})
		var ids []string
		for _, title := range slices.Concat(s.sharing("first", 6, 1), s.sharing("last", 3, 5)) {
			ids = append(ids, s.id(title))
		}
		s.forget()
		config := func(active string) string {
			return s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"}, attributes{"active": active}))
		}
		w := s.shell(config("true"))
		w.apply()
		s.protects()
		w.configure(config("false"))
		w.apply()
		s.drag("email", 5)
		w.configure(config("true"))
		s.solving(w.apply, 4)
		s.evaluates("vip", "email")
		s.neverWritten(ids...)
		s.protects()
		w.noChanges()
	})
}

// busy are fifty triggers as they stand in every account: they set and read
// status, priority and group, and have nothing to do with surveys.
func (s *stage) busy() (titles []string) {
	s.t.Helper()
	group := number(s.list("/groups", "groups")[0]["id"])
	kinds := []struct {
		all     []any
		actions []any
	}{
		{[]any{condition("status", "is", "hold")}, []any{map[string]any{"field": "priority", "value": "urgent"}}},
		{[]any{condition("priority", "is", "urgent"), condition("status", "less_than", "solved")}, []any{map[string]any{"field": "group_id", "value": group}}},
		{[]any{condition("group_id", "is", group), condition("priority", "is", "high")}, []any{map[string]any{"field": "status", "value": "open"}}},
		{[]any{condition("status", "value", "pending"), condition("group_id", "is", group)}, []any{map[string]any{"field": "priority", "value": "low"}, map[string]any{"field": "status", "value": "hold"}}},
		{[]any{condition("priority", "is", "low"), condition("status", "is_not", "solved")}, []any{map[string]any{"field": "status", "value": "pending"}, map[string]any{"field": "group_id", "value": group}}},
	}
	for i := range 50 {
		kind, title := kinds[i%len(kinds)], fmt.Sprintf("busy %02d", i+1)
		s.account.foreign(title, map[string]any{"conditions": map[string]any{"all": kind.all}, "actions": kind.actions})
		titles = append(titles, title)
	}
	return titles
}

// Fifty ordinary triggers stand between the exclusion and its sends, and
// somebody drags the exclusion below all of it.
func TestFiftyOrdinaryTriggersInBetweenAreNoReasonToRefuse(t *testing.T) {
	t.Parallel()
	// The exclusions read status and priority, which the others set.
	urgent := attributes{"conditions": `{ all = [{ field = "status", operator = "value", value = "solved" }], any = [{ field = "current_tags", operator = "includes", value = "vip" }, { field = "priority", operator = "is", value = "urgent" }] }`}
	for what, listed := range map[string][]string{"listed": {"vip", "staff"}, "not listed": {"staff"}} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				w := s.shell(s.config("%s", staff()+anExclusion("vip", urgent)+s.send("email", listed)+s.chatSend("chat", listed)))
				w.apply()
				busy := s.busy()
				s.drag("email", 90)
				s.drag("chat", 90)
				w.noChanges()

				s.drag("vip", 90)
				before := s.order(busy...)
				s.gets(1, 4, "vip")
				w.apply()
				s.runsEachAfter([]string{"email", "chat"}, "vip", "staff")
				if after := s.order(busy...); !slices.Equal(before, after) {
					t.Errorf("other people's triggers ran as %q and now run as %q", before, after)
				}
				s.protects()
				s.gets(0, 29, "vip")
				w.noChanges()
			})
		})
	}
}

// An inactive exclusion stands behind the send that lists it, as it was dragged
// or because inactive triggers keep a number that others got since. Nothing is
// evaluated there, so there is nothing to repair and nothing of it is written; the
// apply that activates it puts it before the send.
func TestAnInactiveExclusionIsPutInOrderWhenItIsActivated(t *testing.T) {
	t.Parallel()
	for what, position := range map[string]int{"behind": 60, "the same number": 0} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				s.settings(map[string]any{"renumber": false})
				config := func(active string) string {
					return s.config("%s", anExclusion("vip", attributes{"active": active, "protects": `"listed"`})+s.send("email", []string{"vip"}))
				}
				w := s.shell(config("false"))
				w.apply()
				if position == 0 {
					position = s.place("email")
				}
				s.drag("vip", position)
				s.forget()
				w.noChanges()
				if writes := s.writes(); len(writes) > 0 {
					t.Errorf("nothing to repair, got %s", describe(writes))
				}
				w.configure(config("true"))
				w.apply()
				s.evaluates("vip", "email")
				s.protects()
				s.gets(0, 4, "vip")
				w.noChanges()
			})
		})
	}
}

// One that protects from every send raises itself when it is activated: nothing else is
// planned.
func TestAnExclusionThatRaisesItselfIsTheOnlyChange(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		config := func(active string) string {
			return s.config("%s", anExclusion("vip", attributes{"active": active})+s.send("email", []string{"vip"}))
		}
		w := s.shell(config("false"))
		w.apply()
		s.drag("vip", len(s.triggers()))
		w.noChanges()
		w.configure(config("true"))
		if changes := w.changes(); !slices.Equal(changes, []string{"update " + excl("vip")}) {
			t.Errorf("got %q", changes)
		}
		w.apply()
		s.evaluates("vip", "email")
		s.protects()
		w.noChanges()
	})
}
