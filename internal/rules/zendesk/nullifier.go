package zendesk

import (
	"slices"
	"strings"
)

// endsByItself reports whether a rule that runs by the hour stops running on a
// ticket: a condition is true in one hour only, or the actions make a condition
// of "all", or every condition of "any", false.
func endsByItself(conditions Conditions, actions []Action) bool {
	ends := func(condition Condition) bool {
		return isTrueOnce(condition) || slices.ContainsFunc(actions, func(action Action) bool { return mayNullify(action, condition) })
	}
	lasts := func(condition Condition) bool { return !ends(condition) }
	return slices.ContainsFunc(conditions.All, ends) ||
		len(conditions.Any) > 0 && !slices.ContainsFunc(conditions.Any, lasts)
}

// isTrueOnce: hours are counted whole, so "is" holds in one hourly run.
func isTrueOnce(condition Condition) bool {
	operator := operatorOrIs(condition.Operator)
	return IsTimeBased(condition) && (operator == "is" || operator == "is_business_hours")
}

// mayNullify reports whether a condition that holds can be false after the
// action. Where only the account could tell, it says yes.
func mayNullify(action Action, condition Condition) bool {
	switch field, asked := action.Field, condition.Field; {
	case asked == "updated_at":
		return true // what the automation does may count as an update
	case asked == "assigned_at":
		return field == "assignee_id" || field == "group_id"
	case field == "set_tags" || field == ActionAddTags || field == "remove_tags":
		return isCustomField(asked) || asked == FieldTags && tagsNullify(action, condition)
	case isCustomField(field) && asked == FieldTags:
		return true // checkboxes and choices add their own tags
	case field == asked:
		return valueNullifies(action.Value, condition)
	case field == FieldStatus:
		status, _ := action.Value.Text()
		return asked == fieldCustomStatus || isStatusClock(condition) && !strings.EqualFold(status, asked)
	case field == fieldCustomStatus:
		return asked == FieldStatus || isStatusClock(condition)
	default:
		return false
	}
}

const fieldCustomStatus = "custom_status_id"

func isCustomField(field string) bool { return strings.HasPrefix(field, customFieldPrefix) }

// isStatusClock: these hours are counted only while the ticket has the status.
func isStatusClock(condition Condition) bool {
	_, known := automationOperators[condition.Field]
	return IsTimeBased(condition) && (!known || condition.Field == strings.ToUpper(condition.Field))
}

// tagsNullify knows that "includes" asks for at least one of its tags and
// "not_includes" for none of them.
func tagsNullify(action Action, condition Condition) bool {
	asked, written := Tags(condition.Value), Tags(action.Value)
	isWritten := func(tag string) bool { return slices.Contains(written, tag) }
	isLeft := func(tag string) bool { return !isWritten(tag) }
	absent := condition.Operator == "not_includes"
	switch action.Field {
	case ActionAddTags:
		return absent && slices.ContainsFunc(asked, isWritten)
	case "remove_tags":
		return !absent && !slices.ContainsFunc(asked, isLeft)
	default: // set_tags leaves nothing but its own
		return absent == slices.ContainsFunc(asked, isWritten)
	}
}

// valueNullifies reports whether a field that now has the value may contradict
// the condition.
func valueNullifies(value Value, condition Condition) bool {
	set, single := value.Text()
	asked, listed := condition.Value.Texts()
	if !listed {
		text, _ := condition.Value.Text()
		asked = []string{text}
	}
	if !single || len(asked) == 0 {
		return true
	}
	order := fixedValues[condition.Field] // of status and priority, in their own order
	at, bound := slices.Index(order, set), slices.Index(order, asked[0])
	switch operatorOrIs(condition.Operator) {
	case "is", "includes":
		return !slices.Contains(asked, set)
	case "is_not", "not_includes":
		return slices.Contains(asked, set)
	case "less_than":
		return at < 0 || bound < 0 || at >= bound
	case "greater_than":
		return at < 0 || bound < 0 || at <= bound
	case "present", "not_present":
		return (condition.Operator == "present") == (set == "")
	default:
		return true
	}
}
