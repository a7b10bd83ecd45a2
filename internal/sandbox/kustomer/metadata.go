package kustomer

import (
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// describable are the kinds of objects with custom attributes. A klass of one's
// own is "kobject." and its name; the sandbox has none.
var describable = []string{"company", "conversation", "customer", "message", "note", "user"}

// document is the metadata of all custom attributes of a klass. There is one for
// each klass, and no request for one attribute alone.
type document struct {
	id         string
	properties map[string]object // never changed in place: answers share them
	// others are the members that nobody simulates: they are stored as sent.
	others map[string]any
}

// otherMembers of a document, besides properties.
var otherMembers = []string{"standardProperties", "relationships", "validations"}

// serverOwned are the members of a property that a client's are ignored for.
var serverOwned = []string{"modifiedBy", "modifiedAt", "updatedAt"}

func (a *account) seedMetadata() {
	for _, klass := range describable {
		a.metadata[klass] = &document{id: a.newID(), properties: map[string]object{}, others: map[string]any{}}
	}
}

func (a *account) hasAttribute(klass, name string) bool {
	return a.metadata[klass].properties[name] != nil
}

// allows tells whether a value is in the attribute's enumeration, if it has one.
func (a *account) allows(klass, name string, value any) bool {
	values, _ := a.metadata[klass].properties[name]["enumeration"].([]any)
	return len(values) == 0 || slices.Contains(values, value)
}

func (a *account) renderMetadata(klass string) object {
	d := a.metadata[klass]
	attributes := copied(d.others)
	attributes["properties"] = maps.Clone(d.properties)
	data := resource("metadata", d.id, attributes, a.relationships())
	data["links"] = object{"self": "/v1/metadata/" + klass}
	return data
}

func (c *call) showMetadata() *reply {
	if klass := c.request.PathValue("klass"); c.metadata[klass] != nil {
		return one(http.StatusOK, c.renderMetadata(klass))
	}
	return notFound.reply()
}

// putMetadata writes properties. Those that the body does not name stay or go, and
// those that are null too, as the settings say.
func (c *call) putMetadata() *reply {
	klass := c.request.PathValue("klass")
	d := c.metadata[klass]
	if d == nil {
		return notFound.reply()
	}
	r := c.reader()
	properties, others := c.newProperties(r, d), c.newOthers(r, d)
	if r.bad != nil {
		return r.bad.reply()
	}
	d.properties, d.others = properties, others
	return one(http.StatusOK, c.renderMetadata(klass))
}

func (c *call) newProperties(r *reader, d *document) map[string]object {
	sent := map[string]json.RawMessage{}
	if !r.decode("properties", &sent, 0, "an object") {
		return d.properties
	}
	all := map[string]object{}
	if c.settings.MetadataUpdate == MetadataMerged {
		maps.Copy(all, d.properties)
	}
	inner := &reader{path: "properties."}
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		before := d.properties[name]
		switch {
		case suffixOf(name) < 0:
			inner.fail(name, "has an invalid custom attribute suffix")
		case string(sent[name]) != "null":
			all[name] = c.property(inner, name, sent[name], before)
		case c.settings.MetadataNull == NullRefused:
			inner.fail(name, "must be an object")
		case c.settings.MetadataNull == NullRemoves:
			delete(all, name)
		case before != nil:
			all[name] = before
		}
	}
	if r.bad == nil {
		r.bad = inner.bad
	}
	return all
}

// property reads one property. It replaces the one there was; the type follows
// from the suffix, and the display name too when none is sent.
func (c *call) property(outer *reader, name string, sent json.RawMessage, before object) object {
	r := &reader{path: outer.path + name + "."}
	made := object{}
	if json.Unmarshal(sent, &made) != nil || json.Unmarshal(sent, &r.sent) != nil {
		outer.fail(name, "must be an object")
		return nil
	}
	maps.DeleteFunc(made, func(member string, value any) bool { return value == nil || slices.Contains(serverOwned, member) })
	kind, display := suffixes[suffixOf(name)], titleOf(name)
	r.text("type", new(string), nullable, kind.kind)
	r.text("displayName", &display, nullable)
	if strings.TrimSpace(display) == "" {
		display = titleOf(name)
	}
	r.enumeration(kind)
	made["type"], made["displayName"] = kind.kind, display
	if outer.bad == nil {
		outer.bad = r.bad
	}
	return c.signed(made, before)
}

// enumeration checks the values that are allowed.
func (r *reader) enumeration(kind suffix) {
	if !r.sent.Sent("enumeration") {
		return
	}
	var values []string
	r.texts("enumeration", &values)
	seen := map[string]bool{}
	for _, value := range values {
		if value == "" || seen[value] || !isShort(value) {
			r.fail("enumeration", "must hold different texts of at most %d characters", maxShort)
		}
		seen[value] = true
	}
	if kind.end != "Str" {
		r.fail("enumeration", "is only for attributes that end in Str")
	}
}

// signed says who changed a property and when; one that is as before keeps that.
func (c *call) signed(made, before object) object {
	unsigned := maps.Clone(before)
	for _, member := range serverOwned {
		delete(unsigned, member)
	}
	if before != nil && reflect.DeepEqual(made, unsigned) {
		return before
	}
	now := stamp(c.now())
	made["modifiedBy"], made["modifiedAt"], made["updatedAt"] = c.key.userID, now, now
	return made
}

func (c *call) newOthers(r *reader, d *document) map[string]any {
	all := map[string]any{}
	if c.settings.MetadataUpdate == MetadataMerged {
		maps.Copy(all, d.others)
	}
	for _, member := range otherMembers {
		switch {
		case !r.sent.Has(member):
		case member == "validations":
			var rules []string
			r.texts(member, &rules)
			all[member] = rules
		default:
			var value map[string]any
			r.object(member, &value)
			all[member] = value
		}
	}
	return all
}

// titleOf is the display name of an attribute that was given none: of
// totalOrdersNum it is "Total Orders".
func titleOf(name string) string {
	bare := strings.TrimSuffix(name, suffixes[suffixOf(name)].end)
	var title strings.Builder
	for at, letter := range bare {
		switch {
		case at == 0:
			letter = unicode.ToUpper(letter)
		case unicode.IsUpper(letter):
			title.WriteRune(' ')
		}
		title.WriteRune(letter)
	}
	return title.String()
}
