package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// Without its variable the workflow sends no key, and the backend refuses the request.
func TestAVariableThatSomebodyDeletedIsMadeAgain(t *testing.T) {
	t.Parallel()
	for name, delay := range map[string]string{"at once": "", "with a delay": "delay_minutes = 10"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			w := a.shell(a.sending(byAttribute + "\n" + delay))
			w.apply()
			for _, each := range a.workflows() {
				for _, id := range a.variables(each) {
					a.kustomer(http.MethodDelete, "/workflow-variables/"+id, nil)
				}
			}
			if changes := w.changes(); !slices.Equal(changes, []string{"update " + sendAddress}) {
				t.Fatalf("an update expected, got %v", changes)
			}
			if warned := w.warnings("plan"); !slices.ContainsFunc(warned, func(d told) bool {
				return d.Summary == "A secret header was removed" && strings.Contains(d.Detail, "the header x-api-key, or the variable")
			}) {
				t.Errorf("got %v", warned)
			}
			w.apply()
			w.noChanges()
			a.complete(delay != "")
			a.requestsOne()
		})
	}
}

// Neither is in the account yet. Which of the two is planned first is not known.
func TestNewSendWorkflowsOfOnePlanThatSurveyTheSameChannel(t *testing.T) {
	t.Parallel()
	a := start(t)
	other := strings.Replace(strings.Replace(a.sendingToo("other"), "surveySentBool", "otherBool", 1), "Survey by e-mail", "Other", 1)
	overlaps := func(config string) []told {
		return slices.DeleteFunc(a.shell(config).warnings("plan"), func(d told) bool { return !strings.Contains(d.Summary, "surveys the same channel") })
	}
	if found := overlaps(a.sending(byAttribute) + other); len(found) != 1 || found[0].Summary != "A new workflow surveys the same channel" || !strings.Contains(found[0].Detail, "(created by this plan)") {
		t.Errorf("got %v", found)
	}
	for name, config := range map[string]string{
		"the same mark":   strings.Replace(other, "otherBool", "surveySentBool", 1),
		"another channel": strings.Replace(other, `["email"]`, `["chat"]`, 1),
		"disabled":        strings.Replace(other, "sent_attribute", "enabled = false\n  sent_attribute", 1),
	} {
		if found := overlaps(a.sending(byAttribute) + config); len(found) != 0 {
			t.Errorf("%s: got %v", name, found)
		}
	}
}

// overlapping_sends says how loud it is, and ignore what is meant to be so.
func TestSendWorkflowsOfOneChannelAreReportedAsTheChecksSay(t *testing.T) {
	t.Parallel()
	a := start(t)
	first := a.shell(strings.Replace(a.sending(byAttribute), "Survey by e-mail", "First", 1))
	first.apply()
	id := a.workflows()[0]["id"].(string)
	checked := func(config, checks string) *workspace {
		return a.shell(strings.Replace(config, "kustomer = {", "checks = { "+checks+" }\n  kustomer = {", 1))
	}
	second := a.sending(`sent_attribute = "otherBool"`)
	const summary = "surveys the same channel"
	about := func(severity string) func(told) bool {
		return func(d told) bool { return d.Severity == severity && strings.Contains(d.Summary, summary) }
	}
	for checks, row := range map[string]struct{ errors, warnings bool }{
		"":                               {false, true},
		`overlapping_sends = "error"`:    {true, false},
		`overlapping_sends = "off"`:      {false, false},
		fmt.Sprintf("ignore = [%q]", id): {false, false},
	} {
		found := checked(second, checks).tell("plan", "-input=false")
		if slices.ContainsFunc(found, about("error")) != row.errors || slices.ContainsFunc(found, about("warning")) != row.warnings {
			t.Errorf("{%s}: got %v", checks, found)
		}
	}
	if writes := len(a.workflows()); writes != 1 {
		t.Errorf("%d workflows", writes)
	}

	// A channel that another workflow takes.
	taken := func(checks string) []told {
		w := checked(strings.Replace(strings.Replace(a.sending(byAttribute), "Survey by e-mail", "First", 1), `["email"]`, `["sms"]`, 1)+
			a.another(a.sending(`sent_attribute = "otherBool"`+"\n  depends_on = [surveytrigger_kustomer_send_workflow.send]"), "takes"), checks)
		w.write("terraform.tfstate", first.read("terraform.tfstate"))
		return slices.DeleteFunc(w.tell("plan", "-input=false"), func(d told) bool { return d.Summary != "Conversations may be surveyed again" })
	}
	for checks, severity := range map[string]string{"": "warning", `overlapping_sends = "error"`: "error", `overlapping_sends = "off"`: "", fmt.Sprintf("ignore = [%q]", id): ""} {
		found := taken(checks)
		if severity == "" && len(found) != 0 || severity != "" && (len(found) != 1 || found[0].Severity != severity) {
			t.Errorf("{%s}: got %v", checks, found)
		}
	}
}

// Terraform writes a body with jsonencode, in its own layout and order.
func TestTheConfigurationThatTerraformGeneratesForASendWorkflowChangesNothing(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.shell(a.sending(byAttribute)).apply()
	id := a.workflows()[0]["id"]
	w := a.shell(a.kustomerProvider() + fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", sendAddress, id))
	w.run("plan", "-input=false", "-no-color", "-generate-config-out=generated.tf")
	if generated := w.read("generated.tf"); !strings.Contains(generated, "jsonencode") {
		t.Fatalf("a body by jsonencode expected, got %s", generated)
	}
	if printed := w.run("plan", "-input=false", "-no-color"); !strings.Contains(printed, "1 to import, 0 to add, 0 to change") {
		t.Errorf("got %s", printed)
	}
	w.apply()
	w.noChanges()
}

func TestASendWorkflowThatIsReplacedBeforeItIsDestroyedIsRefusedWithTheWayOut(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.sending(byAttribute))
	w.apply()
	w.configure(a.sending(byAttribute + "\n  delay_minutes = 10\n  lifecycle { create_before_destroy = true }"))
	if refused := w.errors("apply", "-auto-approve", "-input=false"); len(refused) != 1 || !strings.Contains(refused[0].Detail, "remove create_before_destroy from the lifecycle block") {
		t.Fatalf("one error expected, got %v", refused)
	}
	w.configure(a.sending(byAttribute + "\n  delay_minutes = 10"))
	w.apply()
	w.noChanges()
}
