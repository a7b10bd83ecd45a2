package rules

import (
	"fmt"
	"strings"
	"unicode"
)

// CheckTag returns an error when Zendesk would store another tag than the one
// written: it lower-cases tags and splits them at white space.
func CheckTag(tag string) error {
	switch {
	case tag == "":
		return fmt.Errorf("a tag cannot be empty")
	case strings.ContainsFunc(tag, unicode.IsSpace):
		return fmt.Errorf("the tag %q contains white space: Zendesk splits it into several tags, so write each on its own", tag)
	case strings.ToLower(tag) != tag:
		return fmt.Errorf("the tag %q contains upper case: Zendesk stores %q, so write that", tag, strings.ToLower(tag))
	default:
		return nil
	}
}

// Tags splits the space-separated tags of a condition or an action.
func Tags(value Value) []string {
	text, _ := value.Text()
	return strings.Fields(text)
}
