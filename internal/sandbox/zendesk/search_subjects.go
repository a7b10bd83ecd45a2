package zendesk

import "strings"

func only(value string) facet { return facet{values: []string{value}} }

func (c *call) searchedTicket(t *ticket) searched {
	said := []string{t.Description}
	for _, each := range t.Comments {
		said = append(said, each.Body)
	}
	comments := strings.Join(said, "\n")
	s := searched{
		kind: "ticket", id: t.ID, created: t.Created, updated: t.Updated,
		words:  facet{values: []string{idText(t.ID)}, text: t.Subject + "\n" + comments},
		render: func() object { return c.renderTicket(t) },
		facets: map[string]facet{
			"type": only("ticket"), "status": only(t.Status), "priority": only(t.Priority), "ticket_type": only(t.Type), "tags": {values: t.Tags},
			"subject": {text: t.Subject}, "description": {text: t.Description}, "comment": {text: comments}, "external_id": only(t.ExternalID),
			"requester": c.personFacet(t.Requester), "submitter": c.personFacet(t.Submitter), "assignee": c.personFacet(t.Assignee),
			"organization": c.organizationFacet(t.Organization), "via": only(viaName(t.Via)), "recipient": only(t.Recipient),
			"created": {moment: t.Created}, "updated": {moment: t.Updated}, "due_date": {moment: t.Due}, "group": {}, "brand": {}, "solved": {},
		},
	}
	if t.Status == "solved" {
		s.facets["solved"] = facet{moment: t.StatusSince}
	}
	if g := c.groups[t.Group]; g != nil {
		s.facets["group"] = facet{values: []string{idText(g.ID), g.Name}}
	}
	if b := c.brands[t.Brand]; b != nil {
		s.facets["brand"] = facet{values: []string{idText(b.ID), b.Name}}
	}
	u := &update{call: c}
	for id := range c.fields {
		value, _ := u.readField(t, "custom_fields_"+idText(id))
		s.facets["custom_field_"+idText(id)] = facet{values: append(strings.Fields(value), value)}
	}
	return s
}

func (c *call) searchedUser(u *user) searched {
	return searched{
		kind: "user", id: u.ID, created: u.Created, updated: u.Updated,
		words:  facet{text: u.Name + "\n" + u.Email},
		render: func() object { return c.renderUser(u) },
		facets: map[string]facet{
			"type": only("user"), "role": only(u.Role), "email": only(u.Email), "name": {text: u.Name}, "phone": only(u.Phone), "tags": {values: u.Tags},
			"external_id": only(u.ExternalID), "organization": c.organizationFacet(u.Organization), "user": c.personFacet(u.ID),
			"created": {moment: u.Created}, "updated": {moment: u.Updated},
		},
	}
}

func (c *call) searchedOrganization(o *organization) searched {
	return searched{
		kind: "organization", id: o.ID, created: o.Created, updated: o.Updated,
		words:  facet{text: o.Name},
		render: func() object { return c.renderOrganization(o) },
		facets: map[string]facet{
			"type": only("organization"), "name": {text: o.Name}, "tags": {values: o.Tags}, "external_id": only(o.ExternalID), "notes": {text: o.Notes},
			"details": {text: o.Details}, "created": {moment: o.Created}, "updated": {moment: o.Updated},
		},
	}
}

// personFacet is found by the id, e-mail, external id and name of somebody, or a part of the name; who asks is "me".
func (c *call) personFacet(id int64) facet {
	who := c.users[id]
	if who == nil {
		return facet{}
	}
	names := append(strings.Fields(who.Name), who.Name, who.Email, who.ExternalID, idText(id))
	if id == c.actor.ID {
		names = append(names, "me")
	}
	return facet{values: names}
}

func (c *call) organizationFacet(id int64) facet {
	if o := c.organizations[id]; o != nil {
		return facet{values: append(strings.Fields(o.Name), o.Name, o.ExternalID, idText(id))}
	}
	return facet{}
}
