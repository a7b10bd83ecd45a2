package zendesk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

func quietInBothModes(t *testing.T, story func(*desk)) {
	t.Helper()
	for _, mode := range engine.Modes() {
		t.Run(string(mode), func(t *testing.T) { story(quiet(t, engine.Options{Mode: mode})) })
	}
}

// tags gives the tags of a ticket as they are now.
func (d *desk) tags(ticket thing) any {
	d.t.Helper()
	return at(d.must(200, "GET", "/tickets/"+text(ticket, "id"), ""), "ticket", "tags")
}

// watch makes an automation that puts a tag on a ticket when the conditions hold, once.
func (d *desk) watch(tag string, conditions ...string) {
	d.t.Helper()
	d.automation(tag, once(tag, conditions...), addTag(tag))
}

// Vector 12: whole hours, rounded down. The account's hour began 15 minutes before the ticket was solved.
func TestAutomationHours(t *testing.T) {
	quietInBothModes(t, func(d *desk) {
		d.watch("is-0", condition("SOLVED", "is", "0"))
		d.watch("less-1", condition("SOLVED", "less_than", "1"))
		d.watch("is-1", condition("SOLVED", "is", "1"))
		d.watch("over-1", condition("SOLVED", "greater_than", "1"))
		d.watch("business-over-1", condition("SOLVED", "greater_than_business_hours", "1"))
		d.advance(15 * time.Minute)
		ticket := d.ticket(`"status":"solved"`)
		for _, step := range []struct {
			after time.Duration
			want  []any
		}{
			{30 * time.Minute, []any{}},
			{15 * time.Minute, []any{"is-0", "less-1"}},
			{45 * time.Minute, []any{"is-0", "less-1"}},
			{15 * time.Minute, []any{"is-0", "is-1", "less-1"}},
			{time.Hour, []any{"business-over-1", "is-0", "is-1", "less-1", "over-1"}},
		} {
			d.advance(step.after)
			d.equal("after "+step.after.String(), d.tags(ticket), step.want)
		}
	})
}

// Every moment that hours are counted from, two hours later; the one that a ticket lacks is never true.
func TestWhatHoursAreCountedFrom(t *testing.T) {
	for _, row := range []struct {
		field, ticket string
		want          bool
	}{
		{"NEW", `"status":"new"`, true},
		{"NEW", `"status":"pending"`, true},
		{"OPEN", `"status":"open"`, true},
		{"OPEN", `"assignee_email":"ana.agent@example.com"`, true},
		{"OPEN", `"status":"pending"`, false},
		{"PENDING", `"status":"pending"`, true},
		{"PENDING", `"status":"hold"`, false},
		{"HOLD", `"status":"hold"`, true},
		{"SOLVED", `"status":"solved"`, true},
		{"SOLVED", `"status":"open"`, false},
		{"assigned_at", `"assignee_email":"ana.agent@example.com"`, true},
		{"assigned_at", `"status":"new"`, false},
		{"updated_at", `"status":"new"`, true},
		{"requester_updated_at", `"status":"new"`, true},
		{"assignee_updated_at", `"assignee_email":"admin@example.com"`, true},
		{"assignee_updated_at", `"assignee_email":"ana.agent@example.com"`, false},
		{"due_date", `"type":"task","due_at":"NOW"`, true},
		{"due_date", `"type":"task"`, false},
		{"due_date", `"type":"question","due_at":"NOW"`, false},
		{"until_due_date", `"type":"task","due_at":"SOON"`, true},
		{"until_due_date", `"type":"task","due_at":"NOW"`, false},
		{"sla_next_breach_at", `"status":"new"`, false},
	} {
		t.Run(row.field+" "+row.ticket, func(t *testing.T) {
			d := quiet(t, engine.Options{})
			d.watch("held", condition(row.field, "is", "2"))
			now := d.world.Clock.Now()
			ticket := d.ticket(fillDue(row.ticket, now))
			d.advance(time.Hour)
			d.equal("after one hour", d.tags(ticket), []any{})
			d.advance(time.Hour)
			d.equal("after two hours", hasTag(thing{"tags": d.tags(ticket)}, "held"), row.want)
		})
	}
}

// Vector 13: out of the status the hours do not count, and they begin again.
func TestAutomationLeavesState(t *testing.T) {
	quietInBothModes(t, func(d *desk) {
		d.watch("asked", condition("SOLVED", "greater_than", "1"))
		ticket := d.ticket(`"status":"solved"`)
		d.advance(time.Hour)
		d.update(ticket, `"status":"open"`)
		d.advance(5 * time.Hour)
		d.equal("open", d.tags(ticket), []any{})
		d.update(ticket, `"status":"solved"`)
		d.advance(time.Hour)
		d.equal("one hour after the second solve", d.tags(ticket), []any{})
		d.advance(time.Hour)
		d.equal("two hours", d.tags(ticket), []any{"asked"})
	})
}

// Vector 14: in one hour later automations see what earlier ones did, and the triggers run on each update.
func TestAutomationChain(t *testing.T) {
	quietInBothModes(t, func(d *desk) {
		d.automation("second", once("b", condition("NEW", "greater_than", "0"), condition("current_tags", "includes", "a")), addTag("b"))
		d.automation("first", once("a", condition("NEW", "greater_than", "0")), addTag("a"), `"position":1`)
		d.trigger("of the rule", all(condition("update_type", "is", "Change"), condition("current_via_id", "is", "8"), condition("current_tags", "includes", "b"), condition("role", "is_not", "agent")), addTag("c"))
		ticket := d.ticket(`"subject":"x"`)
		d.advance(time.Hour)
		d.equal("after an hour", d.tags(ticket), []any{"a", "b", "c"})
	})
}

// Vector 15: 1,000 tickets an hour, the others in the next.
func TestAThousandTicketsAnHour(t *testing.T) {
	d := quiet(t, engine.Options{})
	to := listen(t)
	hook := d.webhook(to.url)
	d.automation("ask", once("asked", condition("NEW", "less_than", "100")), `[{"field":"notification_webhook","value":["`+hook+`","{{ticket.id}}"]},{"field":"current_tags","value":"asked"}]`)
	for range 1003 {
		d.ticket(`"subject":"x"`)
	}
	for _, want := range []int{1000, 1003, 1003} {
		d.advance(time.Hour)
		d.equal("calls", len(to.calls), want)
	}
}

// Vector 15: after 100 updates by automations a ticket is left alone, except by the one that closes it.
func TestAHundredUpdatesOfATicket(t *testing.T) {
	d := quiet(t, engine.Options{})
	to := listen(t)
	hook := d.webhook(to.url)
	d.automation("on", once("flag", condition("NEW", "less_than", "1000")), `[{"field":"notification_webhook","value":["`+hook+`","{}"]},{"field":"current_tags","value":"flag"}]`)
	d.automation("off", all(condition("status", "less_than", "closed"), condition("NEW", "less_than", "1000"), condition("current_tags", "includes", "flag")), `[{"field":"remove_tags","value":"flag"}]`)
	ticket := d.ticket(`"status":"solved"`)
	d.advance(96 * time.Hour)
	d.equal("runs of one of two", len(to.calls), 50)
	d.advance(2 * time.Hour)
	d.equal("closed", at(d.must(200, "GET", "/tickets/"+text(ticket, "id"), ""), "ticket", "status"), "closed")
}

// Vector 11: the triggers run while an automation closes a ticket; afterwards nothing does.
func TestAutomationCloses(t *testing.T) {
	quietInBothModes(t, func(d *desk) {
		d.trigger("closing", all(condition("status", "value", "closed")), addTag("closing"))
		d.automation("late", all(condition("type", "is", "task"), condition("NEW", "is", "120")), addTag("late"))
		ticket := d.ticket(`"status":"solved","type":"task"`)
		d.advance(96 * time.Hour)
		d.equal("after 96 hours", d.tags(ticket), []any{})
		d.advance(48 * time.Hour)
		d.equal("closed", d.tags(ticket), []any{"closing"})
	})
}

// The receiver is called without a lock, and what it changes decides whether the next ticket is still due.
func TestAutomationChecksAgainBeforeEachTicket(t *testing.T) {
	d := quiet(t, engine.Options{})
	to := listen(t)
	hook := d.webhook(to.url)
	to.during = func() {
		d.must(200, "PUT", "/tickets/2", `{"ticket":{"additional_tags":["excluded"]}}`)
		d.send("DELETE", "/tickets/3", "")
	}
	d.automation("ask", once("asked excluded", condition("NEW", "greater_than", "0")), `[{"field":"notification_webhook","value":["`+hook+`","{{ticket.id}}|{{current_user.email}}|{{ticket.tags}}"]},{"field":"current_tags","value":"asked"}]`)
	for range 4 {
		d.ticket(`"subject":"x"`)
	}
	d.advance(time.Hour)
	var bodies []string
	for _, made := range to.calls {
		bodies = append(bodies, made.body)
		d.equal("ticket behind it", d.world.Deliveries.TicketOf(made.header), made.body[:1])
	}
	d.equal("called for", bodies, []string{"1||", "4||"})
}

// "At least one public comment" is what the condition on a ticket's privacy says.
func TestPublicCommentOfAnAutomation(t *testing.T) {
	d := quiet(t, engine.Options{})
	d.watch("public", condition("SOLVED", "greater_than", "0"), condition("ticket_is_public", "is", "public"))
	d.watch("private", condition("SOLVED", "greater_than", "0"), condition("ticket_is_public", "is", "private"))
	public := d.ticket(`"status":"solved","comment":{"body":"hello"}`)
	note := d.ticket(`"status":"solved","comment":{"body":"note","public":false}`)
	both := d.ticket(`"status":"solved","comment":{"body":"note","public":false}`)
	d.update(both, `"comment":{"body":"answer","public":true},"status":"solved"`)
	d.advance(time.Hour)
	d.equal("tags", []any{d.tags(public), d.tags(note), d.tags(both)}, []any{[]any{"public"}, []any{"private"}, []any{"public"}})
}

func TestOwnSatisfactionSurvey(t *testing.T) {
	const requester = `"status":"solved","requester":{"name":"Ann","email":"ann@example.org"}`
	for name, row := range map[string]struct {
		deployed zendesk.CSATDeployment
		on       bool
		mails    []int // at once, after 23 hours, after 24, after 48
	}{
		"as an automation": {zendesk.CSATAutomation, true, []int{0, 0, 1, 1}},
		"as a trigger":     {zendesk.CSATTrigger, true, []int{1, 1, 1, 1}},
		"absent":           {zendesk.CSATAbsent, false, []int{0, 0, 0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, engine.Options{}).clear()
			d.set(func(s *zendesk.Settings) { s.NativeCSAT = row.deployed })
			d.equal("feature", at(d.must(200, "GET", "/account/settings", ""), "settings", "active_features", "customer_satisfaction"), row.on)
			ticket := d.ticket(requester)
			for at, wait := range []time.Duration{0, 23 * time.Hour, time.Hour, 24 * time.Hour} {
				d.advance(wait)
				mails := d.world.Outbox.All()
				d.equal(fmt.Sprintf("e-mails at step %d", at), len(mails), row.mails[at])
				for _, mail := range mails {
					d.equal("e-mail", []any{mail.Kind, mail.To, mail.TicketID}, []any{"native_csat", "ann@example.org", text(ticket, "id")})
				}
			}
		})
	}
}
