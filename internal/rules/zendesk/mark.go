package zendesk

import (
	"slices"
	"strings"
)

// The fields that the rules of this product are made of, in Zendesk's words.
const (
	FieldStatus        = "status"
	FieldChannel       = "via_id"
	FieldTags          = "current_tags"
	customFieldPrefix  = "custom_fields_"
	ActionAddTags      = "current_tags"
	ActionNotifyHook   = "notification_webhook"
	ActionNotifyTarget = "notification_target"
)

// CustomField is the field of a condition or action on a custom ticket field.
func CustomField(id string) string { return customFieldPrefix + id }

// Marks are what an exclusion leaves on a ticket so that a later rule can see
// that it matched: tags and ticked checkboxes.
type Marks struct {
	Tags       []string
	Checkboxes []string // ids of checkbox ticket fields
}

// Empty reports whether nothing is marked.
func (m Marks) Empty() bool { return len(m.Tags) == 0 && len(m.Checkboxes) == 0 }

// String prints the marks for people.
func (m Marks) String() string {
	var parts []string
	for _, tag := range m.Tags {
		parts = append(parts, "the tag \""+tag+"\"")
	}
	for _, id := range m.Checkboxes {
		parts = append(parts, "the checkbox "+id)
	}
	return strings.Join(parts, " and ")
}

// MarksOf returns what the actions of a rule leave on a ticket.
func MarksOf(actions []Action) Marks {
	var marks Marks
	for _, action := range actions {
		switch id, custom := strings.CutPrefix(action.Field, customFieldPrefix); {
		case action.Field == ActionAddTags:
			marks.Tags = append(marks.Tags, Tags(action.Value)...)
		case custom && action.Value.Equal(Text("true")):
			marks.Checkboxes = append(marks.Checkboxes, id)
		}
	}
	return marks
}

// HonouredBy returns the marks whose presence keeps a rule with these
// conditions from running: tags that must be absent, checkboxes that must not
// be ticked.
func HonouredBy(all []Condition) Marks {
	var marks Marks
	for _, condition := range all {
		if id, unticked := Unticked(condition); unticked {
			marks.Checkboxes = append(marks.Checkboxes, id)
		} else if condition.Field == FieldTags && condition.Operator == "not_includes" {
			marks.Tags = append(marks.Tags, Tags(condition.Value)...)
		}
	}
	return marks
}

// NotTicked requires that a checkbox is not ticked, in the form that every account
// takes: checkboxes may offer the operator "is" alone.
func NotTicked(fieldID string) Condition {
	return Condition{Field: CustomField(fieldID), Operator: "is", Value: unticked}
}

// NotTickedAs is [NotTicked] in the form of accounts that offer "is_not". It also
// holds for a checkbox that nobody ever ticked or cleared, should Zendesk tell that
// from a cleared one.
func NotTickedAs(fieldID string) Condition {
	return Condition{Field: CustomField(fieldID), Operator: "is_not", Value: ticked}
}

// Unticked returns the id of the checkbox that a condition requires not to be
// ticked, in either form.
func Unticked(condition Condition) (fieldID string, ok bool) {
	id, custom := strings.CutPrefix(condition.Field, customFieldPrefix)
	if !custom || !condition.Equal(NotTicked(id)) && !condition.Equal(NotTickedAs(id)) {
		return "", false
	}
	return id, true
}

// Shares reports whether at least one mark is in both.
func (m Marks) Shares(other Marks) bool {
	return slices.ContainsFunc(m.Tags, in(other.Tags)) || slices.ContainsFunc(m.Checkboxes, in(other.Checkboxes))
}

// Lacks reports whether at least one of the other's marks is missing here.
func (m Marks) Lacks(other Marks) bool { return !other.Without(m).Empty() }

// Without are the marks that are not among the other's.
func (m Marks) Without(other Marks) Marks {
	return Marks{
		Tags:       slices.DeleteFunc(slices.Clone(m.Tags), in(other.Tags)),
		Checkboxes: slices.DeleteFunc(slices.Clone(m.Checkboxes), in(other.Checkboxes)),
	}
}
