package zendesk

// seed fills a new account with what Zendesk puts into one, the people of the sandbox, and their credentials.
func (a *account) seed() {
	now := a.now()
	support := &group{ID: a.newID(), Name: "Support", Created: now, Updated: now}
	a.groups[support.ID] = support
	acme := &brand{ID: a.newID(), Name: "Acme", Subdomain: Subdomain, Default: true, Created: now, Updated: now}
	a.brands[acme.ID] = acme
	a.seedPeople(support.ID)
	a.seedFields()
	for _, status := range []string{"new", "open", "pending", "hold", "solved"} {
		a.statuses = append(a.statuses, customStatus{a.newID(), status, locales[0].status[status]})
	}
	formID := a.newID()
	a.forms = []object{{
		"id": formID, "name": "Default Ticket Form", "raw_name": "Default Ticket Form", "display_name": "Default Ticket Form",
		"raw_display_name": "Default Ticket Form", "active": true, "default": true, "position": 1, "end_user_visible": true,
		"in_all_brands": true, "restricted_brand_ids": []int64{}, "ticket_field_ids": a.systemFieldIDs(),
		"created_at": stamp(now), "updated_at": stamp(now),
	}}
	a.seedTriggers()
	a.seedAutomations()
}

func (a *account) seedPeople(groupID int64) {
	for _, person := range []struct{ name, email, role, api, bearer string }{
		{"Admin Acme", AdminEmail, "admin", APIToken, AccessToken},
		{"Ana Agent", AgentEmail, "agent", AgentAPIToken, AgentAccessToken},
		{"Noah New", NewAgentEmail, "agent", "", ""},
	} {
		u := &user{
			ID: a.newID(), Name: person.name, Email: person.email, Role: person.role, Locale: defaultLocale, DefaultGroup: groupID,
			Created: a.now(), Updated: a.now(),
		}
		a.users[u.ID] = u
		if person.api != "" {
			a.apiTokens[u.ID] = person.api
			a.accessTokens[person.bearer] = accessToken{user: u, scopes: []string{"read", "write"}}
		}
	}
}

func (a *account) seedFields() {
	for at, field := range []ticketField{
		{Type: "subject", Title: "Subject"},
		{Type: "description", Title: "Description"},
		{Type: "status", Title: "Status", System: statusOptions(a)},
		{Type: "tickettype", Title: "Type", System: typeOptions(a), Removable: true},
		{Type: "priority", Title: "Priority", System: priorityOptions(a), Removable: true},
		{Type: "group", Title: "Group"},
		{Type: "assignee", Title: "Assignee"},
	} {
		field.ID, field.Position, field.Active, field.PortalTitle = a.newID(), at+1, true, field.Title
		field.Created, field.Updated = a.now(), a.now()
		a.fields[field.ID] = &field
	}
}

func (a *account) systemFieldIDs() []int64 {
	var ids []int64
	for _, f := range a.fieldsInOrder() {
		ids = append(ids, f.ID)
	}
	return ids
}

func all(conditions ...condition) []condition { return conditions }

func mailTo(who, subject, body string) []action {
	return []action{{"notification_user", []any{who, subject, body}}}
}

// seedTriggers makes some of the triggers that every new account has.
func (a *account) seedTriggers() {
	created := condition{"update_type", "is", "Create"}
	public := condition{"ticket_is_public", "is", "public"}
	home := a.addCategory("Notifications").ID
	for _, rule := range []trigger{
		{
			Title: "Notify requester of received request",
			All:   all(created, condition{"status", "is_not", "solved"}, public, condition{"role", "is", "end_user"}),
			Actions: mailTo("requester_and_ccs", "[Request received] {{ticket.title}}",
				"Your request ({{ticket.id}}) has been received and is being reviewed by our support staff."),
		},
		{
			Title: "Notify requester of new proactive ticket",
			All:   all(created, condition{"status", "is_not", "solved"}, public, condition{"role", "is", "agent"}),
			Actions: mailTo("requester_id", "{{ticket.title}}",
				"This email is a service from Sandbox Acme.\n\n{{ticket.latest_public_comment}}"),
		},
		{
			Title:   "Notify requester and CCs of comment update",
			All:     all(condition{"update_type", "is", "Change"}, condition{"comment_is_public", "is", true}, condition{"assignee_id", "is_not", "requester_id"}),
			Actions: mailTo("requester_and_ccs", "Re: {{ticket.title}}", "Your request ({{ticket.id}}) has been updated.\n\n{{ticket.latest_public_comment}}"),
		},
		{
			Title:   "Notify assignee of comment update",
			All:     all(condition{"comment_is_public", "is", "not_relevant"}, condition{"assignee_id", "is_not", "current_user"}, condition{"assignee_id", "not_changed", nil}, condition{"update_type", "is", "Change"}),
			Actions: mailTo("assignee_id", "Re: {{ticket.title}}", "This ticket (#{{ticket.id}}) has been updated.\n\n{{ticket.latest_comment}}"),
		},
		{
			Title:   "Notify assignee of reopened ticket",
			All:     all(condition{"assignee_id", "is_not", "current_user"}, condition{"status", "value_previous", "solved"}, condition{"status", "is_not", "closed"}),
			Actions: mailTo("assignee_id", "Re: {{ticket.title}}", "This ticket (#{{ticket.id}}) has been reopened."),
		},
	} {
		rule.Active, rule.Default, rule.Any = true, true, []condition{}
		a.addTrigger(&rule, home)
	}
}

// seedAutomations makes the one that every account has, and the account's own satisfaction survey.
func (a *account) seedAutomations() {
	a.addAutomation(&automation{closes: true, trigger: trigger{
		Title: "Close ticket 4 days after status is set to solved", Active: true, Default: true, Any: []condition{},
		All:     all(condition{"status", "is", "solved"}, condition{"SOLVED", "greater_than", "96"}),
		Actions: []action{{"status", "closed"}},
	}})
	a.deployCSAT()
}
