package zendesk

import (
	"slices"
	"strings"
)

// automationSubjects is what the conditions of an automation can be about: the ticket as it stands and the hours since
// something happened to it. There is no update, so nothing "changed" (reference, section 2.5.1).
func (a *account) automationSubjects() []subject {
	var all []subject
	for _, about := range slices.Concat(ticketSubjects, a.fieldSubjects(true)) {
		id, custom := strings.CutPrefix(about.name, "custom_fields_")
		if custom {
			offered, taken := a.fields[idOf(id)].automated()
			if !taken {
				continue
			}
			about.withdrawn = about.withdrawn || !offered
		}
		if slices.Contains(triggerOnly, about.name) {
			continue
		}
		about.operators, about.also = untracked(about.operators), untracked(about.also)
		all = append(all, about)
	}
	return append(all, automationOnly...)
}

var triggerOnly = []string{
	"subject_includes_word", "requester_role", "reopens", "replies", "agent_stations", "group_stations", "satisfaction_reason_code",
	"ticket_due_date", "number_of_incidents",
}

func untracked(operators []string) []string {
	return slices.DeleteFunc(slices.Clone(operators), func(name string) bool {
		return slices.Contains(changes, name) || name == "changed_to" || name == "changed_from"
	})
}

var hourly = []string{"is", "less_than", "greater_than", "is_business_hours", "less_than_business_hours", "greater_than_business_hours"}

var automationOnly = []subject{
	{name: "description_includes_word", title: "Description", group: "ticket", kind: "text", operators: wordy},
	{name: "NEW", title: "Hours since created", group: "ticket", kind: "text", operators: hourly},
	{name: "OPEN", title: "Hours since open", group: "ticket", kind: "text", operators: hourly},
	{name: "PENDING", title: "Hours since pending", group: "ticket", kind: "text", operators: hourly},
	{name: "HOLD", title: "Hours since on-hold", group: "ticket", kind: "text", operators: hourly},
	{name: "SOLVED", title: "Hours since solved", group: "ticket", kind: "text", operators: hourly},
	{name: "CLOSED", title: "Hours since closed", group: "ticket", kind: "text", operators: hourly},
	{name: "assigned_at", title: "Hours since assigned", group: "ticket", kind: "text", operators: hourly},
	{name: "updated_at", title: "Hours since update", group: "ticket", kind: "text", operators: hourly},
	{name: "requester_updated_at", title: "Hours since requester update", group: "ticket", kind: "text", operators: hourly},
	{name: "assignee_updated_at", title: "Hours since assignee update", group: "ticket", kind: "text", operators: hourly},
	{name: "due_date", title: "Hours since due date", group: "ticket", kind: "text", operators: hourly},
	{name: "until_due_date", title: "Hours until due date", group: "ticket", kind: "text", operators: hourly},
	{name: "sla_next_breach_at", title: "Hours since last SLA breach", group: "ticket", kind: "text", operators: hourly},
	{name: "until_sla_next_breach_at", title: "Hours until next SLA breach", group: "ticket", kind: "text", operators: hourly},
}
