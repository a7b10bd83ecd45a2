package acceptance

import (
	"net/http"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// five is one resource of every kind, called what the label says.
func five(label string) string {
	return block("trigger_category", "one", attributes{"name": quoted("Category " + label)}) +
		block("ticket_field", "one", attributes{"type": `"checkbox"`, "title": quoted("Field " + label), "deletion_policy": `"delete"`}) +
		block("webhook", "one", attributes{"name": quoted("Hook " + label), "endpoint": `"https://surveys.example.com"`}) +
		block("exclusion_trigger", "one", attributes{
			"title": quoted("Exclusion " + label), "conditions": `{ all = [{ field = "current_tags", operator = "includes", value = "vip" }] }`, "mark": `{ tag = "not_surveyed" }`,
		}) +
		block("send_trigger", "one", attributes{
			"title": quoted("Send " + label), "channel": `"chat"`, "webhook_id": `surveytrigger_zendesk_webhook.one.id`, "payload": `"{}"`,
			"exclude_tags": `["not_surveyed"]`, "evaluate_after": `[surveytrigger_zendesk_exclusion_trigger.one.id]`,
		})
}

func quoted(text string) string { return `"` + text + `"` }

// present counts the five by their label.
func (a *account) present(label string) map[string]int {
	a.t.Helper()
	found := map[string]int{}
	for path, member := range map[string]string{"/webhooks": "webhooks", "/ticket_fields": "ticket_fields", "/trigger_categories": "trigger_categories", "/triggers?per_page=100": "triggers"} {
		for _, each := range a.list(path, member) {
			for _, name := range []any{each["name"], each["title"]} {
				if text, ok := name.(string); ok && strings.HasSuffix(text, " "+label) {
					found[text]++
				}
			}
		}
	}
	return found
}

func (a *account) expectOneOfEach(label string) {
	a.t.Helper()
	found := a.present(label)
	for _, name := range []string{"Category", "Field", "Hook", "Exclusion", "Send"} {
		if found[name+" "+label] != 1 {
			a.t.Errorf("one of each expected, got %v", found)
			return
		}
	}
}

// Every kind of trouble, once for every kind of request, in the whole life of
// all five resources.
func TestPassingFaultsAreSurvived(t *testing.T) {
	t.Parallel()
	for _, kind := range engine.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			soon := 0.2
			trouble := func(method string, paths ...string) {
				for _, path := range paths {
					fault := engine.Fault{System: "zendesk", Kind: kind, Method: method, Path: "/api/v2" + path, Times: 1}
					if kind == engine.TooManyRequests || kind == engine.Slow {
						fault.RetryAfter = &soon
					}
					a.fault(fault)
				}
			}
			happened := func() {
				t.Helper()
				var left []engine.Fault
				a.send(http.MethodGet, "/_sandbox/faults", nil, &left)
				if len(left) != 0 {
					t.Errorf("this trouble was never met: %v", left)
				}
			}
			w := a.shell(a.provider() + five("before"))
			trouble(http.MethodPost, "/webhooks", "/ticket_fields", "/trigger_categories", "/triggers", "/trigger_categories/jobs")
			w.apply()
			happened()
			a.expectOneOfEach("before")
			w.noChanges()

			w.configure(a.provider() + five("after"))
			trouble(http.MethodPatch, "/webhooks/*", "/trigger_categories/*")
			trouble(http.MethodPut, "/ticket_fields/*", "/triggers/*")
			w.apply()
			happened()
			a.expectOneOfEach("after")
			if len(a.present("before")) != 0 {
				t.Errorf("all are renamed, but there is %v", a.present("before"))
			}

			trouble(http.MethodGet, "/webhooks*", "/ticket_fields*", "/trigger_categories", "/triggers")
			w.noChanges()
			happened()

			trouble(http.MethodDelete, "/webhooks/*", "/ticket_fields/*", "/trigger_categories/*", "/triggers/*")
			w.destroy()
			happened()
			if left := a.present("after"); len(left) != 0 {
				t.Errorf("all are gone, but there is %v", left)
			}
		})
	}
}
