package zendesk

import "slices"

// conditionSubjects is what the conditions of a ticket trigger can be about in this account (reference, section 2.5.1).
func (a *account) conditionSubjects() []subject {
	return slices.Concat(ticketSubjects, updateSubjects, a.fieldSubjects(true))
}

// ticketSubjects are about the ticket as it stands.
var ticketSubjects = []subject{
	{name: "status", title: "Status", group: "ticket", kind: "list", operators: ordered, options: statusOptions, strict: true},
	{name: "custom_status_id", title: "Ticket status", group: "ticket", kind: "list", operators: slices.Concat(several, tracked), options: customStatusOptions, strict: true},
	{name: "type", title: "Type", group: "ticket", kind: "list", operators: tracked, options: typeOptions, strict: true, nullable: true},
	{name: "priority", title: "Priority", group: "ticket", kind: "list", operators: ordered, options: priorityOptions, strict: true, nullable: true},
	{name: "group_id", title: "Group", group: "ticket", kind: "list", operators: tracked, options: groupOptions, nullable: true},
	{name: "assignee_id", title: "Assignee", group: "ticket", kind: "list", operators: tracked, options: assigneeOptions, nullable: true},
	{name: "requester_id", title: "Requester", group: "ticket", kind: "autocomplete", operators: tracked, options: agentOptions, nullable: true},
	{name: "organization_id", title: "Organization", group: "ticket", kind: "autocomplete", operators: tracked, options: organizationOptions, nullable: true},
	{name: "current_tags", title: "Tags", group: "ticket", kind: "tags", operators: several},
	{name: "via_id", title: "Channel", group: "ticket", kind: "list", operators: identity, also: several, options: channelOptions},
	{name: "recipient", title: "Received at", group: "ticket", kind: "text", operators: onlyIs, also: []string{"is_not"}},
	{name: "brand_id", title: "Brand", group: "ticket", kind: "list", operators: tracked, also: []string{"changed_to", "changed_from"}, options: brandOptions},
	{name: "ticket_form_id", title: "Form", group: "ticket", kind: "list", operators: tracked, also: []string{"changed_to", "changed_from"}, options: formOptions, nullable: true},
	{name: "ticket_is_public", title: "Privacy", group: "ticket", kind: "list", operators: onlyIs, options: fixed("public", "Ticket has public comments", "private", "Ticket is private"), strict: true},
	{name: "satisfaction_score", title: "Satisfaction", group: "ticket", kind: "list", operators: ordered, options: satisfactionOptions, strict: true},
	{name: "satisfaction_reason_code", title: "Satisfaction reason", group: "ticket", kind: "list", operators: tracked},
	{name: "subject_includes_word", title: "Subject text", group: "ticket", kind: "text", operators: wordy},
	{name: "locale_id", title: "Requester's language", group: "requester", kind: "list", operators: identity, options: localeOptions},
	{name: "requester_role", title: "Requester role", group: "requester", kind: "list", operators: identity, options: fixed("agent", "Agent", "end_user", "End user")},
	{name: "requester_time_zone", title: "Requester's time zone", group: "requester", kind: "list", operators: identity},
	{name: "requester_twitter_followers_count", title: "Requester: X Corp followers", group: "requester", kind: "text", operators: counted},
	{name: "requester_twitter_statuses_count", title: "Requester: number of posts", group: "requester", kind: "text", operators: counted},
	{name: "requester_twitter_verified", title: "Requester: is verified by X Corp", group: "requester", kind: "hidden", operators: onlyIs, also: presence},
	{name: "ticket_due_date", title: "Due date", group: "ticket", kind: "date", operators: dated},
	{name: "number_of_incidents", title: "Number of incidents", group: "ticket", kind: "text", operators: slices.Concat(counted, orEqual)},
	{name: "reopens", title: "Reopens", group: "ticket", kind: "text", operators: counted},
	{name: "replies", title: "Agent replies", group: "ticket", kind: "text", operators: counted},
	{name: "agent_stations", title: "Assignee stations", group: "ticket", kind: "text", operators: counted},
	{name: "group_stations", title: "Group stations", group: "ticket", kind: "text", operators: counted},
}

// updateSubjects are about the update that made the triggers run.
var updateSubjects = []subject{
	{name: "update_type", title: "Ticket", group: "ticket", kind: "list", operators: onlyIs, options: fixed("Create", "Created", "Change", "Updated"), strict: true},
	{name: "current_via_id", title: "Update via", group: "ticket", kind: "list", operators: identity, options: channelOptions},
	{name: "comment_is_public", title: "Comment", group: "ticket", kind: "list", operators: onlyIs, strict: true, options: fixed("true", "Public", "false", "Private",
		"not_relevant", "Present (public or private)", "requester_can_see_comment", "Present, and requester can see the comment")},
	{name: "comment_includes_word", title: "Comment text", group: "ticket", kind: "text", operators: wordy},
	{name: "role", title: "Current user", group: "ticket", kind: "list", operators: identity, options: fixed("agent", "(agent)", "end_user", "(end user)")},
	{name: "attachment", title: "Attachment", group: "ticket", kind: "hidden", operators: onlyIs, also: presence},
	{name: "cc", title: "CC", group: "ticket", kind: "hidden", operators: onlyIs, also: presence},
	{name: "in_business_hours", title: "Within business hours?", group: "ticket", kind: "list", operators: onlyIs, options: fixed("true", "Yes", "false", "No"), strict: true},
	{name: "on_holiday", title: "On a holiday?", group: "ticket", kind: "list", operators: onlyIs, options: fixed("true", "Yes", "false", "No"), strict: true},
	{name: "schedule_id", title: "Schedule", group: "ticket", kind: "list", operators: identity},
	{name: "within_schedule", title: "Within schedule", group: "ticket", kind: "list", operators: onlyIs},
}

// actionSubjects is what the actions of a ticket trigger can do in this account (reference, section 2.5.2).
func (a *account) actionSubjects() []subject {
	return slices.Concat(ticketActions, noticeActions, a.fieldSubjects(false))
}

var ticketActions = []subject{
	{name: "status", title: "Status", group: "ticket", kind: "list", options: fixed("open", "Open", "pending", "Pending", "hold", "On-hold", "solved", "Solved", "closed", "Closed"), strict: true},
	{name: "custom_status_id", title: "Ticket status", group: "ticket", kind: "list", options: customStatusOptions, strict: true},
	{name: "type", title: "Type", group: "ticket", kind: "list", options: typeOptions, strict: true, nullable: true},
	{name: "priority", title: "Priority", group: "ticket", kind: "list", options: priorityOptions, strict: true, nullable: true},
	{name: "group_id", title: "Group", group: "ticket", kind: "list", options: groupOptions, nullable: true},
	{name: "assignee_id", title: "Assignee", group: "ticket", kind: "list", options: agentOptions, nullable: true},
	{name: "set_tags", title: "Set tags", group: "ticket", kind: "tags", nullable: true},
	{name: "current_tags", title: "Add tags", group: "ticket", kind: "tags", nullable: true},
	{name: "remove_tags", title: "Remove tags", group: "ticket", kind: "tags", nullable: true},
	{name: "satisfaction_score", title: "Satisfaction", group: "ticket", kind: "list", options: fixed("offered", "Offered"), strict: true},
	{name: "brand_id", title: "Brand", group: "ticket", kind: "list", options: brandOptions},
	{name: "ticket_form_id", title: "Form", group: "ticket", kind: "list", options: formOptions},
	{name: "locale_id", title: "Requester's language", group: "requester", kind: "list", options: localeOptions},
	{name: "subject", title: "Subject", group: "ticket", kind: "text"},
	{name: "cc", title: "Add CC", group: "ticket", kind: "list", options: agentOptions},
	{name: "follower", title: "Add follower", group: "ticket", kind: "list", options: agentOptions},
	{name: "set_schedule", title: "Set schedule", group: "ticket", kind: "list"},
	{name: "add_skills", title: "Add skills", group: "ticket", kind: "list"},
	{name: "set_skills", title: "Set skills", group: "ticket", kind: "list"},
	{name: "remove_skills", title: "Remove skills", group: "ticket", kind: "list"},
}

var noticeActions = []subject{
	{name: "notification_user", title: "User email", group: "notification", kind: "user_notification", options: recipientOptions},
	{name: "notification_group", title: "Group email", group: "notification", kind: "group_notification", options: recipientGroupOptions},
	{name: "notification_target", title: "Target", group: "notification", kind: "target_notification", options: targetOptions},
	{name: "notification_webhook", title: "Active webhook", group: "notification", kind: "webhook_notification", options: webhookOptions},
	{name: "notification_sms_user", title: "Text user", group: "notification", kind: "sms_notification"},
	{name: "notification_sms_group", title: "Text group", group: "notification", kind: "sms_notification"},
	{name: "notification_messaging_csat", title: "Messaging CSAT", group: "notification", kind: "notification"},
	{name: "notification_zis", title: "Integration", group: "notification", kind: "notification"},
	{name: "tweet_requester", title: "X Corp requester", group: "notification", kind: "text"},
	{name: "side_conversation", title: "Side conversation", group: "notification", kind: "side_conversation"},
	{name: "side_conversation_ticket", title: "Side conversation ticket", group: "notification", kind: "side_conversation"},
	{name: "side_conversation_slack", title: "Side conversation Slack", group: "notification", kind: "side_conversation"},
	{name: "reply_public", title: "Public autoreply", group: "notification", kind: "reply"},
	{name: "reply_internal", title: "Internal note", group: "notification", kind: "reply"},
}

func recipientOptions(a *account) []option {
	named := fixed("requester_id", "(requester)", "requester_and_ccs", "(requester and CCs)", "assignee_id", "(assignee)",
		"current_user", "(current user)", "all_agents", "(all agents)")(a)
	return slices.Concat(named, agentOptions(a)[1:])
}

func recipientGroupOptions(a *account) []option {
	return slices.Concat([]option{{"group_id", "(assigned group)"}}, groupOptions(a))
}

// fieldSubjects are the custom fields as conditions or as actions.
func (a *account) fieldSubjects(conditions bool) []subject {
	var all []subject
	for _, field := range a.fieldsInOrder() {
		if !field.isCustom() {
			continue
		}
		about := subject{name: "custom_fields_" + idText(field.ID), title: field.Title, group: "ticket", kind: "text", nullable: true, withdrawn: !field.Active}
		about.operators, about.also = field.operators(a.settings.CheckboxIsNot)
		switch field.Type {
		case "checkbox":
			about.kind, about.strict, about.nullable = "list", true, false
			about.options = fixed("true", "Checked", "false", "Unchecked")
		case "tagger", "multiselect":
			about.kind, about.options = "list", field.options
		case "date":
			about.kind = "date"
		case "partialcreditcard":
			if !conditions {
				continue
			}
		}
		all = append(all, about)
	}
	return all
}

func (f *ticketField) options(*account) []option {
	all := []option{}
	for _, o := range f.Options {
		all = append(all, option{o.Value, shownText(o.Name)})
	}
	return all
}

// dated are the operators of days.
var dated = slices.Concat([]string{
	"is", "is_not", "less_than", "greater_than", "less_than_equal", "greater_than_equal", "within_previous_n_days", "within_next_n_days",
}, presence, changes)

// operators are those of the field's type: what definitions offer (HC-4408887162394), and what is taken besides.
func (f *ticketField) operators(isNot CheckboxIsNot) (offered, also []string) {
	switch f.Type {
	case "checkbox":
		switch isNot {
		case IsNotOffered:
			return identity, changes
		case IsNotRefused:
			return onlyIs, changes
		}
		return onlyIs, tracked
	case "tagger":
		return slices.Concat(identity, presence), slices.Concat(changes, several)
	case "multiselect":
		return slices.Concat(several, presence, []string{"changed", "not_changed"}), nil
	case "integer", "decimal":
		return presence, slices.Concat([]string{"is", "is_not", "less_than", "greater_than", "less_than_equal", "greater_than_equal"}, changes)
	case "date":
		return dated, nil
	case "partialcreditcard":
		return presence, nil
	case "lookup":
		return slices.Concat(identity, presence, changes), nil
	default:
		return presence, slices.Concat(identity, several, []string{"includes_string", "not_includes_string"}, changes)
	}
}

// automated tells whether automations offer the field, and whether they take it: a checkbox only if it adds a tag, which is
// documented; texts and numbers are not offered (HC-4408887162394).
func (f *ticketField) automated() (offered, taken bool) {
	switch f.Type {
	case "checkbox":
		return f.Tag != "", f.Tag != ""
	case "text", "textarea", "integer", "decimal", "regexp":
		return false, true
	}
	return true, true
}
