package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// An account without trigger categories is one list with an endpoint of its own.
func TestAnAccountWithoutCategories(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.settings(map[string]any{"categories_enabled": false})
	w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
	w.apply()
	s.drag("email", 1)
	w.planned(broken(sender("email")), broken(excl("vip")))
	if write := s.repairs(w); write.String() != "PUT /api/v2/triggers/update_many" {
		t.Errorf("got %v", write)
	}
	s.evaluates("vip", "email")
	s.protects()
}

func TestAnAccountWithoutCategoriesSaysSo(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.settings(map[string]any{"categories_enabled": false})
	w := s.shell(s.config("%s", category("surveys")))
	if told := w.errors("apply", "-auto-approve"); len(told) != 1 || told[0].Summary != "Cannot create zendesk_trigger_category" || !strings.Contains(told[0].Detail, "Remove surveytrigger_zendesk_trigger_category") {
		t.Errorf("one clear error expected, got %v", told)
	}
	w.configure(s.config("%s", anExclusion("vip", attributes{"category_id": `"99"`})))
	if told := w.errors("plan"); len(told) != 1 || !strings.HasPrefix(told[0].line(), "category_id = ") || told[0].Summary != "The account has no trigger categories" {
		t.Errorf("one error at the attribute expected, got %v", told)
	}
	s.settings(map[string]any{"categories_enabled": true})
	if told := w.errors("plan"); len(told) != 1 || told[0].Summary != "Trigger category not found" {
		t.Errorf("one error at the attribute expected, got %v", told)
	}
}

// Nobody knows which of two triggers at the same position runs first, so that is
// not an order.
func TestTriggersAtTheSamePositionAreNotInOrder(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.settings(map[string]any{"renumber": false})
	w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
	w.apply()
	for _, title := range s.order() {
		s.drag(title, 0)
	}
	before := s.order()
	w.planned(broken(sender("email")), broken(excl("vip")))
	moved := decode[job](t, s.repairs(w)).Job.Items.Triggers
	if len(moved) != len(before) {
		t.Errorf("all %d triggers get a number of their own, %d did", len(before), len(moved))
	}
	s.evaluates("vip", "email")
	if after := s.order(); !slices.Equal(withoutOwn(before), withoutOwn(after)) {
		t.Errorf("%q became %q", before, after)
	}
	s.protects()
}

// A server may count anew after every write although the list had holes.
func TestAServerThatClosesHoles(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.settings(map[string]any{"renumber": false})
	w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
	w.apply()
	for i, title := range []string{"one", "two", "three"} {
		s.foreign(title, 0)
		s.drag(title, 100*(i+1))
	}
	s.drag("email", 150)
	s.drag("vip", 250)
	s.evaluates("one", "email", "two", "vip", "three")
	w.planned(broken(sender("email")), broken(excl("vip")))
	s.account.send(http.MethodPost, "/_sandbox/zendesk", map[string]any{"renumber": true}, nil)
	s.drag("three", 30) // a write, so that the numbers of the plan are history
	w.run("apply", "-input=false", "-no-color", "test.plan")
	s.evaluates("one", "vip", "email", "two", "three")
	w.noChanges()
	s.protects()
}

func withoutOwn(titles []string) []string {
	return slices.DeleteFunc(slices.Clone(titles), func(title string) bool { return title == "vip" || title == "email" })
}

// active on and off are one write each, and a send that is created inactive
// stays so.
func TestSwitchingASendIsOneRequest(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	config := func(active string) string {
		return s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"}, attributes{"active": active}))
	}
	w := s.shell(config("false"))
	w.apply()
	w.noChanges()
	if s.triggers()["email"]["active"] != false {
		t.Error("it was to be inactive")
	}
	if got := s.sentFor(s.solve(ticket{via: 4})); got != 0 {
		t.Errorf("an inactive trigger sent %d surveys", got)
	}
	s.drag("email", 1) // while it sleeps, its order is nobody's concern
	w.noChanges()

	for _, change := range []struct{ from, to, writes string }{
		{"false", "true", "POST /api/v2/trigger_categories/jobs"},
		{"true", "false", "PUT /api/v2/triggers/" + s.id("email")},
	} {
		w.configure(config(change.to))
		w.planned(onlyChange{sender("email"), "active", change.from, change.to})
		if write := s.repairs(w); write.String() != change.writes {
			t.Errorf("%s -> %s is %v", change.from, change.to, write)
		}
		if change.to == "true" {
			s.evaluates("vip", "email")
			s.protects()
		}
	}
}
