package zendesk

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// More fields in Zendesk's words, which send automations are made of.
const (
	FieldHoursSinceSolved = "SOLVED"
	FieldPrivacy          = "ticket_is_public"
	// FieldDescription looks for words in the first comment.
	FieldDescription = "description_includes_word"
	// FieldSatisfaction is Zendesk's own satisfaction rating, as a condition and
	// as an action; SatisfactionOffered is the action's value.
	FieldSatisfaction   = "satisfaction_score"
	SatisfactionOffered = "offered"
)

// hourFields count whole hours since (or until) something happened to the
// ticket. Those named like a status count only while the ticket has it.
var hourFields = []string{
	"NEW", "OPEN", "PENDING", "HOLD", FieldHoursSinceSolved, "CLOSED", "assigned_at", "updated_at",
	"requester_updated_at", "assignee_updated_at", "due_date", "until_due_date",
}

// slaFields count hours too; the vendor's reference lists one of them among the
// conditions of triggers as well.
var slaFields = []string{"sla_next_breach_at", "until_sla_next_breach_at"}

var (
	businessHours = []string{"is_business_hours", "less_than_business_hours", "greater_than_business_hours"}
	hours         = slices.Concat([]string{"is"}, comparison, businessHours)
)

// stateFields are those of which Zendesk wants at least one in an automation.
// fieldCustomStatus is what a third party found to be accepted too, and the hours
// since a status are what live accounts were seen to accept.
var stateFields = []string{
	FieldStatus, "type", "group_id", "assignee_id", "requester_id", fieldCustomStatus, "OPEN", "PENDING", "HOLD", FieldHoursSinceSolved,
}

// automationOperators gives the operators of every field that an automation
// knows in each account. Source: Zendesk's "Conditions reference".
var automationOperators = func() map[string][]string {
	fields := map[string][]string{
		FieldStatus:                slices.Concat(equality, comparison),
		"type":                     slices.Concat(equality, comparison),
		"priority":                 slices.Concat(equality, comparison),
		"group_id":                 slices.Concat(equality, lists),
		"assignee_id":              slices.Concat(equality, lists),
		"requester_id":             slices.Concat(equality, lists),
		"organization_id":          slices.Concat(equality, lists),
		FieldSatisfaction:          slices.Concat(equality, comparison),
		"satisfaction_reason_code": equality,
		"brand_id":                 slices.Concat(equality, lists),
		"ticket_form_id":           slices.Concat(equality, lists),
		"custom_status_id":         slices.Concat(equality, lists),
		FieldTags:                  lists,
		FieldChannel:               slices.Concat(equality, lists),
		FieldPrivacy:               {"is"},
		"recipient":                equality,
		"locale_id":                equality,
		FieldDescription:           words,
	}
	for _, field := range slices.Concat(hourFields, slaFields) {
		fields[field] = hours
	}
	return fields
}()

// IsAutomationField reports whether the condition is on a field that the vendor's
// reference names for automations, or counts hours.
func IsAutomationField(condition Condition) bool {
	return automationOperators[condition.Field] != nil || IsTimeBased(condition)
}

// AutomationFields lists the fields that the vendor's reference names for automations.
func AutomationFields() []string { return slices.Sorted(maps.Keys(automationOperators)) }

// automations is the vocabulary of automations. They look at tickets by the
// hour, so there is no update whose author, comment or change they could see.
// Source of what is foreign: Zendesk's "Conditions reference", trigger-only
// conditions.
var automations = vocabulary{
	rule: "an automation", fields: automationOperators,
	foreignFields: []string{
		"subject_includes_word", "comment_includes_word", "current_via_id", "update_type", "comment_is_public",
		"reopens", "replies", "agent_stations", "group_stations", "in_business_hours", "on_holiday", "role", "requester_role",
		"attachment", "cc", "schedule_id", "within_schedule",
	},
	foreignOperators: slices.Concat(changes, spelled),
	foreign:          "triggers have it, but automations run once an hour and see no update",
}

// CheckAutomationCondition returns a *ConditionFault when no Zendesk account
// would take the condition in an automation. A field that is not in the vendor's
// reference passes: only the account can tell.
func CheckAutomationCondition(condition Condition) error {
	if err := automations.check(condition); err != nil {
		return err
	}
	if text, single := condition.Value.Text(); IsTimeBased(condition) && !(single && wholeNumber.MatchString(text)) {
		return &ConditionFault{"value", fmt.Sprintf("%q counts whole hours: %s is not a whole number of 0 or more", condition.Field, condition.Value)}
	}
	return nil
}

// IsTimeBased reports whether a condition counts hours. Fields that count them
// for a custom status are recognised by a business hours operator only, because
// their names depend on the account.
func IsTimeBased(condition Condition) bool {
	return slices.Contains(hourFields, condition.Field) || slices.Contains(slaFields, condition.Field) ||
		slices.Contains(businessHours, condition.Operator)
}

var wholeNumber = regexp.MustCompile(`^(0|[1-9][0-9]*)$`)

// RuleFault says what is wrong with a rule as a whole, although each of its
// conditions alone is right.
type RuleFault struct {
	// Group is "all" or "any", or empty when it is about conditions and actions
	// together.
	Group string
	// Index is the condition in the group, or -1 when it is about all of them.
	Index   int
	Message string
}

// Error is the message alone; the caller knows where the rule stands.
func (f *RuleFault) Error() string { return f.Message }

// CheckAutomation returns what Zendesk would refuse in an automation as a whole;
// [CheckAutomationCondition] is about each condition alone. It reports only what
// every account would refuse. Source: Zendesk's API reference, "Automations".
func CheckAutomation(conditions Conditions, actions []Action) []*RuleFault {
	var faults []*RuleFault
	add := func(group string, index int, message string) {
		faults = append(faults, &RuleFault{Group: group, Index: index, Message: message})
	}
	if !slices.ContainsFunc(conditions.All, IsTimeBased) {
		add("all", -1, "an automation needs a condition in \"all\" that counts hours, such as hours since solved (\"SOLVED\")")
	}
	if !slices.ContainsFunc(conditions.All, isAboutState) {
		add("all", -1, "an automation needs a condition in \"all\" on at least one of "+strings.Join(stateFields, ", "))
	}
	for i, condition := range conditions.Any {
		if IsTimeBased(condition) {
			add("any", i, fmt.Sprintf("%q counts hours, which an automation can do in \"all\" only", condition.Field))
		}
	}
	if !endsByItself(conditions, actions) {
		add("", -1, "the automation would run on the same ticket every hour: it needs an action that makes one of its conditions false, "+
			"such as adding a tag that must be absent, or a condition that is true in one hour only (hours with \"is\")")
	}
	return faults
}

func isAboutState(condition Condition) bool { return slices.Contains(stateFields, condition.Field) }
