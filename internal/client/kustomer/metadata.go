package kustomer

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer"
)

// NounAttribute is the kind of object whose ids resources claim.
const NounAttribute = "custom attribute"

// Attribute is a custom attribute as the metadata of its klass describes it.
type Attribute struct {
	Klass, Name, DisplayName string
	// Options are the values of a drop-down, in order.
	Options []string
}

// ID names it in the whole organization.
func (a Attribute) ID() string { return a.Klass + "/" + a.Name }

// metadata is the document of a klass: one for all its attributes, with no request
// for one of them alone. Each of our writes reads it, changes it and sends all of
// it, because it is not documented whether PUT merges or replaces. See [metadata.write].
type metadata struct {
	klass string
	api   *client.Connection
	// list shares the document as it was read last.
	list *client.List[document]
	// writing is held from the reading of a document until its change was verified.
	writing client.KeyedLock
	changes changes

	mu      sync.Mutex
	refused error // the klass is unknown
}

// document is one reading. Members that nobody here knows are kept as they are.
type document struct {
	klass      string
	properties map[string]json.RawMessage
	others     map[string]json.RawMessage
}

// otherMembers of a document can be sent, too.
var otherMembers = []string{"standardProperties", "relationships", "validations"}

// property is what is known of an attribute's description.
type property struct {
	DisplayName client.Text   `json:"displayName"`
	Enumeration []client.Text `json:"enumeration"`
}

// metadataOf finds the document of a klass.
func (c *Client) metadataOf(klass string) *metadata {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := c.metadata[klass]
	if found == nil {
		found = &metadata{klass: klass, api: c.api}
		found.list = client.NewEagerList(c.Core, found.kind())
		c.metadata[klass] = found
	}
	return found
}

func (m *metadata) path() string { return "/metadata/" + url.PathEscape(m.klass) }

func (m *metadata) kind() client.Kind[document] {
	return client.Kind[document]{
		Noun: "metadata", Path: m.path(), Form: envelope{}, Sole: true,
		ID: func(d document) string { return d.klass },
		Decode: func(raw json.RawMessage) (document, error) {
			var read resource[map[string]json.RawMessage]
			err := client.DecodeMember(raw, &read)
			d := document{klass: m.klass, others: map[string]json.RawMessage{}}
			for _, member := range otherMembers {
				if value := read.Attributes[member]; len(value) > 0 && string(value) != "null" {
					d.others[member] = value
				}
			}
			if properties := read.Attributes["properties"]; err == nil && len(properties) > 0 {
				err = json.Unmarshal(properties, &d.properties)
			}
			return d, err
		},
	}
}

// known is the document as it was read last in this run.
func (m *metadata) known(ctx context.Context) (*document, error) {
	m.mu.Lock()
	refused := m.refused
	m.mu.Unlock()
	if refused != nil {
		return nil, refused
	}
	read, err := m.list.Sole(ctx)
	if err = ofKlass(err); client.IsNotFound(err) {
		m.mu.Lock()
		m.refused = err
		m.mu.Unlock()
	}
	return read, err
}

// reread asks the organization.
func (m *metadata) reread(ctx context.Context) (*document, error) {
	m.list.Forget()
	read, err := m.list.Sole(ctx)
	return read, ofKlass(err)
}

// ofKlass says that a missing document is a klass that does not exist: an object,
// although its attributes are a list.
func ofKlass(err error) error {
	var e *client.Error
	if !errors.As(err, &e) || e.Status != http.StatusNotFound {
		return err
	}
	missing := *e
	missing.OfList = false
	return &missing
}

// attribute takes one out of a document.
func (d *document) attribute(name string) (*Attribute, error) {
	raw := d.properties[name]
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil //nolint:nilnil // there is none
	}
	var read property
	if err := json.Unmarshal(raw, &read); err != nil {
		return nil, &client.Error{Message: "the metadata of " + d.klass + "/" + name + " is not what Kustomer documents: " + err.Error()}
	}
	found := &Attribute{Klass: d.klass, Name: name, DisplayName: string(read.DisplayName)}
	for _, option := range read.Enumeration {
		found.Options = append(found.Options, string(option))
	}
	return found, nil
}

// Attribute reads a custom attribute. All of one klass are read by one request. It is
// nil when the klass has none of that name.
//
// https://developer.kustomer.com/api/core-resources/get-custom-attribute-metadata
func (c *Client) Attribute(ctx context.Context, klass, name string) (*Attribute, error) {
	read, err := c.metadataOf(klass).known(ctx)
	if err != nil {
		return nil, err
	}
	return read.attribute(name)
}

// Attributes are all custom attributes of a klass, by name, from the same document.
//
// https://developer.kustomer.com/api/core-resources/get-custom-attribute-metadata
func (c *Client) Attributes(ctx context.Context, klass string) (all []Attribute, err error) {
	read, err := c.metadataOf(klass).known(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range read.names() {
		found, err := read.attribute(name)
		if err != nil {
			return nil, err
		}
		if found != nil {
			all = append(all, *found)
		}
	}
	return all, nil
}

// PlanOptions notes the options with which this run leaves an attribute; none where they
// are not known yet.
func (c *Client) PlanOptions(id string, options []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.options[id] = options
}

// Options are those of an attribute as this run leaves it, as far as it was planned. Found
// is the attribute of the account, nil where there is none.
func (c *Client) Options(id string, found *Attribute) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	planned, is := c.options[id]
	if is || found == nil {
		return planned
	}
	return found.Options
}

// names are those of the attributes.
func (d *document) names() []string { return slices.Sorted(maps.Keys(d.properties)) }

// with is the body of a PUT: all of the document, with the changes in it.
func (d *document) with(wanted []AttributeInput) (map[string]any, error) {
	properties := maps.Clone(d.properties)
	if properties == nil {
		properties = map[string]json.RawMessage{}
	}
	for _, each := range wanted {
		members := map[string]json.RawMessage{}
		if before := properties[each.Name]; len(before) > 0 {
			if err := json.Unmarshal(before, &members); err != nil {
				return nil, err
			}
		}
		if members == nil { // it was null
			members = map[string]json.RawMessage{}
		}
		if err := each.describe(members); err != nil {
			return nil, err
		}
		described, err := json.Marshal(members)
		if err != nil {
			return nil, err
		}
		properties[each.Name] = described
	}
	body := map[string]any{"properties": properties}
	for member, value := range d.others {
		body[member] = value
	}
	return body, nil
}

// AttributeInput is what of an attribute is to be set. What is nil stays as it is.
type AttributeInput struct {
	Name        string
	DisplayName *string
	Options     *[]string // none takes them away
}

func (in AttributeInput) describe(members map[string]json.RawMessage) (err error) {
	switch {
	case in.DisplayName != nil:
		members["displayName"], err = json.Marshal(*in.DisplayName)
	case members["displayName"] == nil:
		members["displayName"], err = json.Marshal(rules.DisplayName(in.Name))
	}
	if in.Options == nil || err != nil {
		return err
	}
	if len(*in.Options) > 0 {
		members["enumeration"], err = json.Marshal(*in.Options)
	} else if members["enumeration"] != nil {
		members["enumeration"] = clearsOptions
	}
	return err
}

// holds reports whether a document shows what was asked for.
func (in AttributeInput) holds(d *document) bool {
	found, err := d.attribute(in.Name)
	return err == nil && found != nil &&
		(in.DisplayName == nil || *in.DisplayName == found.DisplayName) &&
		(in.Options == nil || slices.Equal(*in.Options, found.Options))
}
