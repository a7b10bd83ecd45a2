package desk

import "net/http"

const (
	get    = http.MethodGet
	post   = http.MethodPost
	patch  = http.MethodPatch
	remove = http.MethodDelete
)

// routes is the whole API. Paths are relative to /api/v2. Writes of users, groups,
// custom fields and rules are 405: a person does that in Admin.
func (s *System) routes() {
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, nil) })

	s.on("/custom_fields", methods{get: (*call).listFields})
	s.on("/custom_fields/{id}", methods{get: (*call).showField})
	s.on("/rules", methods{get: (*call).listRules})
	s.on("/rules/{id}", methods{get: (*call).showRule})
	s.on("/labels", methods{get: (*call).listLabels, post: (*call).postLabel})
	s.on("/labels/search", methods{get: (*call).searchLabels})
	s.on("/labels/{id}", methods{get: (*call).showLabel, patch: (*call).patchLabel, remove: (*call).deleteLabel})

	s.on("/users", methods{get: (*call).listUsers})
	s.on("/users/{id}", methods{get: (*call).showUser})
	s.on("/groups", methods{get: (*call).listGroups})
	s.on("/groups/{id}", methods{get: (*call).showGroup})
	s.on("/groups/{id}/users", methods{get: (*call).listGroupUsers})
	s.on("/customers", methods{get: (*call).listCustomers, post: (*call).postCustomer})
	s.on("/customers/search", methods{get: (*call).searchCustomers})
	s.on("/customers/{id}", methods{get: (*call).showCustomer, patch: (*call).patchCustomer})
	s.on("/customers/{id}/cases", methods{get: (*call).listCustomerCases, post: (*call).postCustomerCase})

	s.on("/cases", methods{get: (*call).listCases, post: (*call).postCase})
	s.on("/cases/search", methods{get: (*call).searchCases})
	s.on("/cases/{id}", methods{get: (*call).showCase, patch: (*call).patchCase, remove: (*call).deleteCase})
	s.on("/cases/{id}/labels", methods{get: (*call).listCaseLabels})
	s.on("/cases/{id}/message", methods{get: (*call).showMessage, patch: (*call).patchMessage})
	s.on("/cases/{id}/replies", methods{get: (*call).listReplies, post: (*call).postReply})
	s.on("/cases/{id}/replies/{reply}", methods{get: (*call).showReply, patch: (*call).patchReply, remove: (*call).deleteReply})
	s.on("/cases/{id}/notes", methods{get: (*call).listNotes, post: (*call).postNote})
	s.on("/cases/{id}/notes/{note}", methods{get: (*call).showNote, patch: (*call).patchNote, remove: (*call).deleteNote})
	s.on("/cases/{id}/attachments", methods{get: (*call).listAttachments})
}
