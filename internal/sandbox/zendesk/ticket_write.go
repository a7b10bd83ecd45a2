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
		if sent.Has(name) {
			*to = sent.Text(name)
		}
	}
	u.writeChoice(sent, "priority", &t.Priority, priorityOptions, found)
	u.writeChoice(sent, "type", &t.Type, typeOptions, found)
	t.writeDue(sent, found)
	if rating := sent.Object("satisfaction_rating"); rating != nil {
		u.writeChoice(rating, "score", &t.Satisfaction, satisfactionOptions, found)
	}
}

func (u *update) writeChoice(sent members, name string, to *string, options func(*account) []option, found *problems) {
	if !sent.Has(name) {
		return
	}
	value := sent.Text(name)
	if value != "" && !slices.ContainsFunc(options(u.account), func(o option) bool { return o.value == value }) {
		found.add(name, "%s: %s is not valid", name, value)
		return
	}
	*to = value
}

func (u *update) writePeople(sent members, found *problems) {
	t := u.ticket
	u.writeRequester(sent, found)
	if sent.Has("submitter_id") && u.before == nil {
		t.Submitter = sent.Number("submitter_id")
	}
	if sent.Has("group_id") {
		if id := sent.Number("group_id"); id != 0 && u.groups[id] == nil {
			found.add("group", "Group: %d is not valid", id)
		} else {
			u.setGroup(t, id)
		}
	}
	if sent.Has("brand_id") {
		if id := sent.Number("brand_id"); u.brands[id] == nil {
			found.add("brand", "Brand: %d is not valid", id)
		} else {
			t.Brand = id
		}
	}
	if sent.Has("ticket_form_id") {
		t.Form = sent.Number("ticket_form_id")
	}
	u.writeOrganization(sent, found)
	u.writeAssignee(sent, found)
}

// writeOrganization takes organization_id. A ticket without one has that of its requester, and follows it to another.
func (u *update) writeOrganization(sent members, found *problems) {
	t := u.ticket
	if u.before == nil && t.Organization == 0 || u.before != nil && u.before.Requester != t.Requester {
		t.Organization = u.users[t.Requester].Organization
	}
	if sent.Has("organization_id") {
		if id := sent.Number("organization_id"); id != 0 && u.organizations[id] == nil {
			found.add("organization", "Organization: %d is not valid", id)
		} else {
			t.Organization = id
		}
	}
}

func (u *update) writeAssignee(sent members, found *problems) {
	assignee := u.users[u.ticket.Assignee]
	switch {
	case sent.Has("assignee_id"):
		assignee = u.users[sent.Number("assignee_id")]
		if id := sent.Number("assignee_id"); id != 0 && !assignee.isAgent() {
			found.add("assignee", "Assignee: %d is not an agent", id)
			return
		}
	case sent.Has("assignee_email"):
		assignee = u.userByEmail(sent.Text("assignee_email"))
		if sent.Text("assignee_email") != "" && !assignee.isAgent() {
			found.add("assignee", "Assignee: %s is not an agent", sent.Text("assignee_email"))
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
	if sent.Has("requester_id") {
		if id := sent.Number("requester_id"); u.users[id] == nil {
			found.add("requester", "Requester: %d is not valid", id)
		} else {
			t.Requester = id
		}
	}
	if person := sent.Object("requester"); person != nil {
		delete(person, "role") // a ticket makes end users only
		known := u.userByEmail(person.Text("email"))
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
		return normalTags(sent.Text(name) + " " + strings.Join(sent.Texts(name), " "))
	}
	if sent.Has("tags") {
		u.changeTags(t, read("tags"))
	}
	if sent.Sent("additional_tags") {
		u.changeTags(t, mergedTags(t.Tags, read("additional_tags")))
	}
	if sent.Sent("remove_tags") {
		u.changeTags(t, without(t.Tags, read("remove_tags")))
	}
	u.inheritTags()
}

// inheritTags: the tags of people and organizations go on the tickets they open or get, and leave those that are no longer
// theirs (support.zendesk.com, "Adding tags to users and organizations").
func (u *update) inheritTags() {
	t, former := u.ticket, u.before
	if former == nil {
		former = &ticket{}
	}
	requester, organization := u.users[t.Requester].Tags, u.organizationTags(t)
	var lost, gained []string
	if former.Requester != t.Requester {
		gained = requester
		if who := u.users[former.Requester]; who != nil {
			lost = who.Tags
		}
	}
	if former.Organization != t.Organization {
		gained, lost = slices.Concat(gained, organization), slices.Concat(lost, u.organizationTags(former))
	}
	lost = without(lost, slices.Concat(requester, organization))
	u.changeTags(t, mergedTags(without(t.Tags, lost), gained))
}

// writeFields takes custom_fields, or fields, as a list of id and value. An unknown id is ignored, as Zendesk does.
func (u *update) writeFields(sent members, found *problems) {
	for _, name := range []string{"custom_fields", "fields"} {
		for _, line := range sent.Objects(name) {
			f := u.fields[line.Number("id")]
			if f == nil || !f.isCustom() {
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
	said := sent.Object("comment")
	if said == nil {
		var plain string
		if json.Unmarshal(sent["comment"], &plain) == nil && plain != "" {
			said = members{"body": sent["comment"]}
		} else if u.before == nil && sent.Sent("description") {
			said = members{"body": sent["description"]}
		}
	}
	body := cmp.Or(said.Text("body"), said.Text("html_body"), said.Text("value"))
	if body == "" {
		return
	}
	author := u.actor.ID
	if u.before == nil {
		author = t.Requester
	}
	if id := said.Number("author_id"); u.users[id] != nil {
		author = id
		u.actor = u.users[id]
	}
	public := !said.Sent("public") || said.Flag("public")
	t.Comments = append(t.Comments, comment{ID: u.newID(), Author: author, Body: body, Public: public, Via: u.via, Created: u.now()})
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
	if sent.Sent("custom_status_id") {
		for _, known := range u.statuses {
			if known.ID == sent.Number("custom_status_id") {
				status = known.Category
			}
		}
	}
	if status != "" {
		u.setStatus(u.ticket, status)
	}
}
