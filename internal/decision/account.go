package decision

import (
	"strings"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Account is what a decision needs of an account. It serves one decision at a time.
type Account struct {
	fields    map[string]Field
	receivers map[string]Receiver
	tagged    []Field // those whose value shows in tags
	groups    [][]*Trigger
	count     int                 // of the triggers in them
	asked     map[string][]string // the tags of texts in conditions
}

// Trigger is a ticket trigger as the account has it.
type Trigger struct {
	ID, Title string
	Active    bool
	// CategoryID is empty in an account without categories.
	CategoryID string
	Position   int64
	Rule       rules.Rule

	category *string
}

// Category is a block of triggers that is evaluated as a whole.
type Category struct {
	ID, Name string
	Position int64
}

// Field is a custom ticket field.
type Field struct {
	// Type is Zendesk's: "checkbox", "tagger", "multiselect", "text" and so on.
	ID, Type string
	// Tag is what a ticked checkbox adds to its ticket; Options are the tags of a drop-down or multiselect, and Titles
	// what people read for them.
	Tag     string
	Options []string
	Titles  map[string]string
	// Inactive says that tickets do not have it: what triggers set and ask for then is not documented.
	Inactive bool
}

// Receiver is a webhook or a target.
type Receiver struct {
	ID, Endpoint string
	// Active is false for one that Zendesk does not call.
	Active bool
}

// Parts is what an account is made of. Only active triggers count; inactive ones may be left out.
type Parts struct {
	Triggers   []Trigger
	Categories []Category // none in an account without categories
	Fields     []Field
	Webhooks   []Receiver
	Targets    []Receiver
}

// NewAccount prepares an account for decisions.
func NewAccount(parts Parts) *Account {
	a := &Account{fields: map[string]Field{}, receivers: map[string]Receiver{}, asked: map[string][]string{}}
	for _, f := range parts.Fields {
		a.fields[f.ID] = f
		if len(f.tags()) > 0 {
			a.tagged = append(a.tagged, f)
		}
	}
	for _, w := range parts.Webhooks {
		a.receivers[rules.ActionNotifyHook+" "+w.ID] = w
	}
	for _, t := range parts.Targets {
		a.receivers[rules.ActionNotifyTarget+" "+t.ID] = t
	}
	a.arrange(parts.Triggers, parts.Categories)
	return a
}

// tags are those that the field puts on a ticket, in lower case, as a ticket has them.
func (f Field) tags() []string {
	if f.Type == "checkbox" {
		if f.Tag == "" {
			return nil
		}
		return []string{strings.ToLower(f.Tag)}
	}
	tags := make([]string, 0, len(f.Options))
	for _, option := range f.Options {
		tags = append(tags, strings.ToLower(option))
	}
	return tags
}

// Text is a condition as people read it in answers of this package: field, operator and value as the API returns them.
func Text(c rules.Condition) string {
	parts := []string{c.Field}
	if c.Operator != "" {
		parts = append(parts, c.Operator)
	}
	for _, value := range valuesOf(c.Value) {
		if value != "" {
			parts = append(parts, value)
		}
	}
	return strings.Join(parts, " ")
}

// valuesOf are the texts of a value: one, those of a list, or none.
func valuesOf(v rules.Value) []string {
	if text, single := v.Text(); single {
		return []string{text}
	}
	texts, _ := v.Texts()
	return texts
}
