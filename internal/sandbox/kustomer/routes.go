package kustomer

import (
	"net/http"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// routes is the whole API. Paths are relative to /v1. {id} may be email={email} or
// externalId={externalId} where the vendor has such a path.
func (s *System) routes() {
	s.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		engine.WriteJSON(w, notFound.status, notFound.plain())
	})
	s.keyRoutes()
	s.peopleRoutes()
	s.conversationRoutes()
	s.timelineRoutes()
	s.settingRoutes()
	s.workflowRoutes()
}

func (s *System) settingRoutes() {
	s.on("GET /metadata/{klass}", readMetadata, (*call).showMetadata)
	s.on("PUT /metadata/{klass}", updateMetadata, (*call).putMetadata)

	s.on("GET /satisfaction", readSurveys, (*call).listSurveys)
	s.on("POST /satisfaction", createSurveys, (*call).postSurvey)
	s.on("PUT /satisfaction/order", updateSurveys, (*call).putSurveyOrder)
	s.on("PUT /satisfaction/{id}", updateSurveys, (*call).putSurvey)
	s.on("GET /satisfaction-responses", readResponses, (*call).listResponses)
	s.on("GET /satisfaction-responses/{id}", readResponses, (*call).showResponse)
}

func (s *System) keyRoutes() {
	s.on("GET /auth/tokens", security, (*call).listKeys)
	s.on("GET /auth/tokens/current", anyKey, (*call).showCurrentKey)
	s.on("DELETE /auth/tokens/current", anyKey, (*call).deleteCurrentKey)
	s.on("GET /auth/tokens/{id}", security, (*call).showKey)
	s.on("DELETE /auth/tokens/{id}", security, (*call).deleteKey)
}

func (s *System) peopleRoutes() {
	s.on("GET /users", readUsers, (*call).listUsers)
	s.on("POST /users", createUsers, (*call).postUser)
	s.on("GET /users/current", anyKey, (*call).showCurrentUser)
	s.on("GET /users/{id}", readUsers, (*call).showUser)
	s.on("PUT /users/{id}", updateUsers, (*call).putUser)

	s.on("GET /customers", readCustomers, (*call).listCustomers)
	s.on("POST /customers", createCustomers, (*call).postCustomer)
	s.on("POST /customers/search", searchRoles, (*call).search)
	s.on("GET /customers/{id}", readCustomers, (*call).showCustomer)
	s.on("PUT /customers/{id}", updateCustomers, (*call).putCustomer)
	s.on("PATCH /customers/{id}", updateCustomers, (*call).patchCustomer)
	s.on("DELETE /customers/{id}", deleteCustomers, (*call).deleteCustomer)
}

func (s *System) conversationRoutes() {
	s.on("GET /conversations", readConversations, (*call).listConversations)
	s.on("POST /conversations", createConversations, (*call).postConversation)
	s.on("GET /conversations/{id}", readConversations, (*call).showConversation)
	s.on("PUT /conversations/{id}", updateConversations, (*call).putConversation)
	s.on("PATCH /conversations/{id}", updateConversations, (*call).patchConversation)
	s.on("DELETE /conversations/{id}", deleteConversations, (*call).deleteConversation)
	s.on("GET /customers/{id}/conversations", readConversations, (*call).listCustomerConversations)
	s.on("POST /customers/{id}/conversations", createConversations, (*call).postConversation)

	s.on("POST /conversations/{id}/tags", updateConversations, (*call).appendTags)
	s.on("DELETE /conversations/{id}/tags", updateConversations, (*call).removeTags)
	s.on("GET /tags", readTags, (*call).listTags)
}

func (s *System) timelineRoutes() {
	s.on("GET /messages", readMessages, (*call).listMessages)
	s.on("POST /messages", createMessages, (*call).postMessage)
	s.on("GET /messages/{id}", readMessages, (*call).showMessage)
	s.on("PUT /messages/{id}", updateMessages, (*call).changeMessage)
	s.on("PATCH /messages/{id}", updateMessages, (*call).changeMessage)
	s.on("GET /conversations/{id}/messages", readMessages, (*call).listConversationMessages)
	s.on("POST /conversations/{id}/messages", createMessages, (*call).postMessage)
	s.on("GET /customers/{id}/messages", readMessages, (*call).listCustomerMessages)
	s.on("POST /customers/{id}/messages", createMessages, (*call).postCustomerMessage)

	s.on("GET /notes", readNotes, (*call).listNotes)
	s.on("POST /notes", createNotes, (*call).postNote)
	s.on("GET /notes/{id}", readNotes, (*call).showNote)
	s.on("PUT /notes/{id}", updateNotes, (*call).changeNote)
	s.on("PATCH /notes/{id}", updateNotes, (*call).changeNote)
	s.on("DELETE /notes/{id}", deleteNotes, (*call).deleteNote)
	s.on("GET /conversations/{id}/notes", readNotes, (*call).listConversationNotes)
	s.on("POST /conversations/{id}/notes", createNotes, (*call).postNote)
	s.on("GET /customers/{id}/notes", readNotes, (*call).listCustomerNotes)
}

// workflowRoutes has no DELETE of a workflow: there is none.
func (s *System) workflowRoutes() {
	s.on("GET /workflows", readWorkflows, (*call).listWorkflows)
	s.on("POST /workflows", createWorkflows, (*call).postWorkflow)
	s.on("GET /workflows/{id}", readWorkflows, (*call).showWorkflow)
	s.on("PUT /workflows/{id}", updateWorkflows, (*call).putWorkflow)
	s.on("GET /workflows/{id}/processes", readWorkflows, (*call).listProcesses)
	s.on("GET /workflows/{id}/variables", readWorkflows, (*call).listVariables)
	s.on("POST /workflows/{id}/variables", createVariables, (*call).postVariable)
	s.on("GET /workflow-variables/{id}", readWorkflows, (*call).showVariable)
	s.on("PUT /workflow-variables/{id}", updateWorkflows, (*call).putVariable)
	s.on("DELETE /workflow-variables/{id}", updateWorkflows, (*call).deleteVariable)
}
