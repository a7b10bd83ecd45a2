package zendesk

import (
	"maps"
	"strings"
)

// placeholders are the variables of a template (HC-4408886858138; reference, section 4.3). What is missing renders blank.
func (u *update) placeholders() map[string]any {
	return map[string]any{
		"ticket":       u.ticketPlaceholders(),
		"current_user": u.personPlaceholders(u.actor),
		"satisfaction": u.satisfactionPlaceholders(),
		"account":      map[string]any{"name": "Sandbox Acme"},
	}
}

func (u *update) satisfactionPlaceholders() map[string]any {
	address := "https://" + Subdomain + ".zendesk.com/requests/" + idText(u.ticket.ID) + "/satisfaction/new/sandbox"
	return map[string]any{
		"survey_url": address, "rating_url": address, "current_rating": u.ticket.Satisfaction,
		"rating_section": "How would you rate the support you received? " + address,
		"survey_section": "How would you rate the support you received? " + address,
	}
}

func (u *update) ticketPlaceholders() map[string]any {
	t := u.ticket
	requester := u.users[t.Requester]
	address := Subdomain + ".zendesk.com/agent/tickets/" + idText(t.ID)
	all := map[string]any{
		"id": t.ID, "link": "https://" + address, "url": address, "title": t.Subject, "description": t.Description,
		"status": statusWord(t.Status, requester.Locale), "priority": titled(t.Priority), "ticket_type": "Ticket",
		"requester": u.personPlaceholders(requester), "assignee": u.personPlaceholders(u.users[t.Assignee]),
		"submitter": u.personPlaceholders(u.users[t.Submitter]), "tags": renderedTags(t.Tags), "via": viaTitle(t.Via),
		"external_id": t.ExternalID, "brand": u.brandPlaceholders(), "group": map[string]any{}, "organization": u.organizationPlaceholders(t.Organization),
		"ticket_form": u.formName(), "account": "Sandbox Acme", "in_business_hours": "true",
		"created_at": t.Created.Format("January 2, 2006"), "updated_at": t.Updated.Format("January 2, 2006"),
		"created_at_with_timestamp": stamp(t.Created), "updated_at_with_timestamp": stamp(t.Updated),
	}
	if t.Type != "" {
		all["ticket_type"] = titled(t.Type)
	}
	if g := u.groups[t.Group]; g != nil {
		all["group"] = map[string]any{"name": g.Name, "id": g.ID}
	}
	u.addComments(all)
	u.addFields(all)
	return all
}

// addComments adds the newest comments as plain text, line breaks and quotes included.
func (u *update) addComments(all map[string]any) {
	var public, every []string
	for _, said := range u.ticket.Comments {
		author := ""
		if who := u.users[said.Author]; who != nil {
			author = who.Name
		}
		text := author + ", " + said.Created.Format("Jan 2, 2006, 15:04") + ":\n" + said.Body
		every = append([]string{text}, every...)
		all["latest_comment"] = said.Body
		if said.Public {
			public = append([]string{text}, public...)
			all["latest_public_comment"] = said.Body
		}
	}
	all["comments_formatted"], all["public_comments_formatted"] = strings.Join(every, "\n\n"), strings.Join(public, "\n\n")
}

// addFields adds ticket_field_ID and ticket_field_option_title_ID of every custom field.
func (u *update) addFields(all map[string]any) {
	for _, f := range u.fields {
		if !f.isCustom() || !f.works() {
			continue
		}
		value, title := "", ""
		switch held := u.ticket.Fields[f.ID].(type) {
		case string:
			value, title = held, f.titleOf(held)
		case []string:
			var titles []string
			for _, one := range held {
				titles = append(titles, f.titleOf(one))
			}
			value, title = strings.Join(held, " "), strings.Join(titles, ", ")
		}
		if f.Type == "checkbox" {
			on, _ := u.ticket.Fields[f.ID].(bool)
			value = renderedCheckbox(on)
		}
		all["ticket_field_"+idText(f.ID)] = value
		all["ticket_field_option_title_"+idText(f.ID)] = title
	}
}

func (f *ticketField) titleOf(value string) string {
	for _, o := range f.Options {
		if o.Value == value {
			return shownText(o.Name)
		}
	}
	return ""
}

func (u *update) brandPlaceholders() map[string]any {
	if b := u.brands[u.ticket.Brand]; b != nil {
		return map[string]any{"name": b.Name, "id": b.ID}
	}
	return map[string]any{}
}

func (u *update) formName() string {
	for _, form := range u.forms {
		if form["id"] == u.ticket.Form {
			return form["name"].(string)
		}
	}
	return ""
}

// personPlaceholders gives a person's members; nobody has none, so all of them are blank.
func (u *update) personPlaceholders(who *user) map[string]any {
	if who == nil || who == noUser {
		return map[string]any{}
	}
	first, last, _ := strings.Cut(who.Name, " ")
	fields := map[string]any{}
	maps.Copy(fields, who.Fields)
	shown := who.Name
	if who.isAgent() && who.Alias != "" {
		shown = who.Alias
	}
	return map[string]any{
		"id": who.ID, "name": shown, "first_name": first, "last_name": last, "email": who.Email, "phone": who.Phone,
		"external_id": who.ExternalID, "locale": who.Locale, "language": localeNamed(who.Locale).name, "role": who.Role,
		"tags": renderedTags(who.Tags), "custom_fields": fields, "time_zone": "UTC",
		"organization": u.organizationPlaceholders(who.Organization),
	}
}

func titled(word string) string {
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}
