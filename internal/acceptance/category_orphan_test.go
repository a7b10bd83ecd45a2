//go:build unix

package acceptance

import (
	"slices"
	"strings"
	"testing"
)

// categoriesNamed are the ids of the trigger categories of a name.
func (s *stage) categoriesNamed(name string) []string {
	s.t.Helper()
	return s.account.named(categories, name)
}

// expectOrphans plans and expects one warning for each of the categories.
func (w *workspace) expectOrphans(ids ...string) {
	w.account.t.Helper()
	found := w.tell("plan", "-input=false")
	for _, id := range ids {
		named := slices.ContainsFunc(found, func(each told) bool {
			return each.Severity == "warning" && each.Summary == "The trigger category "+id+" exists already" &&
				strings.Contains(each.Detail, "terraform import <address> "+id) && each.line() == `name = "Surveys"`
		})
		if !named {
			w.account.t.Errorf("%s is not named", id)
		}
	}
	if len(found) != len(ids) {
		w.account.t.Errorf("%d warnings expected, got %v", len(ids), found)
	}
}

// Category names may repeat, so an orphan of an interrupted apply is no
// error. The next plan names each of them, as often as it happened, and the way that
// it shows makes one of them the only one.
func TestAPlanNamesEachCategoryThatAnInterruptedApplyMayHaveLeft(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", block("trigger_category", "surveys", attributes{"name": `"Surveys"`})))
	for kills := 1; kills <= 2; kills++ {
		w.killedOnce(func() bool { return len(s.categoriesNamed("Surveys")) == kills }, "/api/v2/trigger_categories")
		w.expectOrphans(s.categoriesNamed("Surveys")...)
	}
	orphans := s.categoriesNamed("Surveys")
	w.run("import", "-input=false", "-no-color", categories.address("surveys"), orphans[0])
	s.call("DELETE", "/trigger_categories/"+orphans[1], nil)
	w.expectOrphans()
	w.noChanges()
}

// replaceable lets the category of the send be created before it is destroyed, or not.
func (s *stage) replaceable(name, lifecycle string) string {
	own := category(name, attributes{"name": `"sends"`, "evaluate_after": "[" + categories.address("first") + ".id]"})
	return s.config("%s", category("first")+strings.TrimSuffix(own, "}\n")+lifecycle+"}\n"+
		anExclusion("vip", inCategory("first"))+s.send("email", []string{"vip"}, inCategory(name)))
}

const createdFirst = "  lifecycle { create_before_destroy = true }\n"

// The category of a send is replaced, or gets another address: with
// create_before_destroy the send moves over in one apply.
func TestTheCategoryOfASendIsReplacedInOneApply(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	w := s.shell(s.replaceable("old", createdFirst))
	w.apply()
	before := s.categoriesNamed("sends")
	w.apply("-replace=" + categories.address("old"))
	if now := s.categoriesNamed("sends"); len(now) != 1 || now[0] == before[0] {
		t.Errorf("another category expected in place of %v, got %v", before, now)
	}
	s.protects()
	w.noChanges()
	w.configure(s.replaceable("new", createdFirst))
	w.apply()
	if now := s.categoriesNamed("sends"); len(now) != 1 {
		t.Errorf("one category expected, got %v", now)
	}
	s.protects()
	w.noChanges()
}

// Without it the apply is refused, nothing is lost, and what the error says works.
func TestTheCategoryOfASendIsNotReplacedUnderIt(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	w := s.shell(s.replaceable("old", ""))
	w.apply()
	refused := func(args ...string) {
		t.Helper()
		found := w.errors(append([]string{"apply", "-auto-approve", "-input=false"}, args...)...)
		if len(found) != 1 || found[0].Summary != "The trigger category is not empty" || !strings.Contains(found[0].Detail, "email ("+s.id("email")) ||
			!strings.Contains(found[0].Detail, "create_before_destroy = true") || !strings.Contains(found[0].Detail, "put its resource back for one apply") {
			t.Errorf("one error that says what to do expected, got %v", found)
		}
		s.protects()
	}
	refused("-replace=" + categories.address("old"))
	w.configure(s.replaceable("new", ""))
	refused()
	back := category("old", attributes{"name": `"sends"`, "evaluate_after": "[" + categories.address("first") + ".id]"})
	w.configure(s.replaceable("new", "") + back)
	w.apply()
	w.configure(s.replaceable("new", ""))
	w.apply()
	s.protects()
	w.noChanges()
	w.configure(s.replaceable("new", createdFirst))
	w.apply("-replace=" + categories.address("new"))
	s.protects()
	w.noChanges()
}

// A tainted exclusion is in state: no plan takes it for an orphan, and where Terraform
// does not let a provider know, nothing says that nobody manages it.
func TestATaintedExclusionIsNotCalledUnmanaged(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
	w.apply()
	w.run("taint", "-no-color", excl("vip"))
	tainted := s.id("vip")
	if found := naming(w.tell("plan", "-input=false"), "vip"); len(found) != 0 {
		t.Errorf("the plan replaces it, and says nothing more, got %v", found)
	}
	for _, command := range [][]string{{"plan", "-input=false", "-refresh=false"}, {"apply", "-auto-approve", "-input=false"}} {
		for _, each := range w.tell(command...) {
			if strings.Contains(each.Summary, tainted+" exists already") && !strings.Contains(each.Detail, "If this plan replaces it, or a resource of this or another configuration manages it, no action is needed.") ||
				strings.Contains(each.Detail, "is not known to be managed") {
				t.Errorf("%v: %v", command, each)
			}
		}
	}
	s.protects()
	w.noChanges()
}
