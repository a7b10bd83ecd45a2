package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// senders is what the data source says of them.
type senders struct {
	Senders []struct {
		Kind       string  `json:"kind"`
		ID         string  `json:"id"`
		Title      string  `json:"title"`
		Active     bool    `json:"active"`
		Category   *string `json:"category"`
		WebhookID  *string `json:"webhook_id"`
		TargetID   *string `json:"target_id"`
		Endpoint   *string `json:"endpoint"`
		Conditions struct {
			All []string `json:"all"`
			Any []string `json:"any"`
		} `json:"conditions"`
		Honours struct {
			Tags     []string `json:"tags"`
			FieldIDs []string `json:"field_ids"`
		} `json:"honours"`
		After []string `json:"after"`
	} `json:"senders"`
}

func (s senders) titles() string {
	var titles []string
	for _, each := range s.Senders {
		titles = append(titles, each.Title)
	}
	slices.Sort(titles)
	return strings.Join(titles, ", ")
}

// sendsTo makes a trigger by hand that notifies a webhook of its own at the address.
func (a *account) sendsTo(title, address string, active bool) (id string) {
	a.t.Helper()
	hook := a.call(http.MethodPost, "/webhooks", map[string]any{"webhook": map[string]any{
		"name": title, "endpoint": address, "http_method": "POST", "request_format": "json", "status": "active", "subscriptions": []string{"conditional_ticket_events"},
	}})["webhook"].(map[string]any)["id"]
	return a.foreign(title, map[string]any{
		"active":     active,
		"conditions": map[string]any{"all": []any{map[string]any{"field": "status", "operator": "value", "value": "solved"}}},
		"actions":    []any{map[string]any{"field": "notification_webhook", "value": []any{hook, "{}"}}},
	})
}

// A send that somebody made by hand is found by its webhook or by its webhook's address, whatever the webhook is.
func TestSendersAreFoundWhoeverMadeThem(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	own := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"}, attributes{"exclude_checkbox_field_ids": fmt.Sprintf("[%q]", s.checkbox)})+s.automation("quiet", attributes{"exclude_tags": `["no_survey"]`})))
	own.apply()
	s.sendsTo("other hook", strings.Replace(s.env["STELLA_CONNECT_ENDPOINT"], "127.0.0.1", "localhost", 1)+"/v1/auth?x={{ticket.id}}", true)
	s.sendsTo("elsewhere", "https://surveys.example.com/a", true)
	s.sendsTo("elsewhere too", "https://SURVEYS.example.com:8443/b", false)
	target := s.call(http.MethodPost, "/targets", map[string]any{"target": map[string]any{
		"type": "http_target", "title": "old", "target_url": "https://surveys.example.com/old", "method": "post", "content_type": "application/json",
	}})["target"].(map[string]any)["id"]
	s.account.foreign("to a target", map[string]any{"actions": []any{map[string]any{"field": "notification_target", "value": []any{number(target), "{}"}}}})
	host := strings.TrimPrefix(strings.Replace(s.env["STELLA_CONNECT_ENDPOINT"], "127.0.0.1", "localhost", 1), "http://")
	filters := map[string][2]string{
		"all":     {``, "elsewhere, elsewhere too, email, other hook, quiet, to a target"},
		"empty":   {`endpoints = []`, "elsewhere, elsewhere too, email, other hook, quiet, to a target"},
		"webhook": {fmt.Sprintf(`webhook_ids = [%q]`, s.webhook), "email, quiet"},
		"host":    {`endpoints = ["surveys.EXAMPLE.com"]`, "elsewhere, elsewhere too, to a target"},
		"port":    {`endpoints = ["surveys.example.com:443"]`, "elsewhere, to a target"},
		"url":     {`endpoints = ["https://surveys.example.com/a"]`, "elsewhere"},
		"root":    {`endpoints = ["https://surveys.example.com/"]`, "elsewhere, to a target"},
		"not":     {`endpoints = ["surveys.example.com.evil.net", "example.com"]`, ""},
		"target":  {fmt.Sprintf(`target_ids = [%q]`, number(target)), "to a target"},
		"local":   {fmt.Sprintf(`endpoints = [%q]`, strings.Split(host, "/")[0]), "other hook"},
		"both":    {fmt.Sprintf("endpoints = [\"https://surveys.example.com/a\"]\n  webhook_ids = [%q]", s.webhook), "elsewhere, email, quiet"},
	}
	var config strings.Builder
	for name, each := range filters {
		fmt.Fprintf(&config, "data \"surveytrigger_zendesk_survey_senders\" %q {\n  %s\n}\noutput %q { value = data.surveytrigger_zendesk_survey_senders.%s }\n", name, each[0], name, name)
	}
	w := s.shell(s.config("%s", config.String()))
	w.apply()
	for name, each := range filters {
		var found senders
		if w.output(name, &found); found.titles() != each[1] {
			t.Errorf("%s: got %s, expected %s", name, found.titles(), each[1])
		}
	}
	var managed senders
	w.output("webhook", &managed)
	vip := s.id("vip")
	for _, each := range managed.Senders {
		if each.Title == "quiet" {
			if each.Kind != "automation" || each.Category != nil || !slices.Equal(each.Honours.Tags, []string{"surveyed_quiet", "no_survey"}) || !slices.Equal(each.After, []string{vip}) {
				t.Errorf("the automation: %+v", each)
			}
			continue
		}
		if each.Kind != "trigger" || each.ID != s.id("email") || !each.Active || *each.Category != "Notifications" || *each.WebhookID != s.webhook || each.TargetID != nil ||
			!slices.Equal(each.Conditions.All, []string{"status value solved", "via_id is 4", "current_tags not_includes no_survey", "custom_fields_" + s.checkbox + " is false"}) ||
			!slices.Equal(each.Honours.Tags, []string{"no_survey"}) || !slices.Equal(each.Honours.FieldIDs, []string{s.checkbox}) || !slices.Equal(each.After, []string{vip}) {
			t.Errorf("the send: %+v", each)
		}
	}
	s.drag("vip", 99)
	w.apply()
	w.output("webhook", &managed)
	for _, each := range managed.Senders {
		if each.Title == "email" && len(each.After) != 0 {
			t.Errorf("the exclusion is evaluated later: %+v", each.After)
		}
	}
}

// A decision asks for triggers, categories and webhooks, and for a list of names where the configuration uses one.
func TestWhatADecisionAsksFor(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	s.sendsTo("send", "https://surveys.example.com/a", true)
	lists := func(config string) string {
		w := s.shell(s.config("%s", config))
		s.forget()
		w.run("plan", "-input=false")
		var paths []string
		for _, r := range s.requests() {
			path := strings.TrimPrefix(r.Path, "/api/v2/")
			paths = append(paths, strings.TrimSuffix(path, ".json"))
		}
		slices.Sort(paths)
		return strings.Join(slices.Compact(paths), " ")
	}
	two := decides("one", `{ channel = "email" }`) + decides("two", `{ channel = "chat", tags = ["vip"] }`)
	for config, expected := range map[string]string{
		two: "trigger_categories triggers webhooks",
		two + decides("named", `{ channel = "email", brand = "Acme", group = "Support", form = "Default Ticket Form", requester = { language = "en-US" }, fields = { "Do not send" = true } }`): "brands groups locales ticket_fields ticket_forms trigger_categories triggers webhooks",
		`data "surveytrigger_zendesk_survey_senders" "all" {}`: "automations trigger_categories triggers webhooks",
	} {
		if got := lists(config); got != expected {
			t.Errorf("asked for %s, expected %s", got, expected)
		}
	}
}

// What is wrong with a ticket is said where it stands.
func TestWhatCannotBeDecidedAbout(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	for ticket, expected := range map[string][2]string{
		`{ channel = "mail" }`:                                                                         {"Not a channel", `"mail" is not a channel`},
		`{ channel = "email", status = "done" }`:                                                       {"Invalid Attribute Value Match", "done"},
		`{ channel = "email", status_before = "closed" }`:                                              {"Invalid Attribute Value Match", "closed"},
		`{ channel = "email", new = true, status_before = "open" }`:                                    {"A new ticket has no status before", "Remove status_before"},
		`{ channel = "email", tags = ["VIP"] }`:                                                        {"Zendesk would store another tag", "upper case"},
		`{ channel = "email", brand = "Acne" }`:                                                        {"No brand with this name", `"Acme"`},
		`{ channel = "email", requester = { language = "xx" } }`:                                       {"No language with this name", "English"},
		`{ channel = "email", fields = { "Do not sent" = true } }`:                                     {"No custom ticket field with this title", `"Do not send"`},
		`{ channel = "email", fields = { "Do not send" = "yes" } }`:                                    {"Not a value of this ticket field", "true or false"},
		fmt.Sprintf(`{ channel = "email", fields = { "Do not send" = true, %s = true } }`, s.checkbox): {"Two values for one ticket field", s.checkbox},
		`{ channel = "email", conditions = { "role" = true } }`:                                        {"Not a condition", "field, operator and value"},
	} {
		w := s.shell(s.config("%s", decides("one", ticket)))
		found := w.errors("plan", "-input=false")
		if len(found) != 1 || found[0].Summary != expected[0] || !strings.Contains(found[0].Detail, expected[1]) {
			t.Errorf("%s: got %v, expected %q", ticket, found, expected)
		}
	}
	w := s.shell(s.config("data \"surveytrigger_zendesk_survey_senders\" \"one\" {\n  endpoints = [\"example.com/a\"]\n}\n"))
	if found := w.errors("plan", "-input=false"); len(found) != 1 || found[0].Summary != "Not an address" || !strings.Contains(found[0].Detail, `"example.com/a"`) {
		t.Errorf("got %v", found)
	}
}

// checkFails expects that checks fail and say all of it. Where a plan repairs something, they wait for the apply;
// with -refresh-only they look at the account as it is.
func (w *workspace) checkFails(words ...string) {
	w.account.t.Helper()
	output := w.run("plan", "-input=false", "-no-color", "-refresh-only")
	for _, word := range append(words, "Check block assertion failed") {
		if !strings.Contains(strings.Join(strings.Fields(output), " "), word) {
			w.account.t.Errorf("the checks do not say %q: %s", word, output)
		}
	}
}

// checksHold expects that no check fails.
func (w *workspace) checksHold() {
	w.account.t.Helper()
	if output := w.run("plan", "-input=false", "-no-color"); strings.Contains(output, "Check block assertion") {
		w.account.t.Errorf("a check fails: %s", output)
	}
}

// theChecksFailForAForeignSend lets somebody survey VIPs by hand.
func theChecksFailForAForeignSend(t *testing.T, a *account, w *workspace) {
	w.checksHold()
	solvedByVIP := map[string]any{"all": []any{
		map[string]any{"field": "status", "operator": "value", "value": "solved"},
		map[string]any{"field": "via_id", "operator": "is", "value": "4"},
		map[string]any{"field": "current_tags", "operator": "includes", "value": "vip"},
	}}
	hook := a.list("/webhooks", "webhooks")[0]["id"].(string)
	send := a.foreign("By hand", map[string]any{"conditions": solvedByVIP, "actions": []any{map[string]any{"field": "notification_webhook", "value": []string{hook, "{}"}}}})
	w.checkFails("A VIP may be surveyed", `"email, VIP":{"surveys":["By hand"]`)
	a.call(http.MethodDelete, "/triggers/"+send, nil)
	w.checksHold()
	exclusion := a.triggers()["No survey for VIPs"]
	a.call(http.MethodPut, "/triggers/"+number(exclusion["id"]), map[string]any{"trigger": map[string]any{"active": false}})
	w.checkFails("A VIP may be surveyed", `"phone_call_inbound, VIP":{"surveys":["Survey by phone"]`)
	w.apply()
	chat := a.triggers()["Survey by chat"]
	a.call(http.MethodPut, "/triggers/"+number(chat["id"]), map[string]any{"trigger": map[string]any{"active": false}})
	w.checkFails("A channel has no send or several", `"chat, ordinary":[]`)
	w.apply()
	w.checksHold()
}

// theCheckFailsForAForeignSender lets somebody send with a webhook of his own.
func theCheckFailsForAForeignSender(t *testing.T, a *account, w *workspace) {
	w.checksHold()
	send := a.sendsTo("By hand", "https://API.stellaconnect.net/v1/auth", true)
	w.checkFails("Somebody else sends to Stella Connect", "trigger By hand ("+send+")")
	a.call(http.MethodDelete, "/triggers/"+send, nil)
	w.checksHold()
}
