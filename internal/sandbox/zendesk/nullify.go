package zendesk

import (
	"slices"
	"strings"
)

// endsItself tells whether an automation, once it ran on a ticket, leaves that ticket alone: a condition that is true
// for one hour only, or an action that makes a condition false. Of `any`, all must become false.
func (a *account) endsItself(rule *trigger) bool {
	undone := func(c condition) bool {
		return slices.ContainsFunc(rule.Actions, func(act action) bool { return a.undoes(act, c) })
	}
	for _, c := range rule.All {
		if (hourConditions[c.Field] && strings.HasPrefix(c.Operator, "is")) || undone(c) {
			return true
		}
	}
	return len(rule.Any) > 0 && !slices.ContainsFunc(rule.Any, func(c condition) bool { return !undone(c) })
}

// undoes tells whether a condition is false after an action.
func (a *account) undoes(act action, c condition) bool {
	switch {
	case c.Field == "current_tags":
		return a.undoesTags(act, c)
	case c.Field == "updated_at":
		return updateUndoesIdleHours
	case c.Field == "assigned_at":
		return act.Field == "assignee_id"
	case statusHours[c.Field] != "":
		return a.statusOf(act) != "" && a.statusOf(act) != statusHours[c.Field]
	case hourConditions[c.Field]:
		return false
	case c.Field == "status":
		return a.statusOf(act) != "" && !a.wouldHold(c, a.statusOf(act))
	}
	return act.Field == c.Field && !a.wouldHold(c, textOf(act.Value))
}

// wouldHold compares a condition with a value that no ticket has yet.
func (a *account) wouldHold(c condition, value string) bool {
	u := &update{call: &call{account: a}, ticket: &ticket{}, actor: noUser}
	return u.compare(c, "", value)
}

// statusOf is the status that an action sets, "" when it sets none.
func (a *account) statusOf(act action) string {
	switch act.Field {
	case "status":
		return textOf(act.Value)
	case "custom_status_id":
		for _, status := range a.statuses {
			if idText(status.ID) == textOf(act.Value) {
				return status.Category
			}
		}
	}
	return ""
}

func (a *account) undoesTags(act action, c condition) bool {
	wanted := normalTags(strings.Join(c.words(), " "))
	tags := normalTags(textOf(act.Value))
	someOf := len(without(wanted, tags)) < len(wanted)
	noneOf := c.Operator == "not_includes"
	switch act.Field {
	case "set_tags":
		return someOf == noneOf
	case "current_tags":
		return noneOf && someOf
	case "remove_tags":
		return !noneOf && len(without(wanted, tags)) == 0
	}
	// A field's value brings its tags.
	id, custom := strings.CutPrefix(act.Field, "custom_fields_")
	if f := a.fields[idOf(id)]; custom && f != nil {
		value, _ := f.readValue(act.Value)
		return noneOf && len(without(wanted, f.tagsFor(value))) < len(wanted)
	}
	return false
}
