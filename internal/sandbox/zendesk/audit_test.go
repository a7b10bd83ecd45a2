package zendesk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// events gives an audit's events as "type field: previous > value", a rule's with its title in front.
func events(audit any) []string {
	var lines []string
	items, _ := at(audit, "events").([]any)
	for _, event := range items {
		line := text(event, "type")
		if title := text(event, "via", "source", "from", "title"); title != "" {
			line = text(event, "via", "channel") + " " + text(event, "via", "source", "rel") + " " + title + ": " + line
		}
		switch text(event, "type") {
		case "Comment":
			line += " " + text(event, "body")
		case "Create", "Change":
			line += fmt.Sprintf(" %s %v > %v", text(event, "field_name"), at(event, "previous_value"), at(event, "value"))
		case "Notification":
			line += fmt.Sprintf(" %s to %v", text(event, "subject"), at(event, "recipients"))
		case "External":
			line += " " + text(event, "resource") + " " + text(event, "body")
		}
		lines = append(lines, line)
	}
	return lines
}

// A create and an update of a ticket answer with the audit, as recorded; a rule's part of it names the rule.
func TestTicketsAnswerWithTheirAudit(t *testing.T) {
	d, to := open(t, engine.Options{}).clear(), listen(t)
	hook := d.webhook(to.url)
	trigger := d.trigger("send", all(condition("status", "value", "solved")),
		fmt.Sprintf(`[{"field":"current_tags","value":"sent"},{"field":"notification_webhook","value":[%q,"{{ticket.id}}"]},{"field":"notification_user","value":["requester_id","Ticket {{ticket.id}}","hello"]}]`, hook))
	made := d.must(201, "POST", "/tickets", `{"ticket":{"subject":"Fire","comment":{"body":"It burns"},"tags":["b","a"]}}`)
	ticket, audit := made["ticket"].(thing), made["audit"]
	me, brand, form, status := text(ticket, "requester_id"), text(ticket, "brand_id"), text(ticket, "ticket_form_id"), text(ticket, "custom_status_id")
	d.equal("created", events(audit), []string{
		"Comment It burns", "Create subject <nil> > Fire", "Create requester_id <nil> > " + me, "Create tags <nil> > [a b]", "Create priority <nil> > <nil>",
		"Create type <nil> > <nil>", "Create status <nil> > new", "Create brand_id <nil> > " + brand, "Create ticket_form_id <nil> > " + form, "Create custom_status_id <nil> > " + status,
	})
	d.equal("its head", []any{at(audit, "ticket_id"), text(audit, "author_id"), at(audit, "via"), at(audit, "metadata", "custom")},
		[]any{1, me, thing{"channel": "api", "source": thing{"from": thing{}, "to": thing{}, "rel": nil}}, thing{}})
	if _, plain := at(audit, "events", 2, "value").(string); !plain {
		t.Errorf("ids are texts in audits: %v", at(audit, "events", 2))
	}

	changed := d.must(200, "PUT", "/tickets/1", `{"ticket":{"status":"solved","priority":"low"}}`)["audit"]
	got := slices.DeleteFunc(events(changed), func(line string) bool { return strings.Contains(line, "custom_status_id") })
	d.equal("changed", got, []string{
		"Change priority <nil> > low", "Change status new > solved", "rule trigger send: External " + hook + " {{ticket.id}}",
		"rule trigger send: Notification Ticket {{ticket.id}} to [" + me + "]", "rule trigger send: Change tags [a b] > [a b sent]",
	})
	d.equal("the rule's id", text(changed, "events", 3, "via", "source", "from", "id"), trigger)
	d.equal("nothing changed", events(d.must(200, "PUT", "/tickets/1", `{"ticket":{"priority":"low"}}`)["audit"]), nil)

	d.must(200, "PUT", "/tickets/1/tags", `{"tags":["more"]}`)
	audits := d.must(200, "GET", "/tickets/1/audits", "")
	d.equal("all of them", []any{len(audits["audits"].([]any)), at(audits, "audits", 0), at(audits, "audits", 1)}, []any{4, audit, changed})
	page := d.must(200, "GET", "/tickets/1/audits?page[size]=3", "")
	d.equal("paged", len(d.must(200, "GET", text(page, "links", "next"), "")["audits"].([]any)), 1)
	d.equal("one", d.must(200, "GET", "/tickets/1/audits/"+text(changed, "id"), "")["audit"], changed)
	d.equal("count", at(d.must(200, "GET", "/tickets/1/audits/count", ""), "count", "value"), 4)
	d.equal("of the account", len(d.must(200, "GET", "/ticket_audits", "")["audits"].([]any)), 4)
	d.equal("a comment knows its own", text(d.must(200, "GET", "/tickets/1/comments", ""), "comments", 0, "audit_id"), text(audit, "id"))
	d.must(404, "GET", "/tickets/2/audits", "")
	d.must(404, "GET", "/tickets/1/audits/1", "")
}

// The audit of a refused update is not there, that of an automation has no author.
func TestAuditsOfAutomations(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	for _, rule := range d.must(200, "GET", "/automations", "")["automations"].([]any) {
		d.send("PUT", "/automations/"+text(rule, "id"), `{"automation":{"active":false}}`)
	}
	d.must(201, "POST", "/automations", automationBody("late", all(solved, twoHours, condition("current_tags", "not_includes", "late")), `[{"field":"current_tags","value":"late"},{"field":"priority","value":"high"}]`))
	d.trigger("seen", all(condition("priority", "value", "high")), addTag("seen"))
	d.ticket(`"status":"solved"`)
	d.refused(422, "PUT", "/tickets/1", `{"ticket":{"status":"done"}}`, "done")
	d.advance(3 * time.Hour)
	audits := d.must(200, "GET", "/tickets/1/audits", "")["audits"]
	last := at(audits, 1)
	d.equal("the automation's", []any{len(audits.([]any)), at(last, "author_id"), at(last, "via", "channel"), at(last, "via", "source", "rel"), at(last, "via", "source", "from", "title")},
		[]any{2, -1, "rule", "automation", "late"})
	d.equal("events", events(last), []string{"Change tags [] > [late]", "Change priority <nil> > high", "rule trigger seen: Change tags [late] > [late seen]"})
}
