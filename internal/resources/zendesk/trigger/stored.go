package trigger

import (
	"fmt"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// CheckStored compares what an account answers that it has stored with what was sent. A
// rule that lacks one of its conditions or actions could survey tickets that it is to leave
// alone. The order of conditions is no difference, and an answer without any rule tells
// nothing: it is compared when it is read.
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
		lines = append(lines, differing("not stored: "+name, group.sent, group.stored, rules.Condition.Equal, rules.Condition.String)...)
		lines = append(lines, differing("not sent: "+name, group.stored, group.sent, rules.Condition.Equal, rules.Condition.String)...)
	}
	field := func(a rules.Action) string { return a.Field }
	lines = append(lines, differing("not stored: action", sent.Actions, stored.Actions, rules.Action.Equal, field)...)
	lines = append(lines, differing("not sent: action", stored.Actions, sent.Actions, rules.Action.Equal, field)...)
	if len(lines) == 0 {
		return nil
	}
	return &lifecycle.Problem{
		Summary: "The account stored another rule",
		Detail: fmt.Sprintf("%q (%s) was accepted, but the answer shows other conditions or actions than those that were sent:\n\n%s\n\n"+
			"A new one was not activated. Check in the admin screen that the account offers these fields and values, change the configuration, and apply again.", title, id, strings.Join(lines, "\n")),
	}
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
