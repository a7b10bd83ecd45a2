package zendesk

import (
	"net/http"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

func (c *call) renderTicket(t *ticket) object {
	fields := []object{}
	for _, f := range c.fieldsInOrder() {
		if !f.isCustom() || !f.Active {
			continue
		}
		value := t.Fields[f.ID]
		if value == nil && f.Type == "checkbox" {
			value = false
		}
		fields = append(fields, object{"id": f.ID, "value": value})
	}
	return object{
		"id": t.ID, "url": c.link("/tickets/" + idText(t.ID) + ".json"), "external_id": engine.OrNull(t.ExternalID), "subject": t.Subject,
		"raw_subject": t.Subject, "description": t.Description, "status": t.Status, "custom_status_id": c.statusID(t.Status),
		"priority": engine.OrNull(t.Priority), "type": engine.OrNull(t.Type), "requester_id": t.Requester, "submitter_id": t.Submitter,
		"assignee_id": engine.OrNull(t.Assignee), "group_id": engine.OrNull(t.Group), "organization_id": engine.OrNull(t.Organization),
		"brand_id": engine.OrNull(t.Brand), "ticket_form_id": engine.OrNull(t.Form), "recipient": engine.OrNull(t.Recipient), "is_public": t.isPublic(),
		"tags": append([]string{}, t.Tags...), "custom_fields": fields, "fields": fields, "satisfaction_rating": object{"score": t.Satisfaction},
		"via":    object{"channel": viaName(t.Via), "source": c.sourceOf(t)},
		"via_id": t.Via, "followup_ids": c.followUps(t),
		"due_at": momentOrNull(t.Due), "has_incidents": false, "allow_channelback": false, "created_at": stamp(t.Created), "updated_at": stamp(t.Updated),
	}
}

// sourceOf is where a ticket came from; of a follow-up the closed ticket.
func (a *account) sourceOf(t *ticket) object {
	if t.FollowUpOf == 0 {
		return object{"from": object{}, "to": object{}, "rel": nil}
	}
	return object{"from": object{"ticket_id": t.FollowUpOf, "subject": t.Subject}, "to": object{}, "rel": "follow_up"}
}

// followUps are the ids of the follow-ups of a closed ticket.
func (a *account) followUps(t *ticket) []int64 {
	ids := []int64{}
	if t.Status != "closed" {
		return ids
	}
	for _, other := range a.tickets {
		if other.FollowUpOf == t.ID {
			ids = append(ids, other.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

func (a *account) statusID(category string) any {
	for _, status := range a.statuses {
		if status.Category == category {
			return status.ID
		}
	}
	return nil
}

func (c *call) listTickets() *reply {
	var entries list
	for _, t := range byID(c.tickets) {
		entries.Add(idText(t.ID), c.renderTicket(t))
	}
	return c.list("tickets", entries)
}

func (c *call) showTicket() *reply {
	if t := c.tickets[c.id()]; t != nil {
		return answer(http.StatusOK, object{"ticket": c.renderTicket(t)})
	}
	return notFound()
}

// listComments gives a ticket's comments, oldest first.
func (c *call) listComments() *reply {
	t := c.tickets[c.id()]
	if t == nil {
		return notFound()
	}
	var entries list
	for _, said := range t.Comments {
		shown := said.event()
		shown["via"], shown["created_at"] = object{"channel": viaName(said.Via)}, stamp(said.Created)
		entries.Add(idText(said.ID), shown)
	}
	return c.list("comments", entries)
}

func (c *call) postTicket() *reply {
	sent, bad := c.envelope("ticket")
	if bad != nil {
		return bad
	}
	u, bad := c.createTicket(sent)
	if bad != nil {
		return bad
	}
	one := u.answer(http.StatusCreated)
	one.Header = http.Header{"Location": {c.link("/tickets/" + idText(u.ticket.ID) + ".json")}}
	return one
}

// createTicket makes a ticket and runs the triggers on it.
func (c *call) createTicket(sent members) (*update, *reply) {
	via := channelSent(sent)
	made := &ticket{
		Status: "new", Satisfaction: "unoffered", Submitter: c.actor.ID, Brand: c.defaultBrand(), Form: c.forms[0]["id"].(int64),
		Via: via, Fields: map[int64]any{}, Tags: []string{}, Created: c.now(), Updated: c.now(), StatusSince: c.now(), RequesterUpdated: c.now(),
	}
	if source := c.tickets[sent.Number("via_followup_source_id")]; source != nil && source.Status == "closed" {
		made.follow(source)
	}
	u := &update{call: c, ticket: made, via: via, actor: c.actor}
	if bad := u.writeTicket(sent); bad != nil {
		return nil, bad
	}
	if made.Subject == "" {
		made.Subject = made.Description
	}
	c.lastTicket++
	made.ID = c.lastTicket
	c.tickets[made.ID] = made
	u.run()
	return u, nil
}

// answer is the ticket after an update, and the audit of the update.
func (u *update) answer(status int) *reply {
	return answer(status, object{"ticket": u.renderTicket(u.ticket), "audit": u.audit.object})
}

// channelSent reads via_id or via.channel; what is sent to the API and says nothing came through the API.
func channelSent(sent members) int {
	if id, ok := viaNamed(sent.Text("via_id")); ok {
		return id
	}
	if id, ok := viaNamed(sent.Object("via").Text("channel")); ok {
		return id
	}
	return viaWebService
}

func (c *call) putTicket() *reply {
	t := c.tickets[c.id()]
	if t == nil {
		return notFound()
	}
	sent, bad := c.envelope("ticket")
	if bad != nil {
		return bad
	}
	u, bad := c.change(t, sent)
	if bad != nil {
		return bad
	}
	return u.answer(http.StatusOK)
}

// change is one update of a ticket: what was sent, then the triggers.
func (c *call) change(t *ticket, sent members) (*update, *reply) {
	if t.Status == "closed" {
		return nil, invalid(detail{"status", "Status: closed prevents ticket update", "InvalidValue"})
	}
	if conflict := c.conflict(t, sent); conflict != nil {
		return nil, conflict
	}
	draft := t.clone()
	draft.Updated = c.now()
	u := &update{call: c, before: t.clone(), ticket: draft, via: channelSent(sent), actor: c.actor}
	if bad := u.writeTicket(sent); bad != nil {
		return nil, bad
	}
	*t = *draft
	u.ticket = t
	u.run()
	return u, nil
}

// conflict refuses a safe_update whose stamp is older than the ticket.
func (c *call) conflict(t *ticket, sent members) *reply {
	if sent.Flag("safe_update") && sent.Text("updated_stamp") != stamp(t.Updated) {
		return classic(http.StatusConflict, "UpdateConflict", "Safe Update prevented the update due to outdated ticket data. Please fetch the latest ticket data and try again.")
	}
	return nil
}

func (c *call) deleteTicket() *reply {
	if c.tickets[c.id()] == nil {
		return notFound()
	}
	c.removeTicket(c.id())
	return noContent()
}

func (a *account) removeTicket(id int64) {
	delete(a.tickets, id)
	delete(a.audits, id)
}

// ticketTags serves /tickets/{id}/tags: GET, POST (these and no others), PUT (these too), DELETE (not these).
func (c *call) ticketTags() *reply {
	t := c.tickets[c.id()]
	if t == nil {
		return notFound()
	}
	if c.request.Method != http.MethodGet {
		sent, bad := c.plain()
		if bad != nil {
			return bad
		}
		member := map[string]string{http.MethodPost: "tags", http.MethodPut: "additional_tags", http.MethodDelete: "remove_tags"}[c.request.Method]
		if _, bad := c.change(t, members{member: sent["tags"]}); bad != nil {
			return bad
		}
	}
	status := http.StatusOK
	if c.request.Method == http.MethodPost {
		status = http.StatusCreated
	}
	return answer(status, object{"tags": slices.Clone(t.Tags)})
}
