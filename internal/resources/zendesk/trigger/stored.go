package trigger

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// CheckStored compares what an account answers that it has stored with what was sent. A
// rule that lacks one of its conditions or actions could survey tickets that it is to leave
// alone. Another order is no difference, nor is another form of a value, which shows when the
// rule is read; and an answer without any rule tells nothing.
func CheckStored(title, id string, sent, stored rules.Rule) error {
	if len(stored.Conditions.All)+len(stored.Conditions.Any)+len(stored.Actions) == 0 {
		return nil
	}
	var lines []string
	for _, group := range []struct {
		name         string
		sent, stored []rules.Condition
	}{{"all", sent.Conditions.All, stored.Conditions.All}, {"any", sent.Conditions.Any, stored.Conditions.Any}} {
		name := fmt.Sprintf("condition in %q", group.name)
		lines = append(lines, differing("not stored: "+name, group.sent, group.stored, sameCondition, rules.Condition.String)...)
		lines = append(lines, differing("not sent: "+name, group.stored, group.sent, sameCondition, rules.Condition.String)...)
	}
	field := func(a rules.Action) string { return a.Field }
	lines = append(lines, differing("not stored: action", sent.Actions, stored.Actions, sameAction, field)...)
	if len(lines) == 0 {
		return nil
	}
	return &lifecycle.Problem{
		Summary: "The account stored another rule",
		Detail: fmt.Sprintf("%q (%s) was accepted, but the answer shows other conditions or actions than those that were sent:\n\n%s\n\n"+
			"A new one was not activated. Check in the admin screen that the account offers these fields and values, change the configuration, and apply again.", title, id, strings.Join(lines, "\n")),
	}
}

func sameCondition(a, b rules.Condition) bool {
	operator := func(c rules.Condition) string { return cmp.Or(c.Operator, "is") }
	return a.Equal(b) || a.Field == b.Field && operator(a) == operator(b) && slices.Equal(words(a.Value), words(b.Value))
}

func sameAction(a, b rules.Action) bool {
	if a.Field != b.Field || a.Equal(b) {
		return a.Field == b.Field
	}
	x, isList := a.Value.Texts()
	y, isListToo := b.Value.Texts()
	if last := len(x) - 1; isList && isListToo && last > 0 && len(y) == len(x) { // a receiver and a payload
		return slices.Equal(x[:last], y[:last]) && liquid.Same(y[last], x[last])
	}
	return slices.Equal(words(a.Value), words(b.Value))
}

// words are the words of a value, in lower case and in order: tags, or ids in a list or not.
func words(value rules.Value) []string {
	texts, isList := value.Texts()
	if text, isText := value.Text(); isText && !isList {
		texts = []string{text}
	}
	all := strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(strings.Join(texts, " "), rules.NullValue, "")), func(r rune) bool { return unicode.IsSpace(r) || r == ',' })
	slices.Sort(all)
	return all
}

// differing are lines about the items that another list lacks.
func differing[T any](what string, items, others []T, equal func(a, b T) bool, text func(T) string) (lines []string) {
	for _, item := range items {
		if !slices.ContainsFunc(others, func(other T) bool { return equal(item, other) }) {
			lines = append(lines, fmt.Sprintf("  %s %s", what, text(item)))
		}
	}
	return lines
}
