package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// A workflow that was pasted from an article asks about the conversations of the new one:
// whom it surveys is nowhere written, but the host that it calls is.
func TestASendWorkflowBesideOneOfAnotherFormThatCallsTheSameHost(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.asks("https://api.stellaconnect.net/v1/requests", `"x-api-key":"`+a.env["STELLA_CONNECT_PRODUCTION_KEY"]+`"`,
		`{"channel":"email","ext_interaction_id":"/#steps.conversation.id","customer":{"email":"/#steps.customer.emails.0.email"},"employee":{"email":"/#steps.agent.email"}}`)
	pasted := a.workflows()[0]["id"].(string)
	named := func(w *workspace) []told {
		return slices.DeleteFunc(w.warnings("plan"), func(d told) bool { return !strings.HasSuffix(d.Summary, "calls the same host") })
	}
	w := a.shell(a.sending(byAttribute) + strings.ReplaceAll(a.sendingToo("second"), "Survey by e-mail", "Second"))
	if found := named(w); len(found) != 1 || !strings.Contains(found[0].Summary, pasted) || !strings.Contains(found[0].Detail, "calls api.stellaconnect.net") {
		t.Errorf("one warning expected, got %v", found)
	}
	for name, config := range map[string]string{
		"another host": strings.Replace(a.sending(byAttribute), "api.stellaconnect.net", "surveys.example.com", 1),
		"disabled":     a.sending(byAttribute + "\n  enabled = false"),
		"off":          strings.Replace(a.sending(byAttribute), "kustomer = {", "checks = { overlapping_sends = \"off\" }\n  kustomer = {", 1),
	} {
		if found := named(a.shell(config)); len(found) != 0 {
			t.Errorf("%s: got %v", name, found)
		}
	}
	a.shell(strings.Replace(a.sending(byAttribute), "kustomer = {", "checks = { overlapping_sends = \"error\" }\n  kustomer = {", 1)).errors("plan")

	// What the warning advises.
	a.kustomer(http.MethodPut, "/workflows/"+pasted, map[string]any{"enabled": false})
	if found := named(w); len(found) != 0 {
		t.Errorf("it is disabled: %v", found)
	}
	w.apply()
	if found := named(a.shell(a.another(a.sending(byAttribute+"\n  delay_minutes = 10"), "third"))); len(found) != 0 {
		t.Errorf("send workflows are compared by their channels: %v", found)
	}
	a.requestsOne()
}
