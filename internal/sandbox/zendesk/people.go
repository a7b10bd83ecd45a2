package zendesk

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// user is an admin, an agent or an end user, by Role: "admin", "agent", "end-user".
type user struct {
	ID           int64
	Name         string
	Email        string
	Role         string
	Alias        string
	Phone        string
	ExternalID   string
	Locale       string
	Tags         []string
	Fields       map[string]any
	DefaultGroup int64
	Organization int64
	Deleted      bool // still shown by its id, and on tickets
	Created      time.Time
	Updated      time.Time
}

// noUser is who updates a ticket when an automation does: no current user, no placeholders, no e-mail.
var noUser = &user{}

// isAgent tells whether tickets can be assigned to the user.
func (u *user) isAgent() bool {
	return u != nil && !u.Deleted && (u.Role == "admin" || u.Role == "agent")
}

func (c *call) renderUser(u *user) object {
	// A copy: answers are written after the account is released.
	fields := map[string]any{}
	maps.Copy(fields, u.Fields)
	return object{
		"id": u.ID, "url": c.link("/users/" + idText(u.ID) + ".json"), "name": u.Name, "email": engine.OrNull(u.Email), "role": u.Role,
		"alias": engine.OrNull(u.Alias), "phone": engine.OrNull(u.Phone), "external_id": engine.OrNull(u.ExternalID), "active": !u.Deleted, "verified": true,
		"suspended": false, "locale": u.Locale, "locale_id": localeID(u.Locale), "time_zone": "UTC", "tags": append([]string{}, u.Tags...),
		"user_fields": fields, "default_group_id": engine.OrNull(u.DefaultGroup), "organization_id": engine.OrNull(u.Organization),
		"created_at": stamp(u.Created), "updated_at": stamp(u.Updated),
	}
}

// people are the users who have not been deleted.
func (a *account) people() []*user {
	return slices.DeleteFunc(byID(a.users), func(u *user) bool { return u.Deleted })
}

func (a *account) userByEmail(email string) *user {
	if email == "" {
		return nil
	}
	for _, u := range a.users {
		if strings.EqualFold(u.Email, email) {
			return u
		}
	}
	return nil
}

// readUser fills a user from the wire. Members that are not sent stay.
func (u *user) readUser(sent members) {
	for name, to := range map[string]*string{
		"name": &u.Name, "email": &u.Email, "alias": &u.Alias, "phone": &u.Phone, "external_id": &u.ExternalID, "locale": &u.Locale,
	} {
		if sent.Has(name) {
			*to = sent.Text(name)
		}
	}
	u.Email = strings.ToLower(u.Email)
	if sent.Sent("role") {
		u.Role = sent.Text("role")
	}
	if sent.Sent("locale_id") {
		u.Locale = localeOf(sent.Number("locale_id"))
	}
	if sent.Has("tags") {
		u.Tags = normalTags(strings.Join(sent.Texts("tags"), " "))
	}
	if sent.Has("organization_id") {
		u.Organization = sent.Number("organization_id")
	}
	for name := range sent.Object("user_fields") {
		u.setField(name, sent.Object("user_fields").Text(name))
	}
	if u.Locale == "" {
		u.Locale = defaultLocale
	}
}

func (u *user) setField(key, value string) {
	if u.Fields == nil {
		u.Fields = map[string]any{}
	}
	u.Fields[key] = value
}

// createUser makes a user, an end user unless the members say otherwise.
func (a *account) createUser(sent members) (*user, *reply) {
	made := &user{Role: "end-user", Created: a.now(), Updated: a.now()}
	made.readUser(sent)
	if made.Name == "" {
		if made.Email == "" {
			return nil, invalid(blank("name", "Name"))
		}
		made.Name, _, _ = strings.Cut(made.Email, "@")
	}
	if a.userByEmail(made.Email) != nil {
		return nil, invalid(detail{"email", "Email: " + made.Email + " is already being used by another user", "DuplicateValue"})
	}
	if made.Organization == 0 && made.Role == "end-user" {
		made.Organization = a.organizationOfDomain(made.Email)
	}
	made.ID = a.newID()
	a.users[made.ID] = made
	return made, nil
}
