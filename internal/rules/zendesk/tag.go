package zendesk

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// separatesTags guesses that Zendesk splits tags at commas as it does at white
// space.
func separatesTags(r rune) bool { return r == ',' || unicode.IsSpace(r) }

// CheckTag returns an error when Zendesk would store another tag than the one
// written: it lower-cases tags and splits them.
func CheckTag(tag string) error {
	switch {
	case tag == "":
		return fmt.Errorf("a tag cannot be empty")
	case strings.ContainsFunc(tag, separatesTags):
		return fmt.Errorf("the tag %q contains white space or a comma: Zendesk splits it into several tags, so write each on its own", tag)
	case strings.ToLower(tag) != tag:
		return fmt.Errorf("the tag %q contains upper case: Zendesk stores %q, so write that", tag, strings.ToLower(tag))
	default:
		return nil
	}
}

// Tags splits the tags of a condition or an action.
func Tags(value Value) []string {
	text, _ := value.Text()
	return strings.FieldsFunc(text, separatesTags)
}

// WithStoredTags is the action with the tags that tickets get from it: Zendesk returns
// those of a rule in the case in which they were written, and lower-cases them on the
// ticket. A value that is rendered stays as it is.
func (a Action) WithStoredTags() Action {
	switch a.Field {
	case ActionAddTags, actionSetTags, actionRemoveTags:
		if !hasPlaceholder(a.Value) {
			a.Value = a.Value.lower()
		}
	}
	return a
}

func (v Value) lower() Value {
	if text, single := v.Text(); single {
		return Text(strings.ToLower(text))
	}
	list := slices.Clone(v.list)
	for i := range list {
		list[i] = list[i].lower()
	}
	return Value{list: list}
}

// sameTags reports whether two texts are the same tags in the same order.
func sameTags(a, b Value) bool {
	_, aIsText := a.Text()
	_, bIsText := b.Text()
	return aIsText && bIsText && slices.Equal(Tags(a), Tags(b))
}
