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
