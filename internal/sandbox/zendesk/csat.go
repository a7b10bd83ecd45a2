package zendesk

import (
	"maps"
	"strings"
)

// deployCSAT puts the account's own satisfaction survey where the settings say. The former one is removed.
func (a *account) deployCSAT() {
	maps.DeleteFunc(a.automations, func(_ int64, one *automation) bool { return one.CSAT })
	maps.DeleteFunc(a.triggers, func(_ int64, t *trigger) bool { return t.CSAT })
	a.csatOn = a.settings.NativeCSAT != CSATAbsent
	rule := trigger{Title: a.settings.CSATTitle, Active: true, Default: true, CSAT: true, Any: []condition{}}
	switch a.settings.NativeCSAT {
	case CSATAutomation:
		a.addAutomation(&automation{trigger: rule.asking("Request customer satisfaction rating (System Automation)", "{{satisfaction.rating_section}}",
			condition{"status", "less_than", "closed"}, condition{"SOLVED", "is", "24"}, condition{"satisfaction_score", "is", "unoffered"})})
	case CSATTrigger:
		asking := rule.asking(csatTriggerTitle, "{{satisfaction.survey_section}}", csatTriggerConditions...)
		a.addTrigger(&asking, a.defaultCategory())
	}
}

// asking completes a rule that sends the survey and notes that it did.
func (t trigger) asking(title, section string, conditions ...condition) trigger {
	if t.Title == "" {
		t.Title = title
	}
	t.All = conditions
	t.Actions = append([]action{{"satisfaction_score", "offered"}}, mailTo("requester_id",
		"Request #{{ticket.id}}: How would you rate the support you received?", "We'd love to hear what you think of our customer service.\n\n"+section)...)
	return t
}

// asksForRating tells whether the template of an e-mail holds the account's own survey.
func asksForRating(template string) bool {
	return strings.Contains(template, "satisfaction.rating_") || strings.Contains(template, "satisfaction.survey_")
}
