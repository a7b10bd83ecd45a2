package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// surveyedOnce is a send of the webhook that marks the tickets it surveys.
func (s *stage) surveyedOnce(webhook string) string {
	return s.send("email", nil, attributes{"webhook_id": webhooks.address(webhook) + ".id", "sent_tag": `"surveyed"`})
}

// careless takes create_before_destroy away.
func destroyedFirst(text string) string {
	return strings.ReplaceAll(text, "  lifecycle { create_before_destroy = true }\n", "")
}

// neverMissed expects that every ticket that was solved meanwhile and not excluded
// got its survey.
func (f *traffic) neverMissed() {
	f.stage.t.Helper()
	tickets, surveyed := f.stop()
	wanted := 0
	for _, each := range f.solved {
		if !each.excluded {
			wanted++
		}
	}
	if surveyed != wanted {
		f.stage.t.Errorf("%d of %d tickets were surveyed, %d expected", surveyed, tickets, wanted)
	}
}

// A webhook is replaced while tickets are solved. With create_before_destroy each of
// them gets its survey.
func TestAReplacedWebhookMissesNoTicket(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	config := s.config("%s", anExclusion("vip")+s.hook("stella")+s.send("email", []string{"vip"}, attributes{"webhook_id": webhooks.address("stella") + ".id", "sent_tag": `"surveyed"`}))
	w := s.shell(config)
	w.apply()
	before := w.attribute(webhooks.address("stella"), "id")
	if found := w.warnings("plan", "-input=false", "-replace="+webhooks.address("stella")); len(found) != 1 || found[0].Summary != "The webhook "+before+" is replaced" ||
		!strings.Contains(found[0].Detail, `"email"`) || !strings.Contains(found[0].Detail, "create_before_destroy = true") {
		t.Errorf("one warning that names the send expected, got %v", found)
	}
	flow := s.traffic(4)
	w.apply("-replace=" + webhooks.address("stella"))
	flow.neverMissed()
	if now := w.attribute(webhooks.address("stella"), "id"); now == before {
		t.Error("it was not replaced")
	}
	w.noChanges()
}

// Without it the receiver would be gone before the send is changed: the apply refuses,
// and nothing is lost. What the error says works.
func TestAWebhookIsNotReplacedUnderItsSends(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	config := s.config("%s", s.hook("stella")+s.surveyedOnce("stella"))
	w := s.shell(destroyedFirst(config))
	w.apply()
	found := w.errors("apply", "-auto-approve", "-input=false", "-replace="+webhooks.address("stella"))
	if len(found) != 1 || found[0].Summary != "The webhook is still in use" || !strings.Contains(found[0].Detail, fmt.Sprintf(`"email" (trigger %s)`, s.id("email"))) ||
		!strings.Contains(found[0].Detail, "create_before_destroy = true") {
		t.Errorf("one error that names the send expected, got %v", found)
	}
	s.gets(1, 4)
	w.configure(config)
	w.apply("-replace=" + webhooks.address("stella"))
	s.gets(1, 4)
	w.noChanges()
}

// An HTTP target gives way to a webhook in one apply: the send is changed before the
// target goes.
func TestATargetGivesWayToAWebhookInOneApply(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	target := targets.block("old", attributes{
		"url": fmt.Sprintf("%q", s.env["STELLA_CONNECT_ENDPOINT"]+"/v1/auth"), "username": `"connect"`, "password_wo": fmt.Sprintf("%q", s.env["STELLA_CONNECT_PRODUCTION_KEY"]),
	})
	target = strings.TrimSuffix(target, "}\n") + "  lifecycle { create_before_destroy = true }\n}\n"
	byTarget := s.config("%s", target+s.send("email", nil, attributes{"webhook_id": "", "target_id": targets.address("old") + ".id", "sent_tag": `"surveyed"`}))
	byWebhook := s.config("%s", s.hook("stella")+s.surveyedOnce("stella"))

	t.Run("create_before_destroy", func(t *testing.T) {
		w := s.shell(byTarget)
		w.apply()
		s.gets(1, 4)
		w.configure(byWebhook)
		s.warnsOfTheTarget(w)
		s.forget()
		w.apply()
		var order []string
		for _, each := range s.writes() {
			order = append(order, each.Method+" "+strings.Split(strings.TrimPrefix(each.Path, "/api/v2/"), "/")[0])
		}
		changed, gone := slices.Index(order, "PUT triggers"), slices.Index(order, "DELETE targets")
		if changed < 0 || gone < changed {
			t.Errorf("the send is changed before the target goes, got %q", order)
		}
		s.gets(1, 4)
		w.noChanges()
		w.destroy()
	})
	t.Run("without", func(t *testing.T) {
		w := s.shell(destroyedFirst(byTarget))
		w.apply()
		w.configure(byWebhook)
		s.warnsOfTheTarget(w)
		if found := w.errors("apply", "-auto-approve", "-input=false"); len(found) != 1 || found[0].Summary != "The target is still in use" {
			t.Errorf("one error expected, got %v", found)
		}
		s.gets(1, 4)
		w.configure(byWebhook + destroyedFirst(target)) // as the error says
		w.apply()
		s.gets(1, 4)
		w.configure(byWebhook)
		if found := w.green(); len(found) != 0 {
			t.Errorf("nothing notifies it any more: %v", found)
		}
		s.gets(1, 4)
		w.noChanges()
	})
}

func (s *stage) warnsOfTheTarget(w *workspace) {
	s.t.Helper()
	id := w.attribute(targets.address("old"), "id")
	if found := w.warnings("plan", "-input=false"); len(found) != 1 || found[0].Summary != "The target "+id+" is deleted" || !strings.Contains(found[0].Detail, `"email" (trigger `) {
		s.t.Errorf("one warning that names the send expected, got %v", found)
	}
}

// Somebody else's trigger and automation notify it too: both are named, and when they
// have ended the destroy goes through. The sends of the configuration are no obstacle.
func TestAWebhookThatOthersNotifyIsNotDeleted(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	w := s.shell(s.config("%s", s.hook("stella")+s.surveyedOnce("stella")))
	w.apply()
	action := []any{map[string]any{"field": "notification_webhook", "value": []string{w.attribute(webhooks.address("stella"), "id"), "{}"}}}
	foreign := s.account.foreign("By hand", map[string]any{"actions": action})
	made := s.call(http.MethodPost, "/automations", map[string]any{"automation": map[string]any{
		"title": "Later", "conditions": map[string]any{"all": []any{
			map[string]any{"field": "status", "operator": "is", "value": "solved"}, map[string]any{"field": "SOLVED", "operator": "is", "value": "24"},
		}},
		"actions": action,
	}})
	later := number(made["automation"].(map[string]any)["id"])
	found := w.errors("destroy", "-auto-approve", "-input=false")
	if len(found) != 1 || !strings.Contains(found[0].Detail, fmt.Sprintf("%q (trigger %s)", "By hand", foreign)) || !strings.Contains(found[0].Detail, fmt.Sprintf("%q (automation %s)", "Later", later)) ||
		strings.Contains(found[0].Detail, `"email"`) {
		t.Errorf("one error that names both expected, got %v", found)
	}
	s.call(http.MethodPut, "/triggers/"+foreign, map[string]any{"trigger": map[string]any{"active": false}})
	s.call(http.MethodPut, "/automations/"+later, map[string]any{"automation": map[string]any{"active": false}})
	if found := w.tell("destroy", "-auto-approve", "-input=false"); len(found) != 0 {
		t.Errorf("nothing is in the way: %v", found)
	}
	if left := s.named(webhooks, "stella"); len(left) != 0 {
		t.Errorf("it is still there: %v", left)
	}
}

// A send may name its webhook by a literal id, so that Terraform deletes both at once:
// the webhook waits for the send, whose end takes a second request.
func TestADestroyWithoutReferencesGoesThrough(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	w := s.shell(s.config("%s", s.hook("stella")))
	w.apply()
	id := w.attribute(webhooks.address("stella"), "id")
	w.configure(s.config("%s", s.hook("stella")+s.send("email", nil, attributes{"webhook_id": fmt.Sprintf("%q", id)})))
	w.apply()
	s.fault(engine.Fault{System: "zendesk", Method: http.MethodDelete, Path: "/api/v2/triggers/*", Kind: engine.DropBefore})
	if found := w.tell("destroy", "-auto-approve", "-input=false"); len(found) != 0 {
		t.Errorf("nothing is in the way: %v", found)
	}
}

// As long as those that notify it get fewer, it waits on.
func TestAWebhookWaitsForOneSendAfterTheOther(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	w := s.shell(s.config("%s", s.hook("stella")))
	w.apply()
	literal := attributes{"webhook_id": fmt.Sprintf("%q", w.attribute(webhooks.address("stella"), "id"))}
	after := func(name string) attributes { return attributes{"depends_on": "[" + sends.address(name) + "]"} }
	w.configure(s.config("%s", s.hook("stella")+s.send("email", nil, literal)+s.chatSend("chat", nil, literal, after("email"))+
		s.send("form", nil, literal, attributes{"channels": `["web_form"]`}, after("chat"))))
	w.apply()
	seconds := 1.8 // two of them are longer than it waits for one
	s.fault(engine.Fault{System: "zendesk", Method: http.MethodDelete, Path: "/api/v2/triggers/*", Kind: engine.Slow, Times: 2, RetryAfter: &seconds})
	if found := w.tell("destroy", "-auto-approve", "-input=false"); len(found) != 0 {
		t.Errorf("nothing is in the way: %v", found)
	}
}

// A send whose receiver the account lacks notifies nobody.
func TestASendWhoseReceiverIsMissingOrInactive(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ attribute, id, noun string }{{"webhook_id", "01EJFTSCC78X5V07NPY2MHR00M", "Webhook"}, {"target_id", "4711", "Target"}} {
		t.Run(c.noun, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.zendesk(map[string]any{"native_csat": "absent"})
			w := s.shell(s.config("%s", s.send("email", nil, attributes{"webhook_id": "", c.attribute: fmt.Sprintf("%q", c.id)})))
			found := w.errors("plan", "-input=false")
			if len(found) != 1 || found[0].Summary != c.noun+" not found" || !strings.Contains(found[0].Detail, c.id) || !strings.HasPrefix(found[0].line(), c.attribute) {
				t.Errorf("one error expected, got %v", found)
			}
		})
	}
	t.Run("deleted and deactivated outside Terraform", func(t *testing.T) {
		t.Parallel()
		s := newStage(t)
		s.zendesk(map[string]any{"native_csat": "absent"})
		w := s.shell(s.config("%s", s.send("email", nil)+s.send("chat", nil, attributes{"channels": `["chat"]`})))
		w.apply()
		s.call(http.MethodPatch, "/webhooks/"+s.webhook, map[string]any{"webhook": map[string]any{"status": "inactive"}})
		expect := func(summary string) {
			t.Helper()
			if found := w.tell("plan", "-input=false"); len(found) != 1 || found[0].Severity != "warning" || found[0].Summary != summary || !strings.HasPrefix(found[0].line(), "webhook_id") {
				t.Errorf("one warning for both sends expected, got %v", found)
			}
		}
		expect("The webhook " + s.webhook + " is inactive")
		s.call(http.MethodDelete, "/webhooks/"+s.webhook, nil)
		expect("Webhook " + s.webhook + " not found")
		w.destroy()
	})
	t.Run("managed", func(t *testing.T) {
		t.Parallel()
		s := newStage(t)
		s.zendesk(map[string]any{"native_csat": "absent"})
		w := s.shell(s.config("%s", s.hook("stella")+s.surveyedOnce("stella")))
		w.apply()
		id := w.attribute(webhooks.address("stella"), "id")
		s.call(http.MethodPatch, "/webhooks/"+id, map[string]any{"webhook": map[string]any{"status": "inactive"}})
		if found := w.tell("plan", "-input=false"); len(found) != 0 {
			t.Errorf("the plan activates it, got %v", found)
		}
		w.configure(s.config("%s", s.hook("stella", attributes{"active": "false"})+s.surveyedOnce("stella")))
		if found := w.warnings("plan", "-input=false"); len(found) != 1 || found[0].Summary != "The webhook "+id+" is inactive" {
			t.Errorf("one warning expected, got %v", found)
		}
	})
}

// Somebody makes a trigger that notifies a webhook after the run that replaces it listed
// the account. The webhook stays, and the error names the trigger.
func TestAWebhookThatSomebodyJustPutToUseIsNotDeleted(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	w := s.shell(s.config("%s", s.hook("stella")+s.surveyedOnce("stella")))
	w.apply()
	before := w.attribute(webhooks.address("stella"), "id")

	s.forget()
	wait := 1.0
	s.fault(engine.Fault{System: "zendesk", Method: http.MethodPut, Path: "/api/v2/triggers/*", Kind: engine.Slow, Times: 1, RetryAfter: &wait})
	var found []told
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		found = w.errors("apply", "-auto-approve", "-input=false", "-replace="+webhooks.address("stella"))
	}()
	s.awaits("PUT /api/v2/triggers/" + s.id("email"))
	made := s.account.foreign("made meanwhile", map[string]any{
		"conditions": when(condition("status", "value", "solved")),
		"actions":    []any{map[string]any{"field": "notification_webhook", "value": []any{before, "{}"}}},
	})
	<-ended
	if len(found) != 1 || found[0].Summary != "The webhook is still in use" || !strings.Contains(found[0].Detail, fmt.Sprintf(`"made meanwhile" (trigger %s)`, made)) {
		t.Errorf("one error that names the trigger expected, got %v", found)
	}
	for _, each := range s.writes() {
		if each.Method == http.MethodDelete {
			t.Errorf("%s was sent", each)
		}
	}
	s.call(http.MethodDelete, "/triggers/"+made, nil)
	w.apply()
	w.noChanges()
}
