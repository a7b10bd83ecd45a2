package zendesk

import (
	"net"
	"net/http"
	"reflect"
)

// audit is the history of one update of a ticket: what was sent, then what each rule did
// (https://developer.zendesk.com/documentation/ticketing/reference-guides/ticket-audit-events-reference/).
type audit struct {
	id int64
	object
}

// nobody is the author of what no user did.
const nobody = -1

// beginAudit begins the audit of an update. What has the same source as the audit does not repeat it.
func (u *update) beginAudit(source object) {
	author, system := u.actor.ID, object{}
	if u.actor == noUser {
		author = nobody
	}
	if u.request != nil {
		address, _, _ := net.SplitHostPort(u.request.RemoteAddr)
		system = object{"client": u.request.UserAgent(), "ip_address": address}
	}
	u.audit = &audit{id: u.newID()}
	u.audit.object = object{
		"id": u.audit.id, "ticket_id": u.ticket.ID, "created_at": stamp(u.now()), "author_id": author, "events": []object{},
		"metadata": object{"system": system, "custom": object{}}, "via": object{"channel": viaName(u.via), "source": source},
	}
	u.audits[u.ticket.ID] = append(u.audits[u.ticket.ID], u.audit)
}

// ruleSource is where the change of a trigger or automation comes from.
func ruleSource(rel string, rule *trigger) object {
	return object{"from": object{"id": rule.ID, "title": rule.Title, "deleted": false}, "to": object{}, "rel": rel}
}

// record adds an event to the audit of the update.
func (u *update) record(event object) {
	event["id"] = u.newID()
	if u.rule != nil {
		event["via"] = object{"channel": viaName(viaRule), "source": ruleSource("trigger", u.rule)}
	}
	u.audit.object["events"] = append(u.audit.object["events"].([]object), event)
}

// recordWritten records what came with the update itself. An automation has begun the audit before.
func (u *update) recordWritten() {
	if u.audit == nil {
		source := object{"from": object{}, "to": object{}, "rel": nil}
		if u.before == nil {
			source = u.sourceOf(u.ticket)
		}
		u.beginAudit(source)
	}
	if u.comment != nil {
		u.comment.Audit = u.audit.id
		u.audit.object["events"] = append(u.audit.object["events"].([]object), u.comment.event())
	}
	u.recordChanges(u.before)
}

// event is a comment in an audit; its id is that of the event.
func (said comment) event() object {
	return object{
		"id": said.ID, "type": "Comment", "author_id": said.Author, "body": said.Body, "html_body": said.Body, "plain_body": said.Body,
		"public": said.Public, "attachments": []any{}, "audit_id": said.Audit,
	}
}

// recordExternal records that a webhook or target was notified.
func (u *update) recordExternal(items []any) {
	u.record(externalEvent(textOf(items[0]), append(items, nil)[1]))
}

// recordChanges records how the ticket differs from before; nil is a ticket that did not exist.
func (u *update) recordChanges(before *ticket) {
	var was []fieldValue
	if before != nil {
		was = u.audited(before)
	}
	for i, f := range u.audited(u.ticket) {
		event := object{"type": "Create", "field_name": f.name, "value": f.value}
		switch {
		case before == nil && !f.isSet() && f.name != "priority" && f.name != "type": // these are recorded also where they are null
			continue
		case before != nil && reflect.DeepEqual(was[i].value, f.value):
			continue
		case before != nil:
			event["type"], event["previous_value"] = "Change", was[i].value
		}
		u.record(event)
	}
}

// fieldValue is one field of a ticket as audits have it: ids are texts.
type fieldValue struct {
	name  string
	value any
}

func (f fieldValue) isSet() bool {
	tags, list := f.value.([]string)
	return f.value != nil && (!list || len(tags) > 0) && f.value != "unoffered"
}

// audited are the fields whose changes are recorded, in the order of the recordings.
func (u *update) audited(t *ticket) []fieldValue {
	text := func(name, value string) fieldValue {
		if value == "" {
			return fieldValue{name, nil}
		}
		return fieldValue{name, value}
	}
	status, _ := u.statusID(t.Status).(int64)
	all := []fieldValue{
		text("subject", t.Subject), text("requester_id", idText(t.Requester)), text("assignee_id", idText(t.Assignee)),
		text("group_id", idText(t.Group)),
		{"tags", append([]string{}, t.Tags...)},
	}
	for _, f := range u.fieldsInOrder() {
		if f.isCustom() {
			all = append(all, fieldValue{idText(f.ID), auditedValue(t.Fields[f.ID])})
		}
	}
	due, _ := momentOrNull(t.Due).(string)
	return append(all,
		text("priority", t.Priority), text("type", t.Type), text("status", t.Status), text("organization_id", idText(t.Organization)),
		text("brand_id", idText(t.Brand)), text("ticket_form_id", idText(t.Form)), text("custom_status_id", idText(status)),
		text("due_at", due), text("external_id", t.ExternalID), text("recipient", t.Recipient), text("satisfaction_score", t.Satisfaction))
}

func auditedValue(held any) any {
	if on, box := held.(bool); box {
		return auditedCheckbox(on)
	}
	return held
}

func (c *call) listAudits() *reply {
	if c.tickets[c.id()] == nil {
		return notFound()
	}
	return c.list("audits", auditEntries(c.audits[c.id()]))
}

// listAllAudits gives the audits of all tickets, ticket by ticket.
func (c *call) listAllAudits() *reply {
	var entries list
	for _, t := range byID(c.tickets) {
		entries = append(entries, auditEntries(c.audits[t.ID])...)
	}
	return c.list("audits", entries)
}

func auditEntries(audits []*audit) (entries list) {
	for _, one := range audits {
		entries.Add(idText(one.id), one.object)
	}
	return entries
}

func (c *call) countAudits() *reply {
	if c.tickets[c.id()] == nil {
		return notFound()
	}
	return c.count(len(c.audits[c.id()]))
}

func (c *call) showAudit() *reply {
	for _, one := range c.audits[c.id()] {
		if idText(one.id) == c.request.PathValue("audit") {
			return answer(http.StatusOK, object{"audit": one.object})
		}
	}
	return notFound()
}
