package zendesk

import (
	"fmt"
	"slices"
	"strings"
)

// Operators by kind of field, in Zendesk's words. Source: Zendesk's "Conditions
// reference" and the definitions endpoint of triggers. automation.go has those of
// automations.
var (
	equality   = []string{"is", "is_not"}
	lists      = []string{"includes", "not_includes"}
	comparison = []string{"less_than", "greater_than"}
	changes    = []string{"changed", "value", "value_previous", "not_changed", "not_value", "not_value_previous"}
	// Some accounts name two of the changes as their screens do.
	spelled = []string{"changed_to", "changed_from", "not_changed_to", "not_changed_from"}
	words   = slices.Concat(equality, lists)
	counts  = slices.Concat(equality, comparison, changes)
	orEqual = []string{"less_than_equal", "greater_than_equal"}
	days    = slices.Concat(equality, comparison, orEqual, []string{"within_previous_n_days", "within_next_n_days"}, withoutValue, changes)
)

// triggerOperators gives the operators of every field that a ticket trigger
// knows in each account. Custom fields and fields of people and organisations
// depend on the account and are not here.
var triggerOperators = map[string][]string{
	"status":                   slices.Concat(equality, comparison, changes),
	"type":                     slices.Concat(equality, comparison, changes),
	"priority":                 slices.Concat(equality, comparison, changes),
	"group_id":                 slices.Concat(equality, lists, changes),
	"assignee_id":              slices.Concat(equality, lists, changes),
	"requester_id":             slices.Concat(equality, lists, changes),
	"organization_id":          slices.Concat(equality, lists, changes),
	"satisfaction_score":       slices.Concat(equality, comparison, changes),
	"brand_id":                 slices.Concat(equality, lists, changes, spelled),
	"ticket_form_id":           slices.Concat(equality, lists, changes, spelled),
	"custom_status_id":         slices.Concat(equality, lists, changes),
	"current_tags":             lists,
	"via_id":                   slices.Concat(equality, lists),
	"current_via_id":           slices.Concat(equality, lists),
	"update_type":              {"is"},
	"comment_is_public":        {"is"},
	"ticket_is_public":         {"is"},
	"recipient":                equality,
	"subject_includes_word":    words,
	"comment_includes_word":    words,
	"reopens":                  slices.Concat([]string{"is"}, comparison, changes),
	"replies":                  slices.Concat([]string{"is"}, comparison, changes),
	"agent_stations":           slices.Concat([]string{"is"}, comparison, changes),
	"group_stations":           slices.Concat([]string{"is"}, comparison, changes),
	"in_business_hours":        {"is"},
	"on_holiday":               {"is"},
	"role":                     equality,
	"requester_role":           equality,
	"locale_id":                equality,
	"attachment":               {"is", "is_not", "present", "not_present"},
	"cc":                       {"is", "is_not", "present", "not_present"},
	"schedule_id":              equality,
	"within_schedule":          equality,
	"satisfaction_reason_code": slices.Concat(equality, changes),
	// Seen in rules of live accounts; Zendesk's reference does not name their operators.
	"number_of_incidents":               slices.Concat(counts, orEqual), // "or equal" is recorded for this one alone
	"ticket_due_date":                   days,
	"requester_time_zone":               slices.Concat(equality, lists),
	"requester_twitter_followers_count": counts,
	"requester_twitter_statuses_count":  counts,
	"requester_twitter_verified":        {"is", "is_not", "present", "not_present"},
}

// operatorIsImplied are the fields for which the vendor says "omit the
// operator"; it stores "is".
var operatorIsImplied = []string{"update_type", "comment_is_public", "ticket_is_public", "recipient", "attachment", "cc", "requester_twitter_verified"}

// withoutValue are the operators that take no value.
var withoutValue = []string{"changed", "not_changed", "present", "not_present"}

// valueIsOptional are fields whose other operators need no value either.
var valueIsOptional = []string{"attachment", "cc", "requester_twitter_verified"}

// Filled is the condition with the empty text for a value that its operator needs and
// that is left out, which says the same.
func (c Condition) Filled() Condition {
	if c.Value.IsNone() && c.Field != "" && !slices.Contains(withoutValue, operatorOrIs(c.Operator)) && !slices.Contains(valueIsOptional, c.Field) {
		c.Value = Text("")
	}
	return c
}

// fixedValues are the values of fields that are the same in every account.
var fixedValues = map[string][]string{
	"status":            {"new", "open", "pending", "hold", "solved", "closed"},
	"type":              {"", "question", "incident", "problem", "task"},
	"priority":          {"", "low", "normal", "high", "urgent"},
	"update_type":       {"Create", "Change"},
	"comment_is_public": {"true", "false", "not_relevant", "requester_can_see_comment"},
	"ticket_is_public":  {"public", "private"},
	"in_business_hours": {"true", "false"},
	"on_holiday":        {"true", "false"},
}

// NullValue stands for no value. Accounts offer it as the first choice, "-", of the
// lists that can be empty; "" says the same.
const NullValue = "__NULL__"

// IsTriggerField reports whether a field is one that the vendor's reference
// names for the triggers of every account. Custom fields are not.
func IsTriggerField(field string) bool { return triggerOperators[field] != nil }

// HasFixedValues reports whether a field's values are the same in every account,
// so that [CheckTriggerCondition] knows them all.
func HasFixedValues(field string) bool { return fixedValues[field] != nil }

// Statuses lists the statuses of a ticket in their own order.
func Statuses() []string { return slices.Clone(fixedValues[FieldStatus]) }

// StatusFields are the fields that tell the status of a ticket.
func StatusFields() []string { return []string{FieldStatus, fieldCustomStatus} }

// ConditionFault says what is wrong with which part of a condition.
type ConditionFault struct {
	Part    string // "field", "operator" or "value"
	Message string
}

// Error is the message alone; the caller knows where the condition stands.
func (f *ConditionFault) Error() string { return f.Message }

// vocabulary is what the conditions of one kind of business rule may say.
type vocabulary struct {
	rule   string              // "a trigger", for people
	fields map[string][]string // the operators of each field that is known
	// foreignFields and foreignOperators belong to another kind of rule, and
	// foreign says in a sentence what that means.
	foreignFields, foreignOperators []string
	foreign                         string
}

// triggers is the vocabulary of ticket triggers. Source of what is foreign:
// Zendesk's "Conditions reference".
var triggers = vocabulary{
	rule: "a trigger", fields: triggerOperators,
	foreignFields: append([]string{FieldDescription}, hourFields...), foreignOperators: businessHours,
	foreign: "automations have it, triggers do not",
}

// CheckTriggerCondition returns a *ConditionFault when no Zendesk account would
// take the condition in a trigger. A field that is not in the vendor's reference
// passes: only the account can tell.
func CheckTriggerCondition(condition Condition) error { return triggers.check(condition) }

func (v vocabulary) check(condition Condition) error {
	field, operator := condition.Field, condition.Operator
	operators, known := v.fields[field]
	switch {
	case strings.TrimSpace(field) == "":
		return &ConditionFault{"field", "a condition needs a field"}
	case !known && slices.Contains(v.foreignFields, field):
		return &ConditionFault{"field", fmt.Sprintf("%q is not a field of %s: %s", field, v.rule, v.foreign)}
	case slices.Contains(v.foreignOperators, operator):
		return &ConditionFault{"operator", fmt.Sprintf("%q is not an operator of %s: %s", operator, v.rule, v.foreign)}
	case known && operator == "" && !slices.Contains(operatorIsImplied, field):
		return &ConditionFault{"operator", fmt.Sprintf("%q needs an operator: one of %s", field, strings.Join(operators, ", "))}
	case known && operator != "" && !slices.Contains(operators, operator):
		return &ConditionFault{"operator", fmt.Sprintf("%q is not an operator of %q: use one of %s", operator, field, strings.Join(operators, ", "))}
	default:
		return checkConditionValue(condition)
	}
}

func checkConditionValue(condition Condition) error {
	operator := operatorOrIs(condition.Operator)
	if slices.Contains(withoutValue, operator) {
		if !condition.Value.IsNone() && !condition.Value.Equal(Text("")) {
			return &ConditionFault{"value", fmt.Sprintf("the operator %q takes no value: remove it", operator)}
		}
		return nil
	}
	if condition.Value.IsNone() {
		if slices.Contains(valueIsOptional, condition.Field) {
			return nil
		}
		return &ConditionFault{"value", fmt.Sprintf("the operator %q needs a value: set \"value\", or \"values\" where Zendesk takes an array", operator)}
	}
	if condition.Field == FieldTags {
		return checkTagsCondition(condition.Value)
	}
	text, single := condition.Value.Text()
	values, fixed := fixedValues[condition.Field]
	if text == NullValue && slices.Contains(values, "") {
		return nil
	}
	if single && fixed && !slices.Contains(values, text) {
		return &ConditionFault{"value", fmt.Sprintf("%q is not a value of %q: use one of %s", text, condition.Field, choices(values))}
	}
	return nil
}

// choices lists values for people; the empty one is visible.
func choices(values []string) string {
	return strings.TrimPrefix(strings.Join(values, ", "), ", ") + map[bool]string{true: ", or \"\" for none"}[slices.Contains(values, "")]
}

func checkTagsCondition(value Value) error {
	text, single := value.Text()
	if !single {
		return &ConditionFault{"value", "\"current_tags\" takes its tags as one text, separated by spaces"}
	}
	if len(Tags(value)) == 0 {
		return &ConditionFault{"value", "\"current_tags\" needs at least one tag"}
	}
	if lower := strings.ToLower(text); lower != text {
		return &ConditionFault{"value", fmt.Sprintf("the tags %q contain upper case: Zendesk stores %q, so write that", text, lower)}
	}
	return nil
}
