package zendesk

import (
	"net/http"
	"time"
)

// What a rule can refer to and nobody manages through this provider: groups, brands, forms, statuses and settings.

type group struct {
	ID          int64
	Name        string
	Description string
	Deleted     bool // still shown by its id, not in the list
	Created     time.Time
	Updated     time.Time
}

type brand struct {
	ID        int64
	Name      string
	Subdomain string
	Default   bool
	Inactive  bool
	Deleted   bool // still shown by its id, not in the list
	Created   time.Time
	Updated   time.Time
}

// customStatus is one status inside a category; each category has the default one that Zendesk made.
type customStatus struct {
	ID       int64
	Category string
	Label    string
}

func (c *call) renderGroup(g *group) object {
	return object{
		"id": g.ID, "url": c.link("/groups/" + idText(g.ID) + ".json"), "name": g.Name, "description": g.Description,
		"default": g.ID == c.defaultGroup(), "is_public": true, "deleted": g.Deleted, "created_at": stamp(g.Created), "updated_at": stamp(g.Updated),
	}
}

func (c *call) renderBrand(b *brand) object {
	return object{
		"id": b.ID, "url": c.link("/brands/" + idText(b.ID) + ".json"), "name": b.Name, "subdomain": b.Subdomain,
		"brand_url": "https://" + b.Subdomain + ".zendesk.com", "host_mapping": nil, "has_help_center": false, "active": !b.Inactive,
		"default": b.Default, "is_deleted": b.Deleted, "ticket_form_ids": []int64{}, "signature_template": "{{agent.signature}}",
		"created_at": stamp(b.Created), "updated_at": stamp(b.Updated),
	}
}

func (c *call) renderStatus(status customStatus) object {
	return object{
		"id": status.ID, "url": c.link("/custom_statuses/" + idText(status.ID) + ".json"), "status_category": status.Category,
		"agent_label": status.Label, "raw_agent_label": status.Label, "end_user_label": status.Label, "raw_end_user_label": status.Label,
		"description": "", "active": true, "default": true, "created_at": stamp(c.seededAt()), "updated_at": stamp(c.seededAt()),
	}
}

// seededAt is when the account was made: the moment of its first group.
func (a *account) seededAt() time.Time { return byID(a.groups)[0].Created }

func (a *account) defaultGroup() int64 { return byID(a.groups)[0].ID }

func (a *account) defaultBrand() int64 {
	for _, b := range byID(a.brands) {
		if b.Default {
			return b.ID
		}
	}
	return 0
}

func (c *call) listGroups() *reply {
	var entries list
	for _, g := range byID(c.groups) {
		if !g.Deleted {
			entries.Add(idText(g.ID), c.renderGroup(g))
		}
	}
	return c.list("groups", entries)
}

func (c *call) showGroup() *reply {
	if g := c.groups[c.id()]; g != nil {
		return answer(http.StatusOK, object{"group": c.renderGroup(g)})
	}
	return notFound()
}

func (c *call) postGroup() *reply {
	made := &group{ID: c.newID(), Created: c.now()}
	return c.writeGroup(made, http.StatusCreated)
}

func (c *call) putGroup() *reply {
	if g := c.groups[c.id()]; g != nil {
		return c.writeGroup(g, http.StatusOK)
	}
	return notFound()
}

func (c *call) writeGroup(g *group, status int) *reply {
	sent, bad := c.envelope("group")
	if bad != nil {
		return bad
	}
	wish := *g
	for name, to := range map[string]*string{"name": &wish.Name, "description": &wish.Description} {
		if sent.Has(name) {
			*to = sent.Text(name)
		}
	}
	if wish.Name == "" {
		return invalid(blank("name", "Name"))
	}
	wish.Updated = c.now()
	*g = wish
	c.groups[g.ID] = g
	return answer(status, object{"group": c.renderGroup(g)})
}

func (c *call) deleteGroup() *reply {
	g := c.groups[c.id()]
	switch {
	case g == nil:
		return notFound()
	case g.ID == c.defaultGroup():
		return invalid(detail{"base", "The default group cannot be deleted", "InvalidValue"})
	}
	g.Deleted = true
	return noContent()
}

func (c *call) listBrands() *reply {
	var entries list
	for _, b := range byID(c.brands) {
		if !b.Deleted {
			entries.Add(idText(b.ID), c.renderBrand(b))
		}
	}
	return c.list("brands", entries)
}

func (c *call) showBrand() *reply {
	if b := c.brands[c.id()]; b != nil {
		return answer(http.StatusOK, object{"brand": c.renderBrand(b)})
	}
	return notFound()
}

func (c *call) postBrand() *reply {
	made := &brand{ID: c.newID(), Created: c.now()}
	return c.writeBrand(made, http.StatusCreated)
}

func (c *call) putBrand() *reply {
	if b := c.brands[c.id()]; b != nil {
		return c.writeBrand(b, http.StatusOK)
	}
	return notFound()
}

func (c *call) writeBrand(b *brand, status int) *reply {
	sent, bad := c.envelope("brand")
	if bad != nil {
		return bad
	}
	wish := *b
	for name, to := range map[string]*string{"name": &wish.Name, "subdomain": &wish.Subdomain} {
		if sent.Has(name) {
			*to = sent.Text(name)
		}
		if *to == "" {
			return invalid(blank(name, titled(name)))
		}
	}
	if sent.Sent("active") {
		wish.Inactive = !sent.Flag("active")
	}
	wish.Updated = c.now()
	*b = wish
	c.brands[b.ID] = b
	return answer(status, object{"brand": c.renderBrand(b)})
}

func (c *call) deleteBrand() *reply {
	b := c.brands[c.id()]
	switch {
	case b == nil:
		return notFound()
	case b.Default:
		return invalid(detail{"base", "The default brand cannot be deleted", "InvalidValue"})
	}
	b.Deleted = true
	return noContent()
}

func (c *call) listForms() *reply {
	var entries list
	for _, form := range c.forms {
		entries.Add(idText(form["id"].(int64)), form)
	}
	return c.list("ticket_forms", entries)
}

func (c *call) showForm() *reply {
	for _, form := range c.forms {
		if form["id"] == c.id() {
			return answer(http.StatusOK, object{"ticket_form": form})
		}
	}
	return notFound()
}

func (c *call) listStatuses() *reply {
	statuses := []object{}
	for _, status := range c.statuses {
		if wanted := c.query("status_categories"); wanted == "" || wanted == status.Category {
			statuses = append(statuses, c.renderStatus(status))
		}
	}
	return answer(http.StatusOK, object{"custom_statuses": statuses})
}

func (c *call) showStatus() *reply {
	for _, status := range c.statuses {
		if status.ID == c.id() {
			return answer(http.StatusOK, object{"custom_status": c.renderStatus(status)})
		}
	}
	return notFound()
}

func (c *call) showSettings() *reply {
	return answer(http.StatusOK, object{"settings": object{
		"active_features": object{"customer_satisfaction": c.csatOn, "user_tagging": true, "ticket_tagging": true, "business_hours": false, "chat": true, "voice": true},
		"branding":        object{"header_color": "78A300"},
		"lotus":           object{"prefer_lotus": true},
		"tickets":         object{"comments_public_by_default": true, "auto_updated_ccs_followers_rules": true},
	}})
}

func (c *call) putSettings() *reply {
	sent, bad := c.envelope("settings")
	if bad != nil {
		return bad
	}
	if features := sent.Object("active_features"); features.Sent("customer_satisfaction") {
		c.csatOn = features.Flag("customer_satisfaction")
	}
	return c.showSettings()
}
