package zendesk

import (
	"slices"
	"strconv"
	"strings"
)

// nullValue stands for no value: the first choice, "-", of every list that can be empty (recorded).
const nullValue = "__NULL__"

// listsNull tells whether definitions offer the nullValue.
func (s *subject) listsNull() bool {
	return s.nullable && s.options != nil && (s.kind == "list" || s.kind == "autocomplete")
}

// option is one value that a condition or action can take.
type option struct{ value, title string }

// subject is what a condition or an action is about: an entry of triggers/definitions, and the check of what is written.
type subject struct {
	name, title string
	group       string
	kind        string                  // definitions' "type": list, text, tags, ...
	operators   []string                // of conditions, as definitions offers them
	also        []string                // operators that are accepted and not offered
	options     func(*account) []option // nil is free text
	strict      bool                    // a value outside options is refused
	nullable    bool                    // the empty value is one
	withdrawn   bool                    // of an inactive field: still accepted, no longer offered
}

func (s *subject) takes(operator string) bool {
	return slices.Contains(s.operators, operator) || slices.Contains(s.also, operator)
}

func (s *subject) allows(a *account, value string) bool {
	switch value {
	case "":
		return s.nullable
	case nullValue:
		return s.nullable && a.settings.NullValue == ValueAccepted
	}
	return slices.ContainsFunc(s.options(a), func(o option) bool { return o.value == value })
}

func subjectNamed(all []subject, name string) *subject {
	if at := slices.IndexFunc(all, func(s subject) bool { return s.name == name }); at >= 0 {
		return &all[at]
	}
	return nil
}

// isPersonField tells the fields of people and organizations, which this account has no definitions of.
func isPersonField(name string) bool {
	for _, prefix := range []string{"requester.custom_fields.", "user.custom_fields.", "organization.custom_fields."} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

var operatorTitles = map[string]string{
	"is": "Is", "is_not": "Is not", "less_than": "Less than", "greater_than": "Greater than", "less_than_equal": "Less than or equal to",
	"greater_than_equal": "Greater than or equal to", "changed": "Changed", "value": "Changed to", "value_previous": "Changed from",
	"not_changed": "Not changed", "not_value": "Not changed to", "not_value_previous": "Not changed from",
	"includes": "Contains at least one of the following", "not_includes": "Contains none of the following",
	"includes_string": "Contains the following string", "not_includes_string": "Does not contain the following string",
	"present": "Is present", "not_present": "Is not present", "within_previous_n_days": "Is within the previous", "within_next_n_days": "Is within the next",
	"is_business_hours": "(business) Is", "less_than_business_hours": "(business) Less than", "greater_than_business_hours": "(business) Greater than",
}

// terminalOperators take no value.
var terminalOperators = map[string]bool{"changed": true, "not_changed": true, "present": true, "not_present": true}

var (
	identity = []string{"is", "is_not"}
	onlyIs   = []string{"is"}
	changes  = []string{"changed", "value", "value_previous", "not_changed", "not_value", "not_value_previous"}
	tracked  = slices.Concat(identity, changes)
	ordered  = slices.Concat([]string{"is", "is_not", "less_than", "greater_than"}, changes)
	wordy    = []string{"includes", "not_includes", "is", "is_not"}
	counted  = []string{"less_than", "greater_than", "is"}
	orEqual  = []string{"less_than_equal", "greater_than_equal"} // recorded, of the number of incidents alone
	presence = []string{"present", "not_present"}
	several  = []string{"includes", "not_includes"}
)

// fixed makes options of value, title, value, title, ...
func fixed(pairs ...string) func(*account) []option {
	var all []option
	for at := 0; at+1 < len(pairs); at += 2 {
		all = append(all, option{pairs[at], pairs[at+1]})
	}
	return func(*account) []option { return all }
}

var (
	statusOptions   = fixed("new", "New", "open", "Open", "pending", "Pending", "hold", "On-hold", "solved", "Solved", "closed", "Closed")
	typeOptions     = fixed("question", "Question", "incident", "Incident", "problem", "Problem", "task", "Task")
	priorityOptions = fixed("low", "Low", "normal", "Normal", "high", "High", "urgent", "Urgent")
	// The documentation names offered "false" and unoffered "true"; third parties write the words. Both are taken.
	satisfactionOptions = fixed("good_with_comment", "Good with comment", "good", "Good", "bad_with_comment", "Bad with comment", "bad", "Bad",
		"offered", "Offered", "unoffered", "Unoffered", "false", "Offered", "true", "Unoffered")
)

func groupOptions(a *account) []option {
	var all []option
	for _, g := range byID(a.groups) {
		if !g.Deleted {
			all = append(all, option{idText(g.ID), g.Name})
		}
	}
	return all
}

// assigneeOptions are whom an assignee can be compared with; one of Zendesk's own triggers does so with the requester.
func assigneeOptions(a *account) []option {
	return slices.Concat(agentOptions(a), []option{{"requester_id", "(requester)"}})
}

func agentOptions(a *account) []option {
	all := []option{{"current_user", "(current user)"}}
	for _, u := range byID(a.users) {
		if u.isAgent() {
			all = append(all, option{idText(u.ID), u.Name})
		}
	}
	return all
}

func brandOptions(a *account) []option {
	var all []option
	for _, b := range byID(a.brands) {
		if !b.Deleted {
			all = append(all, option{idText(b.ID), b.Name})
		}
	}
	return all
}

func formOptions(a *account) []option {
	var all []option
	for _, form := range a.forms {
		all = append(all, option{idText(form["id"].(int64)), form["name"].(string)})
	}
	return all
}

func customStatusOptions(a *account) []option {
	var all []option
	for _, status := range a.statuses {
		all = append(all, option{idText(status.ID), status.Label})
	}
	return all
}

func localeOptions(*account) []option {
	var all []option
	for _, l := range locales {
		all = append(all, option{idText(l.id), l.name})
	}
	return all
}

// channelOptions are the channels that are active in the account.
func channelOptions(a *account) []option {
	var all []option
	for _, c := range channels {
		if slices.Contains(a.settings.ActiveChannels, c.id) {
			all = append(all, option{strconv.Itoa(c.id), c.title})
		}
	}
	return all
}

func targetOptions(a *account) []option {
	var all []option
	for _, t := range byID(a.targets) {
		if t.Active {
			all = append(all, option{idText(t.ID), t.Title})
		}
	}
	return all
}

func webhookOptions(a *account) []option {
	var all []option
	for _, w := range byID(a.webhooks) {
		if w.Status == "active" && !w.isEventWebhook() {
			all = append(all, option{w.ID, w.Name})
		}
	}
	return all
}
