package zendesk_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

func TestTicketLife(t *testing.T) {
	d := open(t, engine.Options{})
	ticket := d.ticket(`"subject":"Help","comment":{"body":"It burns"},"requester":{"name":"Ann","email":"Ann@example.org"},"tags":["B","a b"]`)
	d.equal("fresh", []any{ticket["id"], ticket["status"], ticket["assignee_id"], ticket["tags"], ticket["description"], at(ticket, "via", "channel")},
		[]any{1, "new", nil, []any{"a", "b"}, "It burns", "api"})
	requester := d.must(200, "GET", "/users/"+text(ticket, "requester_id"), "")["user"]
	d.equal("requester", []string{text(requester, "email"), text(requester, "role")}, []string{"ann@example.org", "end-user"})
	d.equal("the same person", d.ticket(`"subject":"x","requester":{"email":"ann@example.org"}`)["requester_id"], ticket["requester_id"])

	ticket = d.update(ticket, `"assignee_email":"ana.agent@example.com","remove_tags":["a"],"comment":{"body":"note","public":false}`)
	d.equal("assigned", []any{ticket["status"], ticket["tags"]}, []any{"open", []any{"b"}})
	d.refused(422, "PUT", "/tickets/1", `{"ticket":{"assignee_email":"ann@example.org"}}`, "not an agent")
	d.refused(422, "PUT", "/tickets/1", `{"ticket":{"status":"done"}}`, "done")
	d.equal("a refusal changes nothing", d.must(200, "GET", "/tickets/1.json", "")["ticket"], ticket)

	// The customer answers a solved ticket: it is open again.
	d.update(ticket, `"status":"solved"`)
	reopened := d.update(ticket, fmt.Sprintf(`"comment":{"body":"still burning","author_id":%s}`, text(ticket, "requester_id")))
	d.equal("reopened", reopened["status"], "open")
	comments := d.must(200, "GET", "/tickets/1/comments", "")["comments"]
	d.equal("comments", column(comments, "body"), []string{"It burns", "note", "still burning"})

	d.must(200, "PUT", "/tickets/1/tags", `{"tags":["more"]}`)
	d.equal("tags", d.must(200, "GET", "/tickets/1/tags", "")["tags"], []any{"b", "more"})
	d.must(204, "DELETE", "/tickets/2", "")
	d.must(404, "GET", "/tickets/2", "")
}

// A follow-up has all tags of the closed ticket, so that rules take it for one which they have dealt with.
func TestAFollowUpInheritsTags(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	field := text(d.must(201, "POST", "/ticket_fields", `{"ticket_field":{"type":"checkbox","title":"Do not send","tag":"no_survey"}}`), "ticket_field", "id")
	d.trigger("seen", all(condition("via_id", "is", "27"), condition("current_tags", "includes", "surveyed")), addTag("seen"))
	d.ticket(`"subject":"Fire","priority":"high","assignee_email":"ana.agent@example.com","requester":{"name":"Ann","email":"ann@example.org"},"tags":["surveyed"],"custom_fields":[{"id":` + field + `,"value":true}],"status":"solved"`)
	unrelated := d.ticket(`"comment":"again","via_followup_source_id":1`)
	d.equal("not closed yet", []any{unrelated["tags"], at(unrelated, "via", "channel")}, []any{[]any{}, "api"})
	d.must(200, "PUT", "/tickets/1", `{"ticket":{"status":"closed"}}`)
	followUp := d.ticket(`"comment":"again","via_followup_source_id":1`)
	d.equal("follow-up", []any{followUp["tags"], followUp["subject"], followUp["priority"], followUp["assignee_id"], text(followUp, "via_id"), at(followUp, "via", "source", "rel"), text(followUp, "via", "source", "from", "ticket_id")},
		[]any{[]any{"no_survey", "seen", "surveyed"}, "Fire", nil, nil, "27", "follow_up", "1"})
	closed := d.must(200, "GET", "/tickets/1", "")["ticket"]
	d.equal("requester", text(followUp, "requester_id"), text(closed, "requester_id"))
	d.equal("known to the closed one", text(closed, "followup_ids", 0), text(followUp, "id"))
	d.equal("tags that are sent replace them", d.ticket(`"comment":"again","via_followup_source_id":1,"tags":["other"]`)["tags"], []any{"other"})
}

func TestRequestersTagsGoOnTheirTickets(t *testing.T) {
	d := open(t, engine.Options{})
	d.must(201, "POST", "/users", `{"user":{"name":"Val","email":"val@example.org","tags":["VIP"]}}`)
	d.equal("tags", d.ticket(`"subject":"x","requester":{"email":"val@example.org"}`)["tags"], []any{"vip"})

	// A tag that a customer gets later is on later tickets only; another requester brings other tags.
	ticket := d.ticket(`"subject":"x","requester":{"name":"Ann","email":"ann@example.org"},"tags":["own"]`)
	ann := text(ticket, "requester_id")
	d.must(200, "PUT", "/users/"+ann, `{"user":{"tags":["opt_out"]}}`)
	ticket = d.update(ticket, `"status":"open"`)
	d.equal("an open ticket of hers", ticket["tags"], []any{"own"})
	d.equal("a new one", d.ticket(`"subject":"x","requester":{"email":"ann@example.org"}`)["tags"], []any{"opt_out"})
	ticket = d.update(ticket, `"requester":{"email":"val@example.org"}`)
	d.equal("of another requester", ticket["tags"], []any{"own", "vip"})
	d.equal("of the first one again", d.update(ticket, `"requester_id":`+ann)["tags"], []any{"opt_out", "own"})
}

func TestNotificationsGoToTheOutbox(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	d.trigger("tell", always, `[{"field":"notification_user","value":["requester_id","Ticket {{ticket.id}}","Hello {{ticket.requester.name}}"]},
		{"field":"notification_user","value":["assignee_id","nobody","is assigned"]}]`)
	d.ticket(`"subject":"x","requester":{"name":"Ann","email":"ann@example.org"}`)
	mails := d.world.Outbox.All()
	if len(mails) != 1 || mails[0].To != "ann@example.org" || mails[0].Subject != "Ticket 1" || mails[0].Body != "Hello Ann" {
		t.Errorf("outbox: %+v", mails)
	}
}

// The system closes what was solved for 28 days, and no trigger sees it.
func TestSolvedTicketsAreClosedInTheEnd(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	d.trigger("closing", all(condition("status", "value", "closed")), addTag("seen"))
	d.ticket(`"status":"solved"`)
	d.world.Clock.Advance(27 * 24 * time.Hour)
	d.system.Tick(d.world.Clock.Now())
	d.equal("after 27 days", at(d.must(200, "GET", "/tickets/1", ""), "ticket", "status"), "solved")
	d.world.Clock.Advance(25 * time.Hour)
	d.system.Tick(d.world.Clock.Now())
	ticket := d.must(200, "GET", "/tickets/1", "")["ticket"].(thing)
	d.equal("after 28 days", []any{ticket["status"], ticket["tags"]}, []any{"closed", []any{}})
}

func TestTheVendorsOwnRules(t *testing.T) {
	d := open(t, engine.Options{})
	for _, item := range d.must(200, "GET", "/triggers", "")["triggers"].([]any) {
		d.equal(text(item, "title"), []any{at(item, "default"), at(item, "active"), text(item, "category_id")}, []any{true, true, "10026"})
	}
	automations := d.must(200, "GET", "/automations", "")["automations"]
	d.equal("automations", column(automations, "title"), []string{"Close ticket 4 days after status is set to solved", "Request customer satisfaction rating (System Automation)"})
	closing, rating := text(automations, 0, "id"), text(automations, 1, "id")
	d.refused(422, "PUT", "/automations/"+closing, `{"automation":{"active":false}}`, "RecordInvalid")
	d.equal("rating", at(d.must(200, "PUT", "/automations/"+rating, `{"automation":{"active":false}}`), "automation", "active"), false)
	d.equal("active ones", len(d.must(200, "GET", "/automations/active", "")["automations"].([]any)), 1)
	d.equal("customer satisfaction", at(d.must(200, "GET", "/account/settings", ""), "settings", "active_features", "customer_satisfaction"), true)
	d.system.Reset()
	d.equal("after a reset", at(d.must(200, "GET", "/automations/"+rating, ""), "automation", "active"), true)
}

func TestWhatRulesReferTo(t *testing.T) {
	d := open(t, engine.Options{})
	d.equal("brand", text(d.must(200, "GET", "/brands", ""), "brands", 0, "name"), "Acme")
	d.equal("locale", text(d.must(200, "GET", "/locales/de", ""), "locale", "id"), "8")
	d.equal("form", text(d.must(200, "GET", "/ticket_forms", ""), "ticket_forms", 0, "name"), "Default Ticket Form")
	d.equal("status", text(d.must(200, "GET", "/custom_statuses?status_categories=hold", ""), "custom_statuses", 0, "agent_label"), "On-hold")
	d.equal("search", column(d.must(200, "GET", "/users/search?query=noah.new@example.com", "")["users"], "name"), []string{"Noah New"})
}

// Twenty clients at once: every ticket is solved once and every trigger keeps a place of its own.
func TestManyAtOnce(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	d.trigger("send", all(condition("status", "value", "solved")), `[{"field":"current_tags","value":"sent"}]`)
	var all sync.WaitGroup
	for number := range 20 {
		all.Go(func() {
			d.send("POST", "/triggers", fmt.Sprintf(`{"trigger":{"title":"T%d","position":1,"conditions":{"all":[{"field":"status","value":"new"}]},"actions":[{"field":"priority","value":"low"}]}}`, number))
			d.send("POST", "/tickets", `{"ticket":{"status":"solved"}}`)
		})
	}
	all.Wait()
	places := map[string]bool{}
	for _, position := range column(d.must(200, "GET", "/triggers", "")["triggers"], "position") {
		places[position] = true
	}
	d.equal("places", len(places), 21)
	for _, ticket := range d.must(200, "GET", "/tickets", "")["tickets"].([]any) {
		d.equal("sent", hasTag(ticket.(thing), "sent"), true)
	}
}
