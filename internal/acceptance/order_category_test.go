package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// category writes a trigger category.
func category(name string, layers ...attributes) string {
	return block("trigger_category", name, append([]attributes{{"name": fmt.Sprintf("%q", name)}}, layers...)...)
}

func inCategory(name string) attributes {
	return attributes{"category_id": categories.address(name) + ".id"}
}

// sections is the layout that the documentation advises: exclusions in a
// category of their own, sends in a later one.
func (s *stage) sections() string {
	return category("first") + category("second", attributes{"evaluate_after": "[" + categories.address("first") + ".id]"}) +
		anExclusion("vip", inCategory("first")) + s.send("email", []string{"vip"}, inCategory("second"))
}

// dragCategory moves a category in the admin screen.
func (s *stage) dragCategory(name string, position int) {
	s.t.Helper()
	s.call(http.MethodPatch, "/trigger_categories/"+s.categoryID(name), map[string]any{"trigger_category": map[string]any{"position": position}})
}

func (s *stage) categoryID(name string) string {
	s.t.Helper()
	for _, each := range s.list("/trigger_categories", "trigger_categories") {
		if each["name"] == name {
			return number(each["id"])
		}
	}
	s.t.Fatalf("there is no category %q", name)
	return ""
}

// Triggers cannot mend the order of categories. Without a relation between them
// the apply says what would.
func TestAListedTriggerInALaterCategoryIsAnErrorThatNamesBoth(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	early := category("early") + category("late", attributes{"depends_on": "[" + categories.address("early") + "]"})
	w := s.shell(s.config("%s", early+anExclusion("vip", inCategory("late"))+s.send("email", []string{"vip"}, inCategory("early"))))
	told := w.errors("apply", "-auto-approve")
	expect := func() {
		t.Helper()
		if len(told) != 1 || told[0].Address != sender("email") || !strings.HasPrefix(told[0].line(), "evaluate_after = ") ||
			!strings.Contains(told[0].Detail, `"early"`) || !strings.Contains(told[0].Detail, `"late"`) || !strings.Contains(told[0].Detail, "comes later") || !strings.Contains(told[0].Detail, "evaluate_after") {
			t.Errorf("one error expected that names both categories and the remedy, got %v", told)
		}
	}
	expect()
	if s.triggers()["email"]["active"] != false {
		t.Error("the send stays inactive")
	}
	if got := s.sentFor(s.solve(ticket{via: 4, tags: []string{"vip"}})); got != 0 {
		t.Errorf("an excluded ticket got %d surveys", got)
	}

	// The remedy, word for word.
	related := category("late") + category("early", attributes{"evaluate_after": "[" + categories.address("late") + ".id]"})
	w.configure(s.config("%s", related+anExclusion("vip", inCategory("late"))+s.send("email", []string{"vip"}, inCategory("early"))))
	w.apply()
	w.noChanges()
	s.protects()

	// By hand it can be broken in the same way; the send is at work then, and the
	// plan shows it.
	w.configure(s.config("%s", early+anExclusion("vip", inCategory("late"))+s.send("email", []string{"vip"}, inCategory("early"))))
	w.apply()
	s.protects()
	s.dragCategory("late", 9)
	w.planned(broken(sender("email")))
	told = w.errors("apply", "-auto-approve")
	expect()
}

// Somebody moves the exclusion to an earlier category. That is in order, but not
// where it belongs. Going back it passes the send, which is never left alone.
func TestAnExclusionDraggedOutOfItsCategoryIsMovedBackBeforeItsSends(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", category("home")+anExclusion("vip", inCategory("home"))+s.send("email", []string{"vip"}, inCategory("home"))))
	w.apply()
	home, away := s.categoryID("home"), s.triggers()["Notify requester of received request"]["category_id"]
	s.byHand("vip", map[string]any{"category_id": away})
	w.planned(onlyChange{excl("vip"), "category_id", fmt.Sprintf("%q", away), fmt.Sprintf("%q", home)})
	flow := s.traffic(4)
	w.run("apply", "-input=false", "test.plan")
	flow.stop()
	s.evaluates("vip", "email")
	w.noChanges()
}

// The exclusion moves into the category of the sends by configuration. Only it
// changes, so only it is in the apply: it has to find its place by itself.
func TestAnExclusionThatMovesIntoTheCategoryOfItsSendsStaysBeforeThem(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.config("%s", s.sections()))
		w.apply()
		w.configure(s.config("%s", strings.Replace(s.sections(), anExclusion("vip", inCategory("first")), anExclusion("vip", inCategory("second")), 1)))
		flow := s.traffic(4)
		w.apply()
		flow.stop()
		s.evaluates("vip", "email")
		w.noChanges()
	})
}

// Moved behind a send that relies on it, it would leave customers unprotected at
// once: refused, with the way that does not.
func TestAnExclusionDoesNotMoveBehindASendThatReliesOnIt(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	third := category("third", attributes{"evaluate_after": "[" + categories.address("second") + ".id]"})
	w := s.shell(s.config("%s", s.sections()+third))
	w.apply()
	both := category("first") + category("second", attributes{"evaluate_after": "[" + categories.address("first") + ".id]"}) + third +
		anExclusion("vip", inCategory("third")) + s.send("email", []string{"vip"}, inCategory("third"))
	w.configure(s.config("%s", both))
	told := w.errors("apply", "-auto-approve")
	if len(told) != 1 || told[0].Address != excl("vip") || !strings.HasPrefix(told[0].line(), "category_id = ") || !strings.Contains(told[0].Detail, `First move "email"`) {
		t.Errorf("got %v", told)
	}
	s.protects()

	w.configure(s.config("%s", strings.Replace(both, anExclusion("vip", inCategory("third")), anExclusion("vip", inCategory("first")), 1)))
	w.apply()
	s.protects()
	w.configure(s.config("%s", both))
	flow := s.traffic(4)
	w.apply()
	flow.stop()
	s.evaluates("vip", "email")
	w.noChanges()
}

// The new exclusion stands where the old one is not earlier, and the content
// looks for one mark only: the send is deactivated for the moment in which it
// would be protected by neither.
func TestASendThatChangesCategoryAndExclusionIsNeverUnprotected(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	rest := category("first") + category("second", attributes{"evaluate_after": "[" + categories.address("first") + ".id]"}) +
		anExclusion("next", inCategory("first"), attributes{"mark": `{ tag = "later" }`}) + anExclusion("vip", inCategory("second"))
	w := s.shell(s.config("%s", rest+s.send("email", []string{"vip"}, inCategory("second"))))
	w.apply()
	s.forget()
	w.configure(s.config("%s", rest+s.send("email", []string{"next"}, inCategory("first"), attributes{"exclude_tags": `["later"]`})))
	flow := s.traffic(4)
	w.apply()
	flow.stop()
	writes := slices.DeleteFunc(s.writes(), func(r request) bool { return strings.Contains(r.Path, "/tickets") })
	if len(writes) != 2 || !strings.Contains(string(writes[0].Body), `"active":false`) || !strings.Contains(string(writes[1].Body), `"active":true`) {
		t.Errorf("off with the new content, then on in its place; got %s", describe(writes))
	}
	s.evaluates("next", "email", "vip")
	s.protects()
	w.noChanges()
}

// A trigger that keeps a category in its place may be deleted after the category was
// looked at: then the category moves, and nothing is left for another apply.
func TestACategoryMovesWhenTheTriggerThatHinderedItIsDeleted(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	config := func(exclusion string) string {
		return s.config("%s", category("first")+category("second", attributes{"evaluate_after": "[" + categories.address("first") + ".id]"})+
			s.send("email", nil, inCategory("first"), attributes{"exclude_tags": `["no_survey"]`})+exclusion)
	}
	exclusion := anExclusion("vip", inCategory("second"), attributes{"protects": `"listed"`})
	w := s.shell(config(exclusion + webhooks.block("later", attributes{"depends_on": "[" + exclusions.address("vip") + "]"})))
	w.apply()
	s.dragCategory("first", 9)
	slow := 5.0 // what depends on the exclusion is deleted before it: time for the category to be tried
	s.fault(engine.Fault{System: "zendesk", Method: http.MethodDelete, Path: "/api/v2/webhooks/*", Kind: engine.Slow, RetryAfter: &slow})
	w.configure(config(""))
	warned := w.tell("apply", "-auto-approve", "-input=false")
	if len(naming(warned, "second")) == 0 {
		t.Errorf("the category could be moved before the exclusion was deleted: %v", warned)
	}
	if order := s.sectionOrder("first", "second"); !slices.Equal(order, []string{"first", "second"}) {
		t.Errorf("the order is %v", order)
	}
	w.noChanges()
}
