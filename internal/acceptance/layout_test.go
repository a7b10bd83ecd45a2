package acceptance

import (
	"fmt"
	"strings"
	"testing"
)

// indented is a configuration whose payload has another layout than the one in state, as a
// template file with the line ends of another system.
func (a *account) indented() string {
	const written = `provider::surveytrigger::stella_connect_payload("email", surveytrigger_zendesk_ticket_field.do_not_send.id, {})`
	return strings.Replace(a.protectedEmail(), written, `"\r\n  ${`+written+`}\r\n"`, 1)
}

// The layout of a payload is no difference: a send with another one follows its exclusion as
// any other send does.
func TestASendWithAnotherLayoutFollowsAnExclusionThatIsActivatedAgain(t *testing.T) {
	t.Parallel()
	a := start(t)
	// An exclusion that protects from all goes before the send by itself.
	listed := func(config string) string {
		return strings.Replace(config, "  mark = {", "  protects = \"listed\"\n  mark = {", 1)
	}
	w := a.shell(listed(a.protectedEmail()))
	w.apply()
	w.configure(listed(a.indented()))
	w.noChanges()
	a.drag(vipExclusion, map[string]any{"active": false})
	a.forget()
	w.planned(
		onlyChange{"surveytrigger_zendesk_exclusion_trigger.vip", "active", "false", "true"},
		onlyChange{emailSendAddress, "order_satisfied", "true", "null"},
	)
	w.applyPlan()
	if writes := a.writes(); len(writes) != 2 {
		t.Errorf("one request for each of the two expected, got %v", writes)
	}
	_ = a.protects(nil)
	w.noChanges()
}

// Whether an inactive exclusion is activated is known in the apply only.
func TestASendFollowsAnExclusionThatIsKnownToBeActivatedInTheApply(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := func(stage string) string {
		return fmt.Sprintf("resource \"terraform_data\" \"stage\" {\n  input = %q\n}\n", stage) +
			strings.Replace(a.protectedEmail(), "  mark = {", "  active = terraform_data.stage.output == \"production\"\n  mark = {", 1)
	}
	w := a.shell(config("test"))
	w.apply()
	w.configure(config("staging")) // it stays inactive
	w.apply()
	w.noChanges()
	w.configure(config("production"))
	w.apply()
	_ = a.protects(nil)
	w.noChanges()
}
