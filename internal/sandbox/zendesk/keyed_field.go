package zendesk

import (
	"net/http"
	"regexp"
	"slices"
)

// keyedField is a custom field of users or of organizations. Rules and placeholders name it by its key, as in
// requester.custom_fields.plan (https://developer.zendesk.com/api-reference/ticketing/users/user_fields/ and
// .../organizations/organization_fields/). What users hold is not checked against these.
type keyedField struct {
	object
	id  int64
	key string
}

// keyedKind is one of the two kinds; they differ in their names alone.
type keyedKind struct{ many, one string }

var (
	userFields         = keyedKind{"user_fields", "user_field"}
	organizationFields = keyedKind{"organization_fields", "organization_field"}
)

// keyedTypes are the types of both.
var keyedTypes = []string{"checkbox", "date", "decimal", "dropdown", "integer", "lookup", "multiselect", "regexp", "text", "textarea"}

// fieldKey is what a key consists of; it cannot be a number.
var (
	fieldKey    = regexp.MustCompile(`\A\w+\z`)
	onlyNumbers = regexp.MustCompile(`\A\d+\z`)
)

func (s *System) keyedFieldRoutes() {
	for _, kind := range []keyedKind{userFields, organizationFields} {
		s.on("GET /"+kind.many, agents, func(c *call) *reply { return c.listKeyed(kind) })
		s.on("POST /"+kind.many, admins, func(c *call) *reply { return c.postKeyed(kind) })
		s.on("GET /"+kind.many+"/{id}", agents, func(c *call) *reply { return c.showKeyed(kind) })
		s.on("DELETE /"+kind.many+"/{id}", admins, func(c *call) *reply { return c.deleteKeyed(kind) })
	}
}

func (c *call) listKeyed(kind keyedKind) *reply {
	var entries list
	for _, f := range c.keyedFields[kind] {
		entries.Add(idText(f.id), f.object)
	}
	return c.list(kind.many, entries)
}

func (c *call) postKeyed(kind keyedKind) *reply {
	sent, bad := c.envelope(kind.one)
	if bad != nil {
		return bad
	}
	found := &problems{}
	for member, label := range map[string]string{"key": "Key", "title": "Title"} {
		if sent.Text(member) == "" {
			found.reasons = append(found.reasons, blank(member, label))
		}
	}
	f := keyedField{id: c.newID(), key: sent.Text("key")}
	switch {
	case f.key == "":
	case !fieldKey.MatchString(f.key) || onlyNumbers.MatchString(f.key):
		found.add("key", "Key: %s is not valid", f.key)
	case slices.ContainsFunc(c.keyedFields[kind], func(other keyedField) bool { return other.key == f.key }):
		found.add("key", "Key: %s is already being used by another field", f.key)
	}
	kindOf := sent.Text("type")
	if kindOf == "" {
		kindOf = "text"
	}
	if !slices.Contains(keyedTypes, kindOf) {
		found.add("type", "Type: %s is not valid", kindOf)
	}
	if bad := found.reply(); bad != nil {
		return bad
	}
	address := c.link("/" + kind.many + "/" + idText(f.id) + ".json")
	f.object = object{
		"id": f.id, "url": address, "key": f.key, "type": kindOf, "title": sent.Text("title"), "raw_title": sent.Text("title"),
		"description": sent.Text("description"), "raw_description": sent.Text("description"), "position": len(c.keyedFields[kind]), "active": true,
		"system": false, "regexp_for_validation": nil, "created_at": stamp(c.now()), "updated_at": stamp(c.now()),
	}
	c.keyedFields[kind] = append(c.keyedFields[kind], f)
	one := answer(http.StatusCreated, object{kind.one: f.object})
	one.Header = http.Header{"Location": {address}}
	return one
}

// keyedAsked is the place of the field that the path names, -1 for none.
func (c *call) keyedAsked(kind keyedKind) int {
	return slices.IndexFunc(c.keyedFields[kind], func(f keyedField) bool { return f.id == c.id() })
}

func (c *call) showKeyed(kind keyedKind) *reply {
	if at := c.keyedAsked(kind); at >= 0 {
		return answer(http.StatusOK, object{kind.one: c.keyedFields[kind][at].object})
	}
	return notFound()
}

func (c *call) deleteKeyed(kind keyedKind) *reply {
	at := c.keyedAsked(kind)
	if at < 0 {
		return notFound()
	}
	c.keyedFields[kind] = slices.Delete(slices.Clone(c.keyedFields[kind]), at, at+1)
	return noContent()
}
