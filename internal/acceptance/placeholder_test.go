package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// body is a payload that has all that Stella Connect needs, with one more member.
func (s *stage) body(member string) string {
	return fmt.Sprintf(`<<-EOT
    {
      "channel": "email",
      "customer": { "name": "{{ticket.requester.first_name | remove: '\' | replace: '"', '\"'}}", "email": "{{ticket.requester.email}}" },
      "employee": { "email": "{{ticket.assignee.email}}" },
      "ext_interaction_id": "{{ticket.id}}", "external_url": "{{ticket.link}}", "tags": [],
      "do_not_send": "{{ticket.ticket_field_%s}}"%s
    }
  EOT
`, s.checkbox, member)
}

// anAutomation is the same as an automation.
func (s *stage) anAutomation(name string, layers ...attributes) string {
	return block("send_automation", name, append([]attributes{{
		"title": fmt.Sprintf("%q", name), "hours_since_solved": "1", "sent_tag": `"sent_later"`, "webhook_id": fmt.Sprintf("%q", s.webhook),
		"require_public_comment": "false", "payload": s.payload(),
	}}, layers...)...)
}

// unknown are the diagnostics about placeholders.
func unknown(all []told) []told {
	return slices.DeleteFunc(slices.Clone(all), func(d told) bool { return !strings.Contains(d.Summary, "Unknown placeholder") })
}

// A slip in a new payload is refused, with the line and what was meant: nothing is made.
func TestASlipInAPlaceholderIsRefused(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	slipped := attributes{"payload": strings.Replace(s.body(""), "ticket.assignee.email", "ticket.asignee.email", 1)}
	for name, config := range map[string]string{"trigger": s.send("email", nil, slipped), "automation": s.anAutomation("later", slipped)} {
		t.Run(name, func(t *testing.T) {
			w := s.shell(s.config("%s", config))
			found := w.errors("plan", "-input=false")
			if len(found) != 1 || found[0].Summary != "Unknown placeholder ticket.asignee.email" || !strings.HasPrefix(found[0].line(), "payload") {
				t.Fatalf("one error at the payload expected, got %v", found)
			}
			for _, part := range []string{"Line 4 of the payload", `"asignee"`, "Did you mean {{ticket.assignee.email}}?"} {
				if !strings.Contains(found[0].Detail, part) {
					t.Errorf("%q is not said: %v", part, found)
				}
			}
			w.configure(s.checked(`{ placeholders = "off" }`, config))
			if found := unknown(w.tell("plan", "-input=false")); len(found) != 0 {
				t.Errorf("it is off: %v", found)
			}
		})
	}
	w := s.shell(s.config("%s", s.send("email", nil, attributes{"payload": s.body("")})))
	w.apply()
	s.gets(1, 4)
	w.noChanges()
}

// What else is not documented is a warning of every plan, as loud as asked, and the
// survey goes out.
func TestAnUndocumentedPlaceholderIsAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	odd := attributes{"payload": s.body(`, "language": "{{ticket.requester.shoe_size}}{{brand_name}}{{ticket.shoe_size}}"`)}
	config := s.send("email", nil, odd)
	w := s.shell(s.config("%s", config))
	expect := func(when, severity string, count int) {
		t.Helper()
		found := unknown(w.tell("plan", "-input=false"))
		if len(found) != count || slices.ContainsFunc(found, func(d told) bool { return d.Severity != severity || !strings.Contains(d.Detail, "Line 6 ") }) {
			t.Errorf("%s: %d of severity %s expected, got %v", when, count, severity, found)
		}
	}
	expect("new", "warning", 3)
	w.apply()
	s.gets(1, 4)
	expect("nothing changes", "warning", 3)
	w.configure(s.checked(`{ placeholders = "error" }`, config))
	expect("a scheduled plan", "error", 3)
	w.configure(s.checked(fmt.Sprintf(`{ placeholders = "error", ignore = [%q] }`, s.id("email")), config))
	expect("ignored", "", 0)
}

// Variables of the template and of Liquid, dynamic content and the fields of people pass.
func TestWhatIsNoPlaceholderOfZendeskPasses(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	s.keyedField("user_field", "plan")
	w := s.shell(s.config("%s", s.send("email", nil, attributes{"sent_tag": `"surveyed"`, "payload": strings.Replace(s.body(`, "language": "{{dc.survey_language}}{{own | size}}{{lines | size}}{{ticket.requester.custom_fields.plan | remove: '\' | replace: '"', '\"' | strip_newlines}}"`), "{\n", `{% assign own = ticket.tags | split: " " %}{% capture lines %}x{% endcapture %}{ {% for tag in own limit: 2 %}{% if forloop.last and tag != blank %}{% endif %}{% endfor %}`+"\n", 1)})))
	w.run("plan", "-input=false")
	if found := unknown(w.tell("plan", "-input=false")); len(found) != 0 {
		t.Errorf("nothing to say expected, got %v", found)
	}
}

// A slip that is there already, imported or kept, does not stand in the way.
func TestASlipThatIsThereAlreadyIsAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	payload := `{"channel": "email", "employee": "{{ticket.asignee.email}}"}`
	s.account.foreign("email", map[string]any{
		"conditions": when(condition("status", "value", "solved"), condition("via_id", "is", "4")),
		"actions":    []any{map[string]any{"field": "notification_webhook", "value": []any{s.webhook, payload}}},
	})
	config := s.send("email", nil, attributes{"payload": fmt.Sprintf("%q", payload), "exclude_tags": "null", "evaluate_after": "null"})
	w := s.shell(s.config("%s", config))
	w.run("import", sender("email"), s.id("email"))
	found := unknown(w.tell("plan", "-input=false"))
	if len(found) != 1 || found[0].Severity != "warning" || !strings.Contains(found[0].Detail, "ticket.assignee.email") {
		t.Errorf("one warning expected, got %v", found)
	}
	w.noChanges()
	w.configure(s.config("%s", strings.Replace(config, `\"channel\"`, `\"Channel\"`, 1)))
	if found := w.errors("plan", "-input=false"); len(unknown(found)) != 1 {
		t.Errorf("a payload that changes has to be right: %v", found)
	}
}

// A number of a ticket field is the account's own. The list of ticket fields is asked
// for once, and only for a field that the account does not offer in conditions.
func TestAFieldThatTheAccountDoesNotHave(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	missing := attributes{"payload": s.body(`, "language": "{{ticket.ticket_field_4711 | size}}{{ticket.ticket_field_option_title_4712 | size}}"`)}
	for name, config := range map[string]string{"trigger": s.send("email", nil, missing), "automation": s.anAutomation("later", missing)} {
		t.Run(name, func(t *testing.T) {
			w := s.shell(s.config("%s", config))
			s.forget()
			found := unknown(w.tell("plan", "-input=false"))
			if len(found) != 2 || found[0].Severity != "warning" || !strings.Contains(found[0].Detail+found[1].Detail, "no ticket field 4711") || !strings.Contains(found[0].Detail+found[1].Detail, "no ticket field 4712") {
				t.Errorf("two warnings expected, got %v", found)
			}
			lists := slices.DeleteFunc(s.requests(), func(r request) bool {
				return r.Method != http.MethodGet || !strings.HasPrefix(r.Path, "/api/v2/ticket_fields")
			})
			if len(lists) != 1 {
				t.Errorf("one list of ticket fields expected, got %s", describe(lists))
			}
			w.configure(s.checked(`{ placeholders = "error" }`, config))
			if found := unknown(w.errors("plan", "-input=false")); len(found) != 2 {
				t.Errorf("two errors expected, got %v", found)
			}
		})
	}
}

// The id of a field that the same apply makes is known when the send is made: what the
// function could not check before is checked then.
func TestAPayloadThatIsKnownLateIsChecked(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	field := block("ticket_field", "box", attributes{"type": `"checkbox"`, "title": `"Box"`})
	late := strings.Replace(s.body(""), "ticket_field_"+s.checkbox, "ticket_field_${surveytrigger_zendesk_ticket_field.box.id}", 1)
	w := s.shell(s.config("%s", field+s.send("email", nil, attributes{"payload": strings.Replace(late, "assignee", "asignee", 1)})))
	found := w.errors("apply", "-auto-approve", "-input=false")
	if len(found) != 1 || found[0].Summary != "Unknown placeholder ticket.asignee.email" {
		t.Errorf("one error expected, got %v", found)
	}
	if _, made := s.triggers()["email"]; made {
		t.Error("the send was made")
	}
	w.configure(s.config("%s", field+s.send("email", nil, attributes{"payload": late})))
	if found := unknown(w.tell("apply", "-auto-approve", "-input=false")); len(found) != 0 {
		t.Errorf("the new field is there: %v", found)
	}
	s.gets(1, 4)
	w.noChanges()
}

// jsonencode writes Liquid's operators as JSON escapes, which Liquid does not read.
func TestJsonencodeThatBreaksLiquidNamesTheFunction(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	for name, member := range map[string]string{
		"greater": `"{% if ticket.tags.size > 3 %}many{% endif %}"`,
		"less":    `"{% if ticket.tags.size < 3 %}few{% endif %}"`,
		"quotes":  `"{{ticket.id | append: \"x\"}}"`,
	} {
		payload := attributes{"payload": `jsonencode({ channel = "email", note = ` + member + ` })`}
		for kind, config := range map[string]string{"trigger": s.send("email", nil, payload), "automation": s.anAutomation("later", payload)} {
			w := s.shell(s.config("%s", config))
			found := w.errors("plan", "-input=false")
			if len(found) != 1 || !strings.HasPrefix(found[0].line(), "payload") || !strings.Contains(found[0].Detail, "provider::surveytrigger::survey_payload({ ... })") {
				t.Errorf("%s, %s: one error expected, got %v", name, kind, found)
			}
			w.configure(s.config("%s", strings.Replace(config, "jsonencode(", "provider::surveytrigger::survey_payload(", 1)))
			w.run("plan", "-input=false")
		}
	}
}

// The payload of a send that was copied from another channel's.
func TestAPayloadOfAnotherChannelIsAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	stella := func(channel string) string {
		return fmt.Sprintf(`provider::surveytrigger::stella_connect_payload(%q, %q, {})`, channel, s.checkbox)
	}
	for name, tt := range map[string]struct {
		with attributes
		want int
	}{
		"another set":       {attributes{"channel": `"email"`, "channels": "null", "payload": stella("chat")}, 1},
		"the same set":      {attributes{"channel": `"email"`, "channels": "null", "payload": stella("email")}, 0},
		"a custom channel":  {attributes{"channel": `"email"`, "channels": "null", "payload": stella("store")}, 0},
		"further channels":  {attributes{"channel": `"email"`, "channels": `["chat"]`, "payload": stella("chat")}, 0},
		"single channels":   {attributes{"payload": stella("chat")}, 0},
		"by the ticket":     {attributes{"channel": `"email"`, "channels": "null", "payload": `"{\"channel\": \"{% if ticket.via == 'Mail' %}chat{% endif %}\"}"`}, 0},
		"of another object": {attributes{"channel": `"email"`, "channels": "null", "payload": `"{\"customer\": {\"channel\": \"chat\"}}"`}, 0},
	} {
		w := s.shell(s.config("%s", s.send("email", nil, tt.with, attributes{"sent_tag": `"sent"`})))
		found := w.tell("plan", "-input=false")
		if len(found) != tt.want || tt.want == 1 && (found[0].Severity != "warning" || found[0].Summary != "The payload names another channel" || !strings.HasPrefix(found[0].line(), "payload")) {
			t.Errorf("%s: %d warnings expected, got %v", name, tt.want, found)
		}
	}
}
