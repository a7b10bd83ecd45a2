package acceptance

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// An error would refuse the apply that repairs the order: what that repairs is a warning,
// also with the level "error".
func TestADragIsRepairedAlsoWhereUnlistedSendsAreAnError(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.checked(`{ unlisted_sends = "error" }`, staff()+unlisted()+s.send("email", []string{"staff"})))
	w.apply()
	s.drag("vip", 20)
	w.planRepairs(excl("vip"))
	w.warns("vip", "email")
	w.applyPlan()
	s.protects()
	w.noChanges()
}

// A trigger that removes the mark, or sets too late what an exclusion looks for, is a
// finding of foreign_marks: its level counts, and ignore takes the id of that trigger.
func TestForeignMarksAreAsLoudAsTheyAreSet(t *testing.T) {
	t.Parallel()
	for name, trigger := range map[string]func(s *stage) string{
		"removes": func(s *stage) string {
			return s.account.foreign("by hand", map[string]any{
				"conditions": when(condition("status", "value", "solved"), condition("current_tags", "includes", "no_survey")),
				"actions":    []any{map[string]any{"field": "remove_tags", "value": "no_survey"}}, "category_id": s.categoryID("second"), "position": 1,
			})
		},
		"sets too late": func(s *stage) string {
			return s.account.foreign("by hand", map[string]any{
				"conditions": when(condition("status", "value", "solved"), condition("current_tags", "includes", "gold")),
				"actions":    []any{map[string]any{"field": "current_tags", "value": "vip"}}, "category_id": s.categoryID("second"),
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			w := s.shell(s.config("%s", s.sections()))
			w.apply()
			id := trigger(s)
			for settings, severity := range map[string]string{
				`{ foreign_marks = "error", unlisted_sends = "off" }`:   "error",
				`{ foreign_marks = "warning", unlisted_sends = "off" }`: "warning",
				`{ unlisted_sends = "error" }`:                          "warning",
				`{ foreign_marks = "off", unlisted_sends = "error" }`:   "",
				`{ foreign_marks = "error", ignore = ["` + id + `"] }`:  "",
			} {
				w.configure(s.checked(settings, s.sections()))
				got := ""
				for _, each := range naming(w.tell("plan", "-input=false"), "vip", "by hand") {
					got += each.Severity
				}
				if got != severity {
					t.Errorf("%s: %q instead of %q", settings, got, severity)
				}
			}
		})
	}
}

// The remedy that the error names is not refused: the exclusion lists what sets the tag.
func TestAnExclusionMayListWhatSetsItsTag(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	config := func(layers ...attributes) string {
		return s.checked(`{ foreign_marks = "error" }`, anExclusion("vip", layers...)+s.send("email", []string{"vip"}))
	}
	w := s.shell(config())
	w.apply()
	setter := s.setter("by hand", "gold", "vip")
	w.refused([]string{"vip", "by hand"}, "plan")
	w.configure(config(attributes{"evaluate_after": `["` + setter + `"]`}))
	w.apply()
	s.gets(0, 4, "gold")
	w.noChanges()
}

// Made inactive, an exclusion excludes nobody.
func TestAnExclusionThatIsMadeInactiveIsAsLoudAsSet(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell("")
	for level, severity := range map[string]string{"error": "error", "warning": "warning", "off": ""} {
		w.configure(s.checked(`{ inactive_exclusions = "`+level+`" }`, anExclusion("vip", attributes{"active": "false"})))
		got := ""
		for _, each := range naming(w.tell("plan", "-input=false"), "vip") {
			got += each.Severity
		}
		if got != severity {
			t.Errorf("%s: %q instead of %q", level, got, severity)
		}
	}
}

// A field that nobody has is most likely a slip: the account would refuse the automation in
// the apply, or ignore the condition.
func TestAnAutomationThatChecksAFieldThatNobodyHasIsAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell("")
	for condition, meant := range map[string]string{
		`{ field = "organisation_id", operator = "is", value = "1" }`:                          `"organization_id"`,
		`{ field = "weather", operator = "is", value = "1" }`:                                  `"weather"`,
		`{ field = "organization_id", operator = "is", value = "" }`:                           "",
		`{ field = "requester_updated_at", operator = "greater_than", value = "1" }`:           "",
		`{ field = "custom_status_7", operator = "greater_than_business_hours", value = "1" }`: "",
	} {
		w.configure(s.config("%s", s.automation("late", attributes{"conditions": "{ all = [" + condition + "] }"})))
		found := slices.DeleteFunc(w.warnings("plan", "-input=false"), func(each told) bool { return each.Summary != "Undocumented field" })
		if (meant != "") != (len(found) == 1) || meant != "" && !strings.Contains(found[0].Detail, meant) {
			t.Errorf("%s: got %v", condition, found)
		}
	}
}

// Zendesk has no word for a tag of former surveys: an import takes it for an excluded one,
// and the next apply only puts the names right.
func TestAnImportedAutomationWithFormerTags(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	config := s.config("%s", s.automation("late", attributes{"former_sent_tags": `["old"]`, "exclude_tags": `["vip"]`}))
	w := s.shell(config)
	w.apply()
	id := w.attribute(automations.address("late"), "id")
	_, before := s.account.titled("late")
	w = s.shell(config + "import {\n  to = " + automations.address("late") + "\n  id = \"" + id + "\"\n}\n")
	for _, change := range w.plan().ResourceChanges {
		if got := changed(change.Change); !change.Change.Actions.Update() || !slices.Equal(got, []string{"conditions", "exclude_tags", "former_sent_tags"}) {
			t.Errorf("%v of %v", change.Change.Actions, got)
		}
	}
	w.apply()
	w.noChanges()
	if count, after := s.account.titled("late"); count != 1 || !reflect.DeepEqual(before["conditions"], after["conditions"]) {
		t.Errorf("%d automations, %v instead of %v", count, after["conditions"], before["conditions"])
	}
}
