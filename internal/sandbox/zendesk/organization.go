package zendesk

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// organization is a group of end users (https://developer.zendesk.com/api-reference/ticketing/organizations/organizations/).
type organization struct {
	ID         int64
	Name       string
	ExternalID string
	Details    string
	Notes      string
	Group      int64
	Shared     bool // tickets
	SharedTalk bool // comments
	Domains    []string
	Tags       []string
	Fields     map[string]any
	Created    time.Time
	Updated    time.Time
}

func (c *call) renderOrganization(o *organization) object {
	fields := map[string]any{}
	maps.Copy(fields, o.Fields)
	return object{
		"id": o.ID, "url": c.link("/organizations/" + idText(o.ID) + ".json"), "name": o.Name, "shared_tickets": o.Shared, "shared_comments": o.SharedTalk,
		"external_id": engine.OrNull(o.ExternalID), "domain_names": append([]string{}, o.Domains...), "details": engine.OrNull(o.Details),
		"notes": engine.OrNull(o.Notes), "group_id": engine.OrNull(o.Group), "tags": append([]string{}, o.Tags...), "organization_fields": fields,
		"created_at": stamp(o.Created), "updated_at": stamp(o.Updated),
	}
}

// organizationOfDomain is the one to which who has this address belongs from the start; 0 for none.
func (a *account) organizationOfDomain(email string) int64 {
	_, domain, _ := strings.Cut(email, "@")
	for _, o := range byID(a.organizations) {
		if slices.Contains(o.Domains, domain) {
			return o.ID
		}
	}
	return 0
}

// organizationTags are those that a ticket has from its organization.
func (a *account) organizationTags(t *ticket) []string {
	if o := a.organizations[t.Organization]; o != nil {
		return o.Tags
	}
	return nil
}

func organizationOptions(a *account) []option {
	var all []option
	for _, o := range byID(a.organizations) {
		all = append(all, option{idText(o.ID), o.Name})
	}
	return all
}

// organizationPlaceholders gives an organization's members; without one all of them are blank.
func (a *account) organizationPlaceholders(id int64) map[string]any {
	o := a.organizations[id]
	if o == nil {
		return map[string]any{}
	}
	fields := map[string]any{}
	maps.Copy(fields, o.Fields)
	return map[string]any{
		"id": o.ID, "name": o.Name, "external_id": o.ExternalID, "details": o.Details, "notes": o.Notes, "tags": renderedTags(o.Tags), "custom_fields": fields,
	}
}

func (c *call) listOrganizations() *reply {
	var entries list
	for _, o := range byID(c.organizations) {
		entries.Add(idText(o.ID), c.renderOrganization(o))
	}
	return c.list("organizations", entries)
}

func (c *call) showOrganizations() *reply {
	ids, externals := c.ids(), strings.Split(c.query("external_ids"), ",")
	var entries list
	for _, o := range byID(c.organizations) {
		if slices.Contains(ids, o.ID) || (o.ExternalID != "" && slices.Contains(externals, o.ExternalID)) {
			entries.Add(idText(o.ID), c.renderOrganization(o))
		}
	}
	return c.list("organizations", entries)
}

func (c *call) countOrganizations() *reply { return c.count(len(c.organizations)) }

func (c *call) showOrganization() *reply {
	if o := c.organizations[c.id()]; o != nil {
		return answer(http.StatusOK, object{"organization": c.renderOrganization(o)})
	}
	return notFound()
}

func (c *call) postOrganization() *reply {
	return c.writeOrganization(&organization{ID: c.newID(), Created: c.now()}, http.StatusCreated)
}

func (c *call) putOrganization() *reply {
	if o := c.organizations[c.id()]; o != nil {
		return c.writeOrganization(o, http.StatusOK)
	}
	return notFound()
}

func (c *call) writeOrganization(o *organization, status int) *reply {
	sent, bad := c.envelope("organization")
	if bad != nil {
		return bad
	}
	wish := *o
	wish.read(sent)
	switch {
	case wish.Name == "":
		return invalid(blank("name", "Name"))
	case slices.ContainsFunc(byID(c.organizations), func(other *organization) bool {
		return other.ID != wish.ID && strings.EqualFold(other.Name, wish.Name)
	}):
		return invalid(detail{"name", "Name: " + wish.Name + " has already been taken", "DuplicateValue"})
	}
	wish.Updated = c.now()
	*o = wish
	c.organizations[o.ID] = o
	return answer(status, object{"organization": c.renderOrganization(o)})
}

// read fills an organization from the wire. Members that are not sent stay.
func (o *organization) read(sent members) {
	for name, to := range map[string]*string{"name": &o.Name, "external_id": &o.ExternalID, "details": &o.Details, "notes": &o.Notes} {
		if sent.Has(name) {
			*to = sent.Text(name)
		}
	}
	for name, to := range map[string]*bool{"shared_tickets": &o.Shared, "shared_comments": &o.SharedTalk} {
		if sent.Has(name) {
			*to = sent.Flag(name)
		}
	}
	if sent.Has("group_id") {
		o.Group = sent.Number("group_id")
	}
	if sent.Has("domain_names") {
		o.Domains = normalTags(strings.Join(sent.Texts("domain_names"), " "))
	}
	if sent.Has("tags") {
		o.Tags = normalTags(strings.Join(sent.Texts("tags"), " "))
	}
	for key := range sent.Object("organization_fields") {
		o.setField(key, sent.Object("organization_fields").Text(key))
	}
}

// setField makes a new map: a write that is refused leaves the organization as it was.
func (o *organization) setField(key, value string) {
	fields := map[string]any{key: value}
	for other, held := range o.Fields {
		if other != key {
			fields[other] = held
		}
	}
	o.Fields = fields
}

// deleteOrganization also takes it from its people and their tickets.
func (c *call) deleteOrganization() *reply {
	id := c.id()
	if c.organizations[id] == nil {
		return notFound()
	}
	delete(c.organizations, id)
	for _, u := range c.users {
		if u.Organization == id {
			u.Organization = 0
		}
	}
	for _, t := range c.tickets {
		if t.Organization == id {
			t.Organization = 0
		}
	}
	return noContent()
}
