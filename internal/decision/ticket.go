package decision

import (
	"maps"
	"slices"
	"strings"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Ticket is what is told of a ticket and of the one update that is decided. A nil member is unknown.
type Ticket struct {
	// ViaID is the channel, as conditions have it.
	ViaID string
	// Status is the one that the update leaves, Before the one that it found. The update changes nothing else.
	Status, Before string
	// New says that the update creates the ticket: there is nothing before.
	New  bool
	Tags []string
	// Fields are values of custom fields by id: "true" of a ticked checkbox, the tag of an option, the tags of several
	// with blanks between them, else a text. Any other field is empty.
	Fields               map[string]string
	Requester            Requester
	Assignee             *Person // one without a name and an e-mail is nobody
	Brand, Group, Form   *Named
	Type, Priority       *string // "" is none
	Subject, Description *string
	// Conditions decide what this evaluation cannot, by the [Text] of the condition.
	Conditions map[string]bool
}

// Person is an agent.
type Person struct{ Name, Email *string }

// Requester is who asked.
type Requester struct {
	Person

	Language               *Language
	Tags, OrganizationTags *[]string
}

// Language is one of the account's locales.
type Language struct{ ID, Code, Name string }

// Named is a brand, a group or a form; the zero value is none.
type Named struct{ ID, Name string }

// Fields of conditions and actions that hold one value of a ticket.
const (
	fieldType        = "type"
	fieldPriority    = "priority"
	fieldGroup       = "group_id"
	fieldAssignee    = "assignee_id"
	fieldRequester   = "requester_id"
	fieldBrand       = "brand_id"
	fieldForm        = "ticket_form_id"
	fieldLocale      = "locale_id"
	fieldStatusID    = "custom_status_id"
	fieldUpdate      = "update_type"
	fieldUpdateVia   = "current_via_id"
	fieldSubject     = "subject"
	fieldOfCustom    = "custom_fields_"
	fieldOfSubject   = "subject_includes_word"
	fieldOfComment   = "comment_includes_word"
	actionSetTags    = "set_tags"
	actionRemoveTags = "remove_tags"
	opened           = "new"
	typeCheckbox     = "checkbox"
	typeTagger       = "tagger"
	typeMultiselect  = "multiselect"
)

// start is the ticket as the first trigger finds it, and as it was before the update; nil is a ticket that did not
// exist.
func (a *Account) start(t *Ticket) (before, now *state) {
	now = &state{account: a, tags: map[string]truth{}, fields: map[string]value{}, data: map[string]value{
		rules.FieldChannel: told(t.ViaID), rules.FieldStatus: told(t.Status), fieldRequester: {filled: true}, fieldBrand: {filled: true},
		fieldUpdate: told("Change"),
	}}
	for field, named := range map[string]*Named{fieldBrand: t.Brand, fieldGroup: t.Group, fieldForm: t.Form} {
		if named != nil {
			now.data[field] = told(named.ID)
		}
	}
	for field, text := range map[string]*string{fieldType: t.Type, fieldPriority: t.Priority, fieldSubject: t.Subject} {
		if text != nil {
			now.data[field] = told(*text)
		}
	}
	if t.Requester.Language != nil {
		now.data[fieldLocale] = told(t.Requester.Language.ID)
	}
	if t.Assignee != nil {
		now.data[fieldAssignee] = value{filled: true, same: "the assignee"}
		if t.Assignee.nobody() {
			now.data[fieldAssignee] = told("")
		}
	}
	for _, tag := range t.startTags() {
		now.tags[strings.ToLower(tag)] = yes
	}
	for _, id := range slices.Sorted(maps.Keys(t.Fields)) {
		now.setField(id, t.Fields[id], true)
	}
	if t.New {
		now.data[fieldUpdate], now.data[fieldUpdateVia] = told("Create"), told(t.ViaID)
		return nil, now
	}
	before = now.clone()
	before.data[rules.FieldStatus] = told(t.Before)
	return before, now
}

// startTags: a ticket that is created gets those of its requester and of the organization besides.
func (t *Ticket) startTags() []string {
	tags := t.Tags
	for _, more := range []*[]string{t.Requester.Tags, t.Requester.OrganizationTags} {
		if t.New && more != nil {
			tags = slices.Concat(tags, *more)
		}
	}
	return tags
}

func (p *Person) nobody() bool {
	empty := func(text *string) bool { return text == nil || *text == "" }
	return (p.Name != nil || p.Email != nil) && empty(p.Name) && empty(p.Email)
}
