package zendesk

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// ticketField is a system field or a custom field of tickets.
type ticketField struct {
	ID          int64
	Type        string
	Title       string
	Description string
	Agent       string // agent_description
	PortalTitle string
	Position    int
	Tag         string // of a checkbox: on the ticket while it is checked
	Regexp      string
	Relation    string // relationship_target_type of a lookup
	Options     []fieldOption
	System      []option // system_field_options
	Removable   bool     // false for those of Zendesk that every ticket has
	Filter      json.RawMessage
	Active      bool
	Required    bool
	Collapsed   bool
	InPortal    bool
	EditPortal  bool
	NeedPortal  bool
	Created     time.Time
	Updated     time.Time
}

// fieldOption is one choice of a tagger or multiselect; Value is the tag that the ticket gets.
type fieldOption struct {
	ID           int64
	Name         string // may hold dynamic content, see [shownText]
	Value        string
	Default      bool
	AllowSolving *bool // whether a ticket can be solved with it; nil is Zendesk's own answer, which is not told
}

const mostOptions = 2000

// customTypes are the types that can be created.
var customTypes = []string{
	"text", "textarea", "checkbox", "date", "integer", "decimal", "regexp", "partialcreditcard", "multiselect", "tagger", "lookup",
}

// isCustom tells a field of the account from those of Zendesk, of which Type and Priority are removable as well (recorded).
func (f *ticketField) isCustom() bool { return slices.Contains(customTypes, f.Type) }

func (c *call) renderField(f *ticketField) object {
	one := object{
		"id": f.ID, "url": c.link("/ticket_fields/" + idText(f.ID) + ".json"), "type": f.Type, "title": f.Title, "raw_title": f.Title,
		"description": f.Description, "raw_description": f.Description, "position": f.Position, "active": f.Active, "required": f.Required,
		"collapsed_for_agents": f.Collapsed, "regexp_for_validation": engine.OrNull(f.Regexp), "title_in_portal": f.PortalTitle,
		"raw_title_in_portal": f.PortalTitle, "visible_in_portal": f.InPortal, "editable_in_portal": f.EditPortal,
		"required_in_portal": f.NeedPortal, "agent_can_edit": true, "tag": engine.OrNull(f.Tag), "removable": f.Removable,
		"agent_description": engine.OrNull(f.Agent), "key": nil, "created_at": stamp(f.Created), "updated_at": stamp(f.Updated),
	}
	if f.hasOptions() {
		options := []object{}
		for _, o := range f.Options {
			options = append(options, renderOption(o))
		}
		one["custom_field_options"] = options
	}
	if f.System != nil {
		options := []object{}
		for _, o := range f.System {
			options = append(options, object{"name": o.title, "value": o.value})
		}
		one["system_field_options"] = options
	}
	if f.Type == "lookup" {
		one["relationship_target_type"], one["relationship_filter"] = f.Relation, f.Filter
	}
	return one
}

func renderOption(o fieldOption) object {
	one := object{"id": o.ID, "name": shownText(o.Name), "raw_name": o.Name, "value": o.Value, "default": o.Default}
	if o.AllowSolving != nil {
		one["allow_solving"] = *o.AllowSolving
	}
	return one
}

// works reports whether rules can set, check and render the field; nil is one that does not exist.
func (f *ticketField) works() bool { return f != nil && (f.Active || inactiveFieldWorks) }

func (f *ticketField) hasOptions() bool { return f.Type == "tagger" || f.Type == "multiselect" }

func (a *account) fieldsInOrder() []*ticketField {
	all := byID(a.fields)
	slices.SortStableFunc(all, func(x, y *ticketField) int { return cmp.Compare(x.Position, y.Position) })
	return all
}

// draftField gives the field with what was sent, or what is wrong with it.
func (a *account) draftField(wish ticketField, sent members) (*ticketField, *reply) {
	found := &problems{}
	if wish.ID == 0 {
		if wish.Type = sent.Text("type"); wish.Type == "" {
			wish.Type = "text"
		}
		if !slices.Contains(customTypes, wish.Type) {
			found.add("type", "Type: %s is not valid", wish.Type)
		}
	} // another type of an existing field is ignored, without a word (recorded)
	wish.writeTexts(sent)
	wish.writeFlags(sent)
	if wish.Title == "" {
		found.reasons = append(found.reasons, blank("title", "Title"))
	}
	wish.PortalTitle = cmp.Or(wish.PortalTitle, wish.Title)
	if wish.ID == 0 && !sent.Has("description") {
		wish.Description = wish.Title // and stays it when the title changes (recorded)
	}
	if len(strings.Fields(wish.Tag)) > 1 {
		found.add("tag", "Tag: must be one tag")
	}
	if sent.Sent("custom_field_options") && wish.hasOptions() {
		wish.Options = a.readOptions(sent.Objects("custom_field_options"), wish.Options, found)
	}
	if wish.Type == "lookup" && wish.Relation == "" {
		found.reasons = append(found.reasons, blank("relationship_target_type", "Relationship target type"))
	}
	if wish.Type == "regexp" && wish.Regexp == "" {
		found.reasons = append(found.reasons, blank("regexp_for_validation", "Regexp for validation"))
	}
	if bad := found.reply(); bad != nil {
		return nil, bad
	}
	wish.Updated = a.now()
	return &wish, nil
}

func (f *ticketField) writeTexts(sent members) {
	for name, to := range map[string]*string{
		"title": &f.Title, "description": &f.Description, "agent_description": &f.Agent, "title_in_portal": &f.PortalTitle,
		"regexp_for_validation": &f.Regexp, "relationship_target_type": &f.Relation,
	} {
		if sent.Has(name) {
			*to = sent.Text(name)
		}
	}
	if sent.Has("tag") && f.Type == "checkbox" {
		f.Tag = strings.ToLower(strings.TrimSpace(sent.Text("tag")))
	}
	if sent.Has("relationship_filter") {
		f.Filter = sent["relationship_filter"]
	}
	if sent.Sent("position") {
		f.Position = int(sent.Number("position"))
	}
}

func (f *ticketField) writeFlags(sent members) {
	for name, to := range map[string]*bool{
		"active": &f.Active, "required": &f.Required, "collapsed_for_agents": &f.Collapsed, "visible_in_portal": &f.InPortal,
		"editable_in_portal": &f.EditPortal, "required_in_portal": &f.NeedPortal,
	} {
		if sent.Sent(name) {
			*to = sent.Flag(name)
		}
	}
}

// readOptions replaces a field's options. An option is recognised by its id, else by its value; what is not sent is gone.
func (a *account) readOptions(lines []members, before []fieldOption, found *problems) []fieldOption {
	options := []fieldOption{}
	for _, line := range lines {
		wish := fieldOption{Name: line.Text("name"), Value: strings.ToLower(line.Text("value")), Default: line.Flag("default")}
		if line.Sent("allow_solving") {
			wish.AllowSolving = new(bool)
			*wish.AllowSolving = line.Flag("allow_solving")
		}
		for _, known := range before {
			if (line.Sent("id") && known.ID == line.Number("id")) || (!line.Sent("id") && known.Value == wish.Value) {
				wish.ID = known.ID
			}
		}
		if wish.ID == 0 {
			wish.ID = a.newID()
		}
		a.checkOption(wish, options, found)
		options = append(options, wish)
	}
	if len(options) > mostOptions {
		found.add("custom_field_options", "Custom field options: at most 2000 are allowed")
	}
	return options
}

func (a *account) checkOption(wish fieldOption, beside []fieldOption, found *problems) {
	switch {
	case wish.Name == "":
		found.reasons = append(found.reasons, blank("custom_field_options", "Option name"))
	case wish.Value == "":
		found.reasons = append(found.reasons, blank("custom_field_options", "Option value"))
	case len(strings.Fields(wish.Value)) > 1:
		found.add("custom_field_options", "Option value: %q must be one tag", wish.Value)
	case slices.ContainsFunc(beside, func(o fieldOption) bool { return o.Value == wish.Value }):
		found.add("custom_field_options", "Option value: %q is used more than once", wish.Value)
	}
}

// readValue turns a value from the wire or from a rule into what a ticket stores: bool for a checkbox, []string for a
// multiselect, text otherwise, nil for none. Known is false for a choice that the field does not offer.
func (f *ticketField) readValue(raw any) (value any, known bool) {
	if items, ok := raw.([]any); ok {
		raw = strings.Join(texts(items), " ")
	}
	text := textOf(raw)
	switch f.Type {
	case "checkbox":
		on, _ := strconv.ParseBool(text)
		return on, true
	case "multiselect":
		values := normalTags(text)
		known = true
		for _, one := range values {
			known = known && f.offers(one)
		}
		if len(values) == 0 {
			return nil, true
		}
		return values, known
	case "tagger":
		if text == "" {
			return nil, true
		}
		return strings.ToLower(text), f.offers(strings.ToLower(text))
	}
	if text == "" {
		return nil, true
	}
	return text, true
}

func (f *ticketField) offers(value string) bool {
	return slices.ContainsFunc(f.Options, func(o fieldOption) bool { return o.Value == value })
}

// tagsFor gives the tags that a value puts on its ticket.
func (f *ticketField) tagsFor(value any) []string {
	switch value := value.(type) {
	case bool:
		if value && f.Tag != "" {
			return []string{f.Tag}
		}
	case string:
		if f.Type == "tagger" {
			return []string{value}
		}
	case []string:
		return value
	}
	return nil
}
