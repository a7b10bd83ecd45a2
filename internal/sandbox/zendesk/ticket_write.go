package zendesk

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// writeTicket applies what was sent to the update's ticket. What is wrong is found on a ticket that nobody else sees yet.
func (u *update) writeTicket(sent members) *reply {
	found := &problems{}
	u.writePeople(sent, found)
	u.writeTexts(sent, found)
	u.writeTags(sent)
	u.writeFields(sent, found)
	u.writeComment(sent)
	u.writeStatus(sent, found)
	u.ticket.touchedBy(u.actor)
	return found.reply()
}

func (u *update) writeTexts(sent members, found *problems) {
	t := u.ticket
	for name, to := range map[string]*string{"subject": &t.Subject, "recipient": &t.Recipient, "external_id": &t.ExternalID} {
		if sent.has(name) {
			*to = sent.text(name)
		}
	}
	u.writeChoice(sent, "priority", &t.Priority, priorityOptions, found)
	u.writeChoice(sent, "type", &t.Type, typeOptions, found)
	t.writeDue(sent, found)
	if rating := sent.object("satisfaction_rating"); rating != nil {
		u.writeChoice(rating, "score", &t.Satisfaction, satisfactionOptions, found)
	}
}

func (u *update) writeChoice(sent members, name string, to *string, options func(*account) []option, found *problems) {
	if !sent.has(name) {
		return
	}
	value := sent.text(name)
	if value != "" && !slices.ContainsFunc(options(u.account), func(o option) bool { return o.value == value }) {
		found.add(name, "%s: %s is not valid", name, value)
		return
	}
	*to = value
}

func (u *update) writePeople(sent members, found *problems) {
	t := u.ticket
	u.writeRequester(sent, found)
	if sent.has("submitter_id") && u.before == nil {
		t.Submitter = sent.number("submitter_id")
	}
	if sent.has("group_id") {
		if id := sent.number("group_id"); id != 0 && u.groups[id] == nil {
			found.add("group", "Group: %d is not valid", id)
		} else {
			u.setGroup(t, id)
		}
	}
	if sent.has("brand_id") {
		if id := sent.number("brand_id"); u.brands[id] == nil {
			found.add("brand", "Brand: %d is not valid", id)
		} else {
			t.Brand = id
		}
	}
	if sent.has("ticket_form_id") {
		t.Form = sent.number("ticket_form_id")
	}
	if sent.has("organization_id") {
		t.Organization = sent.number("organization_id")
	}
	u.writeAssignee(sent, found)
}

func (u *update) writeAssignee(sent members, found *problems) {
	assignee := u.users[u.ticket.Assignee]
	switch {
	case sent.has("assignee_id"):
		assignee = u.users[sent.number("assignee_id")]
		if id := sent.number("assignee_id"); id != 0 && !assignee.isAgent() {
			found.add("assignee", "Assignee: %d is not an agent", id)
			return
		}
	case sent.has("assignee_email"):
		assignee = u.userByEmail(sent.text("assignee_email"))
		if sent.text("assignee_email") != "" && !assignee.isAgent() {
			found.add("assignee", "Assignee: %s is not an agent", sent.text("assignee_email"))
			return
		}
	}
	if assignee == nil {
		u.setAssignee(u.ticket, 0)
		return
	}
	u.setAssignee(u.ticket, assignee.ID)
}

// writeRequester takes requester_id, or requester with an e-mail that may be new to the account.
func (u *update) writeRequester(sent members, found *problems) {
	t := u.ticket
	if sent.has("requester_id") {
		if id := sent.number("requester_id"); u.users[id] == nil {
			found.add("requester", "Requester: %d is not valid", id)
		} else {
			t.Requester = id
		}
	}
	if person := sent.object("requester"); person != nil {
		delete(person, "role") // a ticket makes end users only
		known := u.userByEmail(person.text("email"))
		if known == nil {
			made, bad := u.createUser(person)
			if bad != nil {
				found.refusal = bad
				return
			}
			known = made
		}
		t.Requester = known.ID
	}
	if t.Requester == 0 {
		t.Requester = u.actor.ID
	}
}

func (u *update) writeTags(sent members) {
	t := u.ticket
	read := func(name string) []string {
		return normalTags(sent.text(name) + " " + strings.Join(sent.texts(name), " "))
	}
	if sent.has("tags") {
		u.changeTags(t, read("tags"))
	}
	if sent.sent("additional_tags") {
		u.changeTags(t, mergedTags(t.Tags, read("additional_tags")))
	}
	if sent.sent("remove_tags") {
		u.changeTags(t, without(t.Tags, read("remove_tags")))
	}
	if u.before == nil {
		// People's tags go on the tickets they open.
		u.changeTags(t, mergedTags(t.Tags, u.users[t.Requester].Tags))
	}
}

// writeFields takes custom_fields, or fields, as a list of id and value. An unknown id is ignored, as Zendesk does.
func (u *update) writeFields(sent members, found *problems) {
	for _, name := range []string{"custom_fields", "fields"} {
		for _, line := range sent.objects(name) {
			f := u.fields[line.number("id")]
			if f == nil || !f.Removable {
				continue
			}
			value, known := f.readValue(decodeValue(line["value"]))
			if !known {
				found.add("base", "%s: %s is not a valid option", f.Title, textOf(decodeValue(line["value"])))
				continue
			}
			u.setField(u.ticket, f, value)
		}
	}
}

// writeComment takes comment {body, public, author_id}, in which value is another name of body; a ticket that is made may bring a description instead.
func (u *update) writeComment(sent members) {
	t := u.ticket
	said := sent.object("comment")
	if said == nil {
		var plain string
		if json.Unmarshal(sent["comment"], &plain) == nil && plain != "" {
			said = members{"body": sent["comment"]}
		} else if u.before == nil && sent.sent("description") {
			said = members{"body": sent["description"]}
		}
	}
	body := cmp.Or(said.text("body"), said.text("html_body"), said.text("value"))
	if body == "" {
		return
	}
	author := u.actor.ID
	if u.before == nil {
		author = t.Requester
	}
	if id := said.number("author_id"); u.users[id] != nil {
		author = id
		u.actor = u.users[id]
	}
	public := !said.sent("public") || said.flag("public")
	t.Comments = append(t.Comments, comment{u.newID(), author, body, public, u.via, u.now()})
	u.comment = &t.Comments[len(t.Comments)-1]
	if t.Description == "" {
		t.Description = body
	}
	if requesterReopens && u.before != nil && author == t.Requester && !u.users[author].isAgent() && slices.Contains([]string{"pending", "hold", "solved"}, t.Status) {
		u.setStatus(t, "open")
	}
}

func (u *update) writeStatus(sent members, found *problems) {
	status := u.ticket.Status
	u.writeChoice(sent, "status", &status, statusOptions, found)
	if sent.sent("custom_status_id") {
		for _, known := range u.statuses {
			if known.ID == sent.number("custom_status_id") {
				status = known.Category
			}
		}
	}
	if status != "" {
		u.setStatus(u.ticket, status)
	}
}
