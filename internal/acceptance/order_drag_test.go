package acceptance

import (
	"cmp"
	"net/http"
	"slices"
	"testing"
)

// Whatever somebody does in the admin screen, the plan is one line, the repair
// one request, and nobody else's triggers change places.
func TestADragInTheAdminScreenIsOneLineAndOneRequest(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
		w.apply()
		for _, title := range []string{"one", "two", "three"} {
			s.foreign(title, 0)
		}
		w.noChanges()
		s.protects()

		for _, drag := range []struct {
			what      string
			title     string
			to        int
			afterward []string
		}{
			{"the send above all", "email", 1, []string{"vip", "email", "one", "two", "three"}},
			{"the exclusion to the end", "vip", 10, []string{"vip", "email", "one", "two", "three"}},
			{"the send to the end is fine, and then the exclusion below it", "email", 10, []string{"vip", "one", "two", "three", "email"}},
		} {
			s.drag(drag.title, drag.to)
			if drag.title == "email" && drag.to > 1 {
				w.noChanges()
				s.protects()
				s.drag("vip", 10)
				drag.afterward = []string{"one", "two", "three", "vip", "email"}
			}
			before := s.order()
			w.planned(broken(sender("email")), broken(excl("vip")))
			s.keepsForeignOrder(before, s.repairs(w))
			s.evaluates(drag.afterward...)
			s.protects()
		}
	})
}

// An exclusion can itself follow a trigger that says who is a VIP. An apply
// hears of the dragged send alone, and must not break what it does not hear of.
func TestARepairKeepsWhatTheListedTriggersDeclareThemselves(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", anExclusion("gold", attributes{"mark": `{ tag = "vip" }`, "conditions": solvedWith("gold")})+
		anExclusion("vip", attributes{"evaluate_after": "[" + excl("gold") + ".id]"})+
		s.send("email", []string{"vip"})+
		s.send("chat", []string{"vip", "gold"}, attributes{"channels": `["chat"]`, "exclude_tags": `["no_survey", "vip"]`})))
	w.apply()
	s.evaluates("gold", "vip")
	for _, drag := range []struct {
		title   string
		to      int
		changes []onlyChange
	}{
		{"email", 1, []onlyChange{broken(sender("email")), broken(excl("vip"))}},
		{"gold", 20, []onlyChange{broken(excl("vip")), broken(sender("chat")), broken(excl("gold"))}},
	} {
		s.drag(drag.title, drag.to)
		w.planned(drag.changes...)
		w.run("apply", "-input=false", "-no-color", "test.plan")
		w.noChanges()
		s.evaluates("gold", "vip")
		if order := s.order("gold", "vip", "email", "chat"); !slices.Equal(order[:2], []string{"gold", "vip"}) {
			t.Errorf("after dragging %s: %q", drag.title, order)
		}
		if got := s.sentFor(s.solve(ticket{via: 4, tags: []string{"gold"}})); got != 0 {
			t.Errorf("a gold customer got %d surveys", got)
		}
	}
}

// keepsForeignOrder expects that a request asks for no relative order of other
// people's triggers but the one that they had, and that they have it still.
func (s *stage) keepsForeignOrder(before []string, asked request) {
	s.t.Helper()
	own := []string{"vip", "email"}
	foreign := func(titles []string) []string {
		return slices.DeleteFunc(slices.Clone(titles), func(title string) bool { return slices.Contains(own, title) })
	}
	if after := foreign(s.order()); !slices.Equal(after, foreign(before)) {
		s.t.Errorf("other people's triggers ran as %q and now run as %q", foreign(before), after)
	}
	if asked.String() != http.MethodPost+" /api/v2/trigger_categories/jobs" {
		s.t.Fatalf("not a job: %v", asked)
	}
	titles := map[string]string{}
	for title, trigger := range s.triggers() {
		titles[number(trigger["id"])] = title
	}
	items := decode[job](s.t, asked).Job.Items.Triggers
	slices.SortStableFunc(items, func(a, b placed) int { return cmp.Compare(*a.Position, *b.Position) })
	var wanted []string
	for _, item := range items {
		if item.Category != "" || item.Active != nil {
			s.t.Errorf("a repair moves and nothing else: %s", asked.Body)
		}
		wanted = append(wanted, titles[item.ID])
	}
	inOrder := slices.DeleteFunc(slices.Clone(before), func(title string) bool { return !slices.Contains(wanted, title) })
	if !slices.Equal(foreign(wanted), foreign(inOrder)) {
		s.t.Errorf("the request asks for %q of triggers that stood as %q", wanted, inOrder)
	}
}
