package zendesk

import "net/http"

// routes is the whole API. Paths are relative to /api/v2; the suffix ".json" is gone before they are matched.
func (s *System) routes() {
	s.mux.HandleFunc("POST /oauth/tokens", s.issueToken)
	s.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		classic(http.StatusNotFound, "InvalidEndpoint", "Not found").Write(w)
	})
	s.ruleRoutes()
	s.automationRoutes()
	s.fieldRoutes()
	s.keyedFieldRoutes()
	s.webhookRoutes()
	s.targetRoutes()
	s.peopleRoutes()
	s.ticketRoutes()
}

func (s *System) ruleRoutes() {
	s.on("GET /triggers", agents, (*call).listTriggers)
	s.on("POST /triggers", admins, (*call).postTrigger)
	s.on("GET /triggers/active", agents, (*call).listActiveTriggers)
	s.on("GET /triggers/search", agents, (*call).searchTriggers)
	s.on("GET /triggers/definitions", agents, (*call).definitions)
	s.on("PUT /triggers/reorder", admins, (*call).reorderTriggers)
	s.on("PUT /triggers/update_many", admins, (*call).updateTriggers)
	s.on("DELETE /triggers/destroy_many", admins, (*call).destroyTriggers)
	s.on("GET /triggers/{id}", agents, (*call).showTrigger)
	s.on("PUT /triggers/{id}", admins, (*call).putTrigger)
	s.on("DELETE /triggers/{id}", admins, (*call).deleteTrigger)

	s.on("GET /trigger_categories", agents, withCategories((*call).listCategories))
	s.on("POST /trigger_categories", listAdmins, withCategories((*call).postCategory))
	s.on("POST /trigger_categories/jobs", listAdmins, withCategories((*call).categoryJob))
	s.on("GET /trigger_categories/{id}", agents, withCategories((*call).showCategory))
	s.on("PATCH /trigger_categories/{id}", listAdmins, withCategories((*call).patchCategory))
	s.on("PUT /trigger_categories/{id}", listAdmins, withCategories((*call).patchCategory)) // undocumented, known to work
	s.on("DELETE /trigger_categories/{id}", listAdmins, withCategories((*call).deleteCategory))
}

func (s *System) automationRoutes() {
	s.on("GET /automations", agents, (*call).listAutomations)
	s.on("POST /automations", admins, (*call).postAutomation)
	s.on("GET /automations/active", agents, (*call).listActiveAutomations)
	s.on("GET /automations/search", agents, (*call).searchAutomations)
	if automationsAreDefined {
		s.on("GET /automations/definitions", agents, (*call).automationDefinitions)
	}
	s.on("PUT /automations/update_many", admins, (*call).updateAutomations)
	s.on("DELETE /automations/destroy_many", admins, (*call).destroyAutomations)
	s.on("GET /automations/{id}", agents, (*call).showAutomation)
	s.on("PUT /automations/{id}", admins, (*call).putAutomation)
	s.on("DELETE /automations/{id}", admins, (*call).deleteAutomation)
}

func (s *System) fieldRoutes() {
	s.on("GET /ticket_fields", agents, (*call).listFields)
	s.on("POST /ticket_fields", admins, (*call).postField)
	s.on("GET /ticket_fields/count", agents, (*call).countFields)
	s.on("GET /ticket_fields/show_many", agents, (*call).showFields)
	s.on("PUT /ticket_fields/reorder", admins, (*call).reorderFields)
	s.on("GET /ticket_fields/{id}", agents, (*call).showField)
	s.on("PUT /ticket_fields/{id}", admins, (*call).putField)
	s.on("DELETE /ticket_fields/{id}", admins, (*call).deleteField)
	s.on("GET /ticket_fields/{id}/options", agents, (*call).listOptions)
	s.on("POST /ticket_fields/{id}/options", admins, (*call).postOption)
	s.on("GET /ticket_fields/{id}/options/{option}", agents, (*call).showOption)
	s.on("DELETE /ticket_fields/{id}/options/{option}", admins, (*call).deleteOption)
}

func (s *System) webhookRoutes() {
	s.on("GET /webhooks", agents, (*call).listWebhooks)
	s.on("POST /webhooks", listAdmins, (*call).postWebhook)
	s.on("POST /webhooks/test", listAdmins, s.testWebhook)
	s.on("GET /webhooks/{id}", agents, (*call).showWebhook)
	s.on("PUT /webhooks/{id}", listAdmins, (*call).putWebhook)
	s.on("PATCH /webhooks/{id}", listAdmins, (*call).patchWebhook)
	s.on("DELETE /webhooks/{id}", listAdmins, (*call).deleteWebhook)
	s.on("GET /webhooks/{id}/signing_secret", listAdmins, (*call).showSecret)
	s.on("POST /webhooks/{id}/signing_secret", listAdmins, (*call).resetSecret)
	s.on("GET /webhooks/{id}/invocations", agents, (*call).listInvocations)
	s.on("GET /webhooks/{id}/invocations/{invocation}/attempts", agents, (*call).listAttempts)
}

func (s *System) targetRoutes() {
	s.on("GET /targets", agents, (*call).listTargets)
	s.on("POST /targets", admins, (*call).postTarget)
	s.on("GET /targets/{id}", agents, (*call).showTarget)
	s.on("PUT /targets/{id}", admins, (*call).putTarget)
	s.on("DELETE /targets/{id}", admins, (*call).deleteTarget)
	s.on("GET /target_failures", admins, (*call).listTargetFailures)
	s.on("GET /target_failures/{id}", admins, (*call).showTargetFailure)
}

func (s *System) peopleRoutes() {
	s.on("GET /users", agents, (*call).listUsers)
	s.on("POST /users", agents, (*call).postUser)
	s.on("GET /users/me", agents, (*call).showMe)
	s.on("GET /users/search", agents, (*call).searchUsers)
	s.on("GET /users/show_many", agents, (*call).showUsers)
	s.on("GET /users/count", agents, (*call).countUsers)
	s.on("POST /users/create_or_update", agents, (*call).createOrUpdateUser)
	s.on("DELETE /users/{id}", agents, (*call).deleteUser)
	s.on("GET /users/{id}", agents, (*call).showUser)
	s.on("PUT /users/{id}", agents, (*call).putUser)
	s.on("GET /organizations", agents, (*call).listOrganizations)
	s.on("POST /organizations", admins, (*call).postOrganization)
	s.on("GET /organizations/count", agents, (*call).countOrganizations)
	s.on("GET /organizations/show_many", agents, (*call).showOrganizations)
	s.on("GET /organizations/{id}", agents, (*call).showOrganization)
	s.on("PUT /organizations/{id}", agents, (*call).putOrganization)
	s.on("DELETE /organizations/{id}", admins, (*call).deleteOrganization)
	s.on("GET /groups", agents, (*call).listGroups)
	s.on("POST /groups", admins, (*call).postGroup)
	s.on("GET /groups/assignable", agents, (*call).listGroups)
	s.on("GET /groups/{id}", agents, (*call).showGroup)
	s.on("PUT /groups/{id}", admins, (*call).putGroup)
	s.on("DELETE /groups/{id}", admins, (*call).deleteGroup)
	s.on("GET /brands", agents, (*call).listBrands)
	s.on("POST /brands", admins, (*call).postBrand)
	s.on("GET /brands/{id}", agents, (*call).showBrand)
	s.on("PUT /brands/{id}", admins, (*call).putBrand)
	s.on("DELETE /brands/{id}", admins, (*call).deleteBrand)
	s.on("GET /ticket_forms", agents, (*call).listForms)
	s.on("GET /ticket_forms/{id}", agents, (*call).showForm)
	s.on("GET /custom_statuses", agents, (*call).listStatuses)
	s.on("GET /custom_statuses/{id}", agents, (*call).showStatus)
	s.on("GET /locales", agents, (*call).listLocales)
	s.on("GET /locales/public", agents, (*call).listLocales)
	s.on("GET /locales/current", agents, (*call).showCurrentLocale)
	s.on("GET /locales/{id}", agents, (*call).showLocale)
	s.on("GET /account/settings", agents, (*call).showSettings)
	s.on("PUT /account/settings", admins, (*call).putSettings)
}

func (s *System) ticketRoutes() {
	s.on("GET /tickets", agents, (*call).listTickets)
	s.on("POST /tickets", agents, (*call).postTicket)
	s.on("POST /tickets/create_many", agents, (*call).createTickets)
	s.on("PUT /tickets/update_many", agents, (*call).updateTickets)
	s.on("DELETE /tickets/destroy_many", agents, (*call).destroyTickets)
	s.on("GET /tickets/show_many", agents, (*call).showTickets)
	s.on("GET /tickets/count", agents, (*call).countTickets)
	s.on("GET /tickets/{id}", agents, (*call).showTicket)
	s.on("PUT /tickets/{id}", agents, (*call).putTicket)
	s.on("DELETE /tickets/{id}", agents, (*call).deleteTicket)
	s.on("GET /tickets/{id}/comments", agents, (*call).listComments)
	s.on("GET /tickets/{id}/audits", agents, (*call).listAudits)
	s.on("GET /tickets/{id}/audits/count", agents, (*call).countAudits)
	s.on("GET /tickets/{id}/audits/{audit}", agents, (*call).showAudit)
	s.on("GET /ticket_audits", agents, (*call).listAllAudits)
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
		s.on(method+" /tickets/{id}/tags", agents, (*call).ticketTags)
	}
	s.on("GET /search", agents, (*call).search)
	s.on("GET /search/count", agents, (*call).countFound)
	s.on("GET /job_statuses", agents, (*call).listJobs)
	s.on("GET /job_statuses/show_many", agents, (*call).showJobs)
	s.on("GET /job_statuses/{id}", agents, (*call).showJob)
}
