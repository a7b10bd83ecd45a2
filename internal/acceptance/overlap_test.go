package acceptance

import (
	"fmt"
	"slices"
	"testing"
)

const twice = "Two sends survey the same tickets"

// narrower is a send for some of the tickets of [stage.send].
func (s *stage) narrower(name string, layers ...attributes) string {
	return s.send(name, nil, append([]attributes{{"conditions": `{ all = [{ field = "current_tags", operator = "includes", value = "urgent" }] }`}}, layers...)...)
}

// Two sends of one receiver for the same tickets are no plan: neither is made.
func TestTwoSendsForTheSameTicketsAreRefused(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", s.send("email", nil)+s.narrower("urgent")))
	if found := w.errors("plan", "-input=false"); len(found) != 1 || found[0].Summary != twice || len(naming(found, "email", "urgent")) != 1 {
		t.Errorf("one error that names both expected, got %v", found)
	}
	if writes := s.writes(); len(writes) > 0 {
		t.Errorf("a plan wrote %s", describe(writes))
	}
	// With a shared tag, one of the two makes the other one pass.
	shared := attributes{"sent_tag": `"surveyed"`}
	w.configure(s.config("%s", s.send("email", nil, shared)+s.narrower("urgent", shared)))
	w.apply()
	if got := s.sentFor(s.solve(ticket{via: 4, tags: []string{"urgent"}})); got != 1 {
		t.Errorf("%d surveys", got)
	}
	w.noChanges()
	// One of them loses the tag, then both.
	w.configure(s.config("%s", s.send("email", nil, shared)+s.narrower("urgent")))
	w.warns("email", "urgent")
	w.configure(s.config("%s", s.send("email", nil)+s.narrower("urgent")))
	w.refused([]string{"email", "urgent"}, "plan")
	// What is not active sends nothing.
	w.configure(s.config("%s", s.send("email", nil, shared)+s.narrower("urgent", attributes{"active": "false"})))
	w.apply()
	w.noChanges()
}

// The receiver is made in the same apply: what it is called is known when the second
// send is to be made, and that one is not.
func TestTwoSendsOfAReceiverThatIsMadeInTheSameApply(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		hook := block("webhook", "hook", attributes{"name": `"hook"`, "authentication": fmt.Sprintf(`{ basic = { username = "connect", password_wo = %q, password_wo_version = 1 } }`, s.env["STELLA_CONNECT_PRODUCTION_KEY"]), "endpoint": fmt.Sprintf("%q", s.env["STELLA_CONNECT_ENDPOINT"]+"/v1/auth")})
		of := attributes{"webhook_id": "surveytrigger_zendesk_webhook.hook.id"}
		w := s.shell(s.config("%s", hook+s.send("email", nil, of)+s.narrower("urgent", of, attributes{"depends_on": "[" + sender("email") + "]"})))
		found := w.errors("apply", "-auto-approve", "-input=false")
		if len(found) != 1 || found[0].Summary != twice || len(naming(found, "email", "urgent")) != 1 {
			t.Errorf("one error that names both expected, got %v", found)
		}
		if got := s.sentFor(s.solve(ticket{via: 4, tags: []string{"urgent"}})); got != 1 {
			t.Errorf("%d surveys", got)
		}
	})
}

// What may overlap, and what somebody else made, is a warning.
func TestSendsThatMayOverlapAreAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	high := s.narrower("high", attributes{"conditions": `{ all = [{ field = "priority", operator = "is", value = "high" }] }`})
	question := s.narrower("question", attributes{"conditions": `{ all = [{ field = "type", operator = "is", value = "question" }] }`})
	w := s.shell(s.config("%s", high+question))
	w.warns("high", "question")
	w.apply()
	s.account.foreign("by hand", map[string]any{
		"conditions": when(condition("status", "value", "solved"), condition("priority", "is", "high")),
		"actions":    []any{map[string]any{"field": "notification_webhook", "value": []any{s.webhook, "{}"}}},
	})
	w.warns("high", "by hand")
	w.configure(s.checked(`{ overlapping_sends = "off" }`, high+question))
	w.silent("high", "question")
}

// Sends that were there before are imported as they are: nothing changes, so
// nothing is refused.
func TestSendsThatOverlapAlreadyAreNotRefused(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	config := s.send("email", nil) + s.narrower("urgent", attributes{"active": "false"})
	w := s.shell(s.config("%s", config))
	w.apply()
	s.byHand("urgent", map[string]any{"active": true})
	w.configure(s.config("%s", s.send("email", nil)+s.narrower("urgent")))
	if found := w.tell("plan", "-input=false"); slices.ContainsFunc(found, func(each told) bool { return each.Severity == "error" }) || len(naming(found, "email", "urgent")) == 0 {
		t.Errorf("a warning expected, got %v", found)
	}
	w.noChanges()
}

// A send goes over to a receiver that the same plan makes, and to tickets of another send,
// which the plan leaves alone and which still notifies the old one. What is to be made has
// no host yet: that of the old one counts.
func TestASendThatGoesOverToANewReceiverAndToTheTicketsOfAnother(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	of := func(hook string) attributes {
		return attributes{"webhook_id": webhooks.address(hook) + ".id"}
	}
	w := s.shell(s.config("%s", s.hook("first")+s.send("email", nil, of("first"))+s.chatSend("chat", nil, of("first"))))
	w.apply()
	for name, channels := range map[string]string{"email": `["email"]`, "web": `["web_form"]`} {
		w.configure(s.config("%s", s.hook("second")+s.send("email", nil, of("second"))+s.chatSend("chat", nil, of("second"), attributes{"channels": channels})))
		found := naming(w.warnings("plan", "-input=false", "-target="+sender("chat")), "chat", "email")
		if warns := slices.ContainsFunc(found, func(each told) bool { return each.Summary == "A ticket may get two surveys" }); warns != (name == "email") {
			t.Errorf("%s: got %v", name, found)
		}
	}
}
