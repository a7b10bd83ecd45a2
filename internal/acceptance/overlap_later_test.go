package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// automation is a send automation two hours after a ticket was solved.
func (s *stage) automation(name string, layers ...attributes) string {
	return block("send_automation", name, append([]attributes{{
		"title": fmt.Sprintf("%q", name), "hours_since_solved": "2", "sent_tag": fmt.Sprintf("%q", "surveyed_"+name),
		"webhook_id": fmt.Sprintf("%q", s.webhook), "payload": s.payload(), "require_public_comment": "false",
	}}, layers...)...)
}

// surveysInADay is how many surveys an e-mail gets in the day in which it is solved.
func (s *stage) surveysInADay() int {
	s.t.Helper()
	id := s.solve(ticket{via: 4})
	s.later("24h")
	return s.sentFor(id)
}

// A trigger surveys when a ticket is solved, and an automation of the same
// configuration some hours later, unless it looks for the tag of the trigger.
func TestATriggerAndAnAutomationThatSurveyTheSameTicket(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	tagged := attributes{"sent_tag": `"surveyed"`}
	w := s.shell(s.config("%s", s.send("email", nil, tagged)+s.automation("later")))
	w.warns("email", "later") // in the first plan
	w.apply()
	w.warns("email", "later")
	if got := s.surveysInADay(); got != 2 {
		t.Errorf("%d surveys: the warning is not true", got)
	}
	w.noChanges()

	for _, layer := range []attributes{
		{"exclude_tags": `["surveyed"]`},
		{"sent_tag": `"surveyed"`, "former_sent_tags": `["surveyed_later"]`},
	} {
		w.configure(s.config("%s", s.send("email", nil, tagged)+s.automation("later", layer)))
		w.apply()
		w.silent("email", "later")
	}
	if got := s.surveysInADay(); got != 1 {
		t.Errorf("%d surveys", got)
	}
	// Chats are none of its tickets.
	w.configure(s.config("%s", s.send("email", nil, tagged)+s.automation("chats", attributes{"conditions": `{ all = [{ field = "via_id", operator = "is", value = "29" }] }`})))
	w.apply()
	w.silent("email", "chats")
	w.noChanges()
}

// Two automations survey the same tickets, one after the other.
func TestTwoAutomationsForTheSameTickets(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	slower := attributes{"hours_since_solved": "4"}
	w := s.shell(s.config("%s", s.automation("one")+s.automation("two", slower)))
	w.warns("one", "two")
	w.apply()
	if got := s.surveysInADay(); got != 2 {
		t.Errorf("%d surveys: the warning is not true", got)
	}
	shared := attributes{"sent_tag": `"surveyed"`, "former_sent_tags": "[]"}
	w.configure(s.config("%s", s.automation("one", shared)+s.automation("two", slower, shared)))
	w.apply()
	w.silent("one", "two")
	if got := s.surveysInADay(); got != 1 {
		t.Errorf("%d surveys", got)
	}
	w.noChanges()
}

// A new send takes the channel of another one, which gets a new one or is deleted in
// the same plan: for a moment, both may be active.
func TestANewSendThatTakesTheTicketsOfAnotherIsAWarning(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.config("%s", anExclusion("vip")+s.send("old", []string{"vip"})))
		w.apply()
		// In one batch, the new one waits.
		taken := anExclusion("vip") + s.send("new", []string{"vip"}) + s.chatSend("old", []string{"vip"})
		w.configure(s.config("%s", taken))
		w.warns("old", "new")
		s.solving(w.apply, 4)
		s.gets(1, 4)
		s.gets(1, 29)
		w.silent("old", "new")
		w.noChanges()

		w.configure(s.config("%s", anExclusion("vip")+s.send("newest", []string{"vip"})+s.chatSend("old", []string{"vip"})))
		w.warns("new", "newest")
		w.apply()
		w.silent("newest")
		s.gets(1, 4)
	})
}

// An automation takes the place of another send. In its first hours it looks back at
// tickets that were solved before, and knows only by a tag which of them were surveyed.
func TestAnAutomationThatTakesThePlaceOfAnotherSendSurveysNobodyAgain(t *testing.T) {
	t.Parallel()
	for name, old := range map[string]func(*stage) string{
		"a trigger": func(s *stage) string { return s.send("old", nil, attributes{"sent_tag": `"surveyed_old"`}) },
		"an automation": func(s *stage) string {
			return s.automation("old", attributes{"conditions": `{ all = [{ field = "via_id", operator = "is", value = "4" }] }`})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			w := s.shell(s.config("%s", old(s)))
			w.apply()
			id := s.solve(ticket{via: 4})
			s.later("3h")
			w.configure(s.config("%s", s.automation("new", attributes{"conditions": `{ all = [{ field = "via_id", operator = "is", value = "29" }] }`})))
			w.silent("old", "new")
			w.configure(s.config("%s", s.automation("new", attributes{"former_sent_tags": `["surveyed_old"]`})))
			// An automation that is planned before the end of another one does not know of that.
			if found := w.warned("old", "new"); slices.ContainsFunc(found, func(d told) bool { return strings.Contains(d.Detail, "former_sent_tags") }) {
				t.Errorf("the remedy is there, got %v", found)
			}
			w.configure(s.config("%s", s.automation("new")))
			if found := w.warned("old", "new"); !slices.ContainsFunc(found, func(d told) bool { return strings.Contains(d.Detail, `former_sent_tags = ["surveyed_old"]`) }) {
				t.Errorf("a warning with the remedy expected, got %v", found)
			}
			w.apply()
			s.later("3h")
			if got := s.sentFor(id); got != 2 {
				t.Errorf("%d surveys: the warning is not true", got)
			}
			w.silent("old", "new")
		})
	}
}

// What another workspace sends to the same host is a survey as well, whatever its
// receiver: a trigger and an automation that somebody made by hand.
func TestSendsToTheSameHostAreAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", s.send("email", nil)))
	w.apply()
	w.silent("email")
	notify := func(host string) []any {
		hook := s.call("POST", "/webhooks", map[string]any{"webhook": map[string]any{
			"name": host, "endpoint": host + "/other", "http_method": "POST", "request_format": "json", "status": "active", "subscriptions": []string{"conditional_ticket_events"},
		}})["webhook"].(map[string]any)["id"]
		return []any{map[string]any{"field": "notification_webhook", "value": []any{hook, "{}"}}, tagging("told")}
	}
	s.account.foreign("elsewhere", map[string]any{"conditions": when(condition("status", "value", "solved")), "actions": notify("https://chat.example.com")})
	w.silent("elsewhere")
	same := notify(s.env["STELLA_CONNECT_ENDPOINT"])
	s.account.foreign("by hand", map[string]any{"conditions": when(condition("status", "value", "solved")), "actions": same})
	s.call("POST", "/automations", map[string]any{"automation": map[string]any{
		"title": "nightly", "conditions": when(condition("status", "is", "solved"), condition("SOLVED", "is", "5"), condition("current_tags", "not_includes", "told")), "actions": same,
	}})
	w.warns("email", "by hand", "nightly")
	w.silent("elsewhere")
	w.noChanges()
	w.configure(s.checked(`{ overlapping_sends = "error" }`, s.send("email", nil)))
	w.refused([]string{"email", "by hand"}, "plan")
	w.configure(s.checked(fmt.Sprintf(`{ overlapping_sends = "error", ignore = [%q, %q] }`, s.id("by hand"), s.automationID("nightly")), s.send("email", nil)))
	w.silent("email", "by hand")
}

func (s *stage) automationID(title string) string {
	_, automation := s.account.titled(title)
	return number(automation["id"])
}

// A trigger that takes the tag of surveyed tickets away makes an automation survey them
// every hour, and a send each time that they are solved.
func TestATriggerThatRemovesTheTagOfSurveyedTicketsIsNamed(t *testing.T) {
	t.Parallel()
	const summary = "Surveyed tickets may be surveyed again"
	s := newStage(t)
	mail := attributes{"sent_tag": `"sent"`}
	w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"}, mail)+s.automation("late", mail, attributes{"exclude_tags": `["no_survey"]`})))
	w.apply()
	by := func(all []told) (found []string) {
		for _, each := range all {
			if each.Summary == summary {
				found = append(found, each.Address)
			}
		}
		slices.Sort(found)
		return found
	}
	both := []string{"surveytrigger_zendesk_send_automation.late", sender("email")}
	for title, row := range map[string]struct {
		conditions map[string]any
		action     map[string]any
		named      []string
	}{
		"replaces":      {when(condition("status", "is", "solved")), map[string]any{"field": "set_tags", "value": "clean"}, both},
		"removes":       {when(condition("status", "value_previous", "solved")), map[string]any{"field": "remove_tags", "value": "sent"}, both},
		"keeps":         {when(condition("status", "is", "solved")), map[string]any{"field": "set_tags", "value": "sent clean"}, nil},
		"of new ones":   {when(condition("update_type", "is", "Create")), map[string]any{"field": "set_tags", "value": "clean"}, nil},
		"of status new": {when(condition("status", "is", "new")), map[string]any{"field": "set_tags", "value": "clean"}, nil},
		"of unsurveyed": {when(condition("status", "is", "solved"), condition("current_tags", "not_includes", "sent")), map[string]any{"field": "set_tags", "value": "clean"}, nil},
		"of chats":      {when(condition("via_id", "is", "29")), map[string]any{"field": "remove_tags", "value": "sent"}, both[:1]},
	} {
		id := s.account.foreign(title, map[string]any{"conditions": row.conditions, "actions": []any{row.action}})
		if found := by(w.warned(title)); !slices.Equal(found, row.named) {
			t.Errorf("%s: named by %q", title, found)
		}
		if title == "replaces" {
			ticket := s.solve(ticket{via: 4})
			s.later("4h")
			if got := s.sentFor(ticket); got < 2 {
				t.Errorf("the ticket got %d surveys", got)
			}
		}
		s.call(http.MethodDelete, "/triggers/"+id, nil)
	}
}

// A ticket that was solved is closed days later: two triggers that never fire in one
// update survey it twice.
func TestSendsOfTwoStatusesAreNamed(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	first := anExclusion("vip") + s.send("email", []string{"vip"}, attributes{"sent_tag": `"sent"`})
	closed := func(layers ...attributes) string {
		return s.send("closed", []string{"vip"}, append([]attributes{{"on_status": `"closed"`, "sent_tag": `"sent_closed"`}}, layers...)...)
	}
	w := s.shell(s.config("%s", first+closed()))
	w.apply()
	id := s.solve(ticket{via: 4})
	s.update(id, map[string]any{"status": "closed"})
	if got := s.sentFor(id); got != 2 {
		t.Errorf("the ticket got %d surveys", got)
	}
	w.configure(s.config("%s", anExclusion("vip")))
	w.apply()
	for name, row := range map[string]struct {
		second string
		named  bool
	}{
		"its own tag":      {closed(), true},
		"no tag":           {closed(attributes{"sent_tag": "null"}), true},
		"one tag":          {closed(attributes{"sent_tag": `"sent"`}), false},
		"the other's tag":  {closed(attributes{"exclude_tags": `["no_survey", "sent"]`}), false},
		"another channel":  {closed(attributes{"channels": `["chat"]`}), false},
		"on pending":       {closed(attributes{"on_status": `"pending"`, "evaluate_after": "[]"}), true},
		"on pending, late": {closed(attributes{"on_status": `"pending"`, "evaluate_after": "[]", "exclude_tags": `["no_survey", "sent"]`}), true},
		"inactive":         {closed(attributes{"active": "false"}), false},
	} {
		w.configure(s.config("%s", first+row.second))
		said := slices.DeleteFunc(w.warned("email", "closed"), func(each told) bool { return each.Summary != "A ticket may get two surveys" })
		if named := len(said) > 0; named != row.named || named && !strings.Contains(said[0].Detail, ", with another status") {
			t.Errorf("%s: the plan says %v", name, said)
		}
	}
}

// A mark that is removed in the update in which it is left, or later, is not there when an
// automation looks, nor when a send looks in another update than that of the exclusion, or
// once more in the same one.
func TestATriggerThatRemovesMarksBeforeTheyAreLookedAtIsNamed(t *testing.T) {
	t.Parallel()
	const summary = "Excluded tickets may lose their mark"
	created := attributes{"conditions": `{ all = [{ field = "update_type", value = "Create" }, { field = "current_tags", operator = "includes", value = "vip" }] }`}
	quiet := func(s *stage) string { return s.automation("late", attributes{"exclude_tags": `["no_survey"]`}) }
	send := func(s *stage) string { return s.send("late", []string{"vip"}, attributes{"sent_tag": `"sent"`}) }
	unsurveyed := condition("current_tags", "not_includes", "sent surveyed_late")
	for name, row := range map[string]struct {
		exclusion string
		send      func(*stage) string
		wipes     map[string]any
		named     bool
	}{
		"an automation":              {anExclusion("vip"), quiet, when(condition("status", "less_than", "closed"), unsurveyed), true},
		"a send, marked on creation": {anExclusion("vip", created), send, when(condition("status", "less_than", "solved"), unsurveyed), true},
		"a send, marked with it":     {anExclusion("vip"), send, when(condition("status", "is", "solved"), unsurveyed), true},
		"a send, in another update":  {anExclusion("vip"), send, when(condition("status", "is", "open"), unsurveyed), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			w := s.shell(s.config("%s", row.exclusion+row.send(s)))
			w.apply()
			s.account.foreign("wipe", map[string]any{"conditions": row.wipes, "actions": []any{map[string]any{"field": "set_tags", "value": "vip"}}})
			said := slices.DeleteFunc(w.warned("wipe", "late"), func(each told) bool { return each.Summary != summary })
			if named := len(said) > 0; named != row.named {
				t.Errorf("the plan says %v", said)
			}
			opened := s.call(http.MethodPost, "/tickets", map[string]any{"ticket": map[string]any{
				"subject": "My order", "comment": map[string]any{"body": "Where is it?"}, "via_id": 4, "tags": []string{"vip"},
				"requester": map[string]any{"name": "Carla", "email": "carla@customer.example"}, "assignee_email": "ana.agent@example.com",
			}})
			excluded := number(opened["ticket"].(map[string]any)["id"])
			s.update(excluded, map[string]any{"status": "open"})
			s.update(excluded, map[string]any{"status": "solved"})
			s.later("4h")
			if surveyed := s.sentFor(excluded) > 0; surveyed != row.named {
				t.Errorf("the excluded ticket is surveyed: %v", surveyed)
			}
		})
	}
}
