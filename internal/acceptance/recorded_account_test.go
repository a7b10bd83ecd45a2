package acceptance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// What recordings of live accounts show, from configuration to the account.

// Targets also send e-mails and bare URLs. They are listed beside the HTTP ones.
func TestATargetOfAnotherKindIsNoHTTPTarget(t *testing.T) {
	t.Parallel()
	a := start(t)
	p := a.protocol(a.section())
	for kind, members := range map[string]map[string]any{
		"email_target": {"email": "hello@example.com", "subject": "Solved"},
		"url_target":   {"target_url": "https://surveys.example.com", "method": "get", "attribute": "message"},
	} {
		members["type"], members["title"] = kind, "Theirs"
		id := number(a.call(http.MethodPost, "/targets", map[string]any{"target": members})["target"].(map[string]any)["id"])
		p.configure(a.section())
		_, _, failed := p.importByIdentity("surveytrigger_zendesk_http_target", map[string]any{"id": id})
		if len(failed) != 1 || failed[0].Summary != "Not an HTTP target" || !strings.Contains(failed[0].Detail, kind) || !strings.Contains(failed[0].Detail, id) {
			t.Errorf("%s: got %v", kind, failed)
		}
	}
	w := a.shell(a.config(`
resource "surveytrigger_zendesk_http_target" "ours" {
  title = "Ours"
  url   = "https://surveys.example.com"
}
`))
	w.apply()
	w.noChanges()
}

// A rule may hold numbers where it took texts.
func TestANumberInARuleIsReadAsItsDigits(t *testing.T) {
	t.Parallel()
	a := start(t)
	target := number(a.call(http.MethodPost, "/targets", map[string]any{"target": map[string]any{
		"type": "http_target", "title": "Old", "target_url": "https://surveys.example.com", "method": "post", "content_type": "application/json",
	}})["target"].(map[string]any)["id"])
	made := a.call(http.MethodPost, "/triggers", map[string]any{"trigger": map[string]any{
		"title":      "By hand",
		"conditions": json.RawMessage(`{"all": [{"field": "status", "operator": "value", "value": "solved"}, {"field": "via_id", "operator": "is", "value": "4"}, {"field": "priority", "operator": "changed", "value": ""}]}`),
		"actions":    json.RawMessage(`[{"field": "notification_target", "value": [` + target + `, "{}"]}]`),
	}})["trigger"].(map[string]any)
	p := a.protocol(a.section())
	state, _, failed := p.importByIdentity("surveytrigger_zendesk_send_trigger", map[string]any{"id": number(made["id"])})
	if len(failed) > 0 {
		t.Fatal(failed)
	}
	if p.attribute(state, "target_id") != target {
		t.Errorf("target_id is %s, want %s", p.attribute(state, "target_id"), target)
	}
}

// Conditions that live accounts have, and the value that stands for none.
func TestConditionsOnRecordAreTaken(t *testing.T) {
	t.Parallel()
	a := start(t)
	mood := a.makeField(`{"type": "tagger", "title": "Mood", "custom_field_options": [{"name": "Good", "value": "mood_good"}]}`)
	var lines []string
	for _, c := range [][3]string{
		{"on_holiday", "is", "false"},
		{"number_of_incidents", "less_than", "1"},
		{"number_of_incidents", "less_than_equal", "0"},
		{"number_of_incidents", "greater_than_equal", "0"},
		{"ticket_due_date", "less_than", "2030-01-01"},
		{"requester_time_zone", "is_not", "Berlin"},
		{"requester_twitter_followers_count", "less_than", "10"},
		{"type", "is", "__NULL__"},
		{"priority", "is_not", "__NULL__"},
		{"group_id", "is", "__NULL__"},
		{"organization_id", "is", "__NULL__"},
		{"custom_fields_" + mood, "is", "__NULL__"},
	} {
		lines = append(lines, fmt.Sprintf(`{ field = %q, operator = %q, value = %q }`, c[0], c[1], c[2]))
	}
	w := a.shell(a.provider() + exclusions.block("quiet", attributes{"conditions": `{ all = [` + strings.Join(lines, ", ") + `] }`}))
	w.apply()
	w.noChanges()
	marked := func(members string) bool {
		ticket := a.call(http.MethodPost, "/tickets", map[string]any{"ticket": json.RawMessage(members)})["ticket"].(map[string]any)
		return len(ticket["tags"].([]any)) > 0
	}
	if !marked(`{"subject": "x", "priority": "low", "due_at": "2029-01-01"}`) || marked(`{"subject": "x", "due_at": "2029-01-01"}`) || marked(`{"subject": "x", "priority": "low", "type": "task", "due_at": "2029-01-01"}`) {
		t.Error("__NULL__ is no value: a ticket without type and with a priority matches, no other")
	}

	// What they can say is known without the account.
	lines = nil
	for _, field := range []string{"on_holiday", "number_of_incidents", "ticket_due_date", "requester_time_zone", "requester_twitter_followers_count", "requester_twitter_statuses_count", "requester_twitter_verified"} {
		lines = append(lines, fmt.Sprintf(`{ field = %q, operator = "not_includes_string", value = "x" }`, field))
	}
	w.configure(a.provider() + exclusions.block("quiet", attributes{"conditions": `{ all = [` + strings.Join(lines, ", ") + `] }`}))
	if found := w.errors("plan", "-input=false"); len(found) != len(lines) || slices.ContainsFunc(found, func(each told) bool { return each.Summary != "Zendesk would refuse this condition" }) {
		t.Errorf("%d errors expected, got %v", len(lines), found)
	}

	// A list that cannot be empty has no such value.
	w.configure(a.provider() + exclusions.block("quiet", attributes{"conditions": `{ all = [{ field = "status", operator = "is", value = "__NULL__" }] }`}))
	if found := w.errors("plan", "-input=false"); len(found) != 1 || found[0].Summary != "Zendesk would refuse this condition" {
		t.Errorf("got %v", found)
	}
}

// A field that is created without a description reads back its title, and keeps it
// when the title changes. Neither is a difference.
func TestAFieldDescribedByItsTitle(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + fields.block("box", attributes{"title": `"Do not send"`}))
	w.apply()
	w.noChanges()
	w.configure(a.provider() + fields.block("box", attributes{"title": `"No survey"`}))
	w.apply()
	w.noChanges()
	if made := a.fieldsTitled("No survey"); len(made) != 1 || made[0]["description"] != "No survey" {
		t.Errorf("the description follows, got %v", made)
	}
}
