package acceptance

import (
	"fmt"
	"strings"
	"testing"
)

// checked is a configuration with the given checks.
func (a *account) checked(checks, rest string) string {
	return strings.Replace(a.provider(), "zendesk = {", "checks = "+checks+"\n  zendesk = {", 1) + rest
}

// Somebody deactivates an exclusion that another workspace manages. The plan of the
// workspace that lists it cannot repair that, and says so as loudly as asked.
func TestAScheduledPlanFailsWhereAnExclusionOfAnotherWorkspaceIsInactive(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		s.zendesk(map[string]any{"native_csat": "absent"})
		theirs := s.shell(s.config("%s", anExclusion("vip")))
		theirs.apply()
		vip := s.id("vip")
		two := s.send("email", nil, attributes{"evaluate_after": fmt.Sprintf("[%q]", vip)}) +
			s.send("chat", nil, attributes{"evaluate_after": fmt.Sprintf("[%q]", vip), "channels": `["chat"]`})
		ours := s.shell(s.config("%s", two))
		ours.apply()
		email := s.id("email")
		ours.noChanges()
		s.protects()
		s.byHand("vip", map[string]any{"active": false})
		s.gets(1, 4, "vip")
		ours.noChanges() // a warning is no difference
		const summary = "A listed trigger is inactive"
		for checks, expected := range map[string]struct{ errors, warnings int }{
			`null`:                                {0, 1},
			`{}`:                                  {0, 1},
			`{ inactive_exclusions = "warning" }`: {0, 1},
			`{ inactive_exclusions = "off" }`:     {0, 0},
			`{ inactive_exclusions = "error" }`:   {2, 0},
			`{ foreign_marks = "error", unlisted_sends = "off" }`:                       {0, 1},
			fmt.Sprintf(`{ ignore = [%q] }`, vip):                                       {0, 0},
			fmt.Sprintf(`{ inactive_exclusions = "error", ignore = [%q] }`, vip):        {0, 0},
			fmt.Sprintf(`{ inactive_exclusions = "error", ignore = [%q, "1"] }`, email): {1, 0},
		} {
			ours.configure(s.checked(checks, two))
			errors, warnings := 0, 0
			for _, each := range ours.tell("plan", "-input=false") {
				switch {
				case each.Summary != summary || !strings.Contains(each.Detail, vip) || !strings.Contains(each.line(), "evaluate_after"):
					t.Errorf("%s: %v", checks, each)
				case each.Severity == "error":
					errors++
				default:
					warnings++
				}
			}
			if errors != expected.errors || warnings != expected.warnings {
				t.Errorf("%s: %d errors and %d warnings, expected %+v", checks, errors, warnings, expected)
			}
		}
		theirs.apply()
		ours.configure(s.checked(`{ inactive_exclusions = "error" }`, two))
		ours.noChanges()
		s.protects()
	})
}

// Where the same plan activates the exclusion, there is nothing to fail for.
func TestAnExclusionThatThePlanActivatesIsNoError(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	w := s.shell(s.checked(`{ inactive_exclusions = "error" }`, anExclusion("vip")+s.send("email", []string{"vip"})))
	w.apply()
	s.byHand("vip", map[string]any{"active": false})
	found := w.tell("plan", "-input=false")
	if len(found) != 1 || found[0].Severity != "warning" || !strings.Contains(found[0].Detail, "was deactivated") {
		t.Errorf("one warning expected, got %v", found)
	}
	w.apply()
	s.protects()
	w.noChanges()
	w.configure(s.checked(`{ inactive_exclusions = "error" }`, anExclusion("vip", attributes{"active": "false"})+s.send("email", []string{"vip"})))
	if found := w.errors("plan", "-input=false"); len(found) != 1 || found[0].Address != sender("email") {
		t.Errorf("one error of the send expected, got %v", found)
	}
}

func TestChecksAreValidated(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell("")
	for checks, line := range map[string]string{
		`{ inactive_exclusions = "fatal" }`: "fatal",
		`{ unlisted_sends = "" }`:           "unlisted_sends",
		`{ ignore = ["vip"] }`:              "vip",
	} {
		w.configure(s.checked(checks, anExclusion("vip")))
		for _, command := range []string{"validate", "plan"} {
			if output, ok := w.try(command, "-no-color"); ok || !strings.Contains(output, line) {
				t.Errorf("%s of %s: %s", command, checks, output)
			}
		}
	}
}

// What is not known before the apply is as if it were left out, until then.
func TestChecksMayDependOnTheApply(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	rest := "resource \"terraform_data\" \"level\" {\n  input = \"off\"\n}\n" + anExclusion("vip", attributes{"active": "false"}) + s.send("email", []string{"vip"})
	w := s.shell(s.checked(`{ inactive_exclusions = terraform_data.level.output, ignore = [terraform_data.level.id == "" ? "1" : "2"] }`, rest))
	w.apply()
	if found := w.tell("plan", "-input=false"); len(found) != 0 {
		t.Errorf("it is off by now: %v", found)
	}
}
