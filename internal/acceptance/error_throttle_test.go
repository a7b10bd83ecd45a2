package acceptance

import (
	"net/http"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// Zendesk refuses without an end: the resource's timeouts end it, and the error says
// for how long it was waited. (The limit of ten minutes is tested in package transport.)
func TestEndlessRefusalIsOneErrorThatSaysHowLongItWaited(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + webhooks.block("hook"))
	w.apply()
	w.configure(a.provider() + webhooks.block("hook", attributes{"timeouts": `{ update = "4s" }`, "description": `"New"`}))
	a.fault(engine.Fault{System: "zendesk", Kind: engine.TooManyRequests, Method: http.MethodPatch, Path: "/api/v2/webhooks/*", Times: 100_000, RetryAfter: hours(1.0 / 3600)})
	found := w.errors("apply", "-auto-approve")
	if len(found) != 1 || found[0].Summary != "Cannot update zendesk_webhook" {
		t.Fatalf("got %v", found)
	}
	for _, word := range []string{"429 requests have been refused for ", "asks to wait 1s", "this operation's time limit ends in", "Apply again later"} {
		if !strings.Contains(found[0].Detail, word) {
			t.Errorf("%q is not in %v", word, found[0])
		}
	}
	a.send(http.MethodDelete, "/_sandbox/faults", nil, nil)
	w.apply()
	w.noChanges()
}
