package workflow

// What follows is believed, not documented. Each guess has this one place.

// The actions are in a dump of an installed app of 2021; their params are inferred from
// those that public workflows show. The versions are those of Kustomer's own example.
const (
	appKustomer  = "kustomer-^1.9.2"
	appScheduler = "scheduler-^1.0.1"

	actionFindConversation = "kustomer.conversation.find-by-id" // {id}
	actionFindCustomer     = "kustomer.customer.find"           // {identifier}
	actionFindUser         = "kustomer.user.find-by-id"         // {id}
	actionUpdate           = "kustomer.conversation.update"     // {id, rev, custom}
	actionAppendTags       = "kustomer.conversation.append-tags"
	actionsRequest         = "kustomer.rest-api."                       // all that make a request
	actionRequest          = actionsRequest + "json"                    // {method, uri, headers, data}
	actionSchedule         = "kustomer.app.scheduler.schedule-workflow" // {workflowId, runAt, inputs}
)

// eventUpdate is documented; that the output of the first step has the changes in this
// form is so for attributes, and that those that did not change are missing is inferred.
const (
	eventUpdate  = "kustomer.conversation.update"
	statusBefore = "/#steps.1.changes.attributes.status.before"
	statusAfter  = "/#steps.1.changes.attributes.status.after"
	eventID      = "/#steps.1.id"
)

// findConversation guesses that a lookup gives the object flat, the way the API's
// attributes are, with its id and the ids of what it is related to.
func findConversation() map[string]any { return map[string]any{"id": eventID} }

func findCustomer() map[string]any {
	return map[string]any{"identifier": "/#steps.conversation.customer"}
}

func findAgent() map[string]any { return map[string]any{"id": firstAssigned} }

const (
	conversationID = "/#steps.conversation.id"
	customerID     = "/#steps.customer.id"
	agentID        = "/#steps.agent.id"
	status         = "/#steps.conversation.status"
	firstAssigned  = "/#steps.conversation.assignedUsers.0"
	firstEmail     = "/#steps.customer.emails.0.email"
	// channel is that of the customer's first message: one for each conversation,
	// whatever follows, so that no two workflows for two channels send.
	channel = "/#steps.conversation.firstMessageIn.channel"
)

// setAttribute guesses that the update compares the revision, as PATCH does: a
// conversation that changed since it was looked up is not marked, and the run begins again.
func setAttribute(name string) map[string]any {
	return map[string]any{"id": conversationID, "rev": "/#steps.conversation.rev", "custom": map[string]any{name: true}}
}

func runAgain() []ErrorCase {
	return []ErrorCase{{Condition: group("and", always()), ErrorAction: ErrorAction{Type: "retry-workflow"}}}
}

// appendTag guesses that a tag is given by its name and that the action makes it, as the
// operation of the API does.
func appendTag(name string) map[string]any {
	return map[string]any{"id": conversationID, "tags": []any{name}}
}

// tagAdded guesses that lists have a length, which public workflows use: the conversation
// has more tags than before, so that it did not have the tag. Its id is not needed.
func tagAdded() Condition {
	return group("or",
		compare("gt", "/#steps.marked.tags.length", "/#steps.conversation.tags.length"),
		group("and", compare("dne", "/#steps.conversation.tags"), compare("exists", "/#steps.marked.tags.0")))
}

// scheduleAfter guesses that the unit of the value is minutes.
func scheduleAfter(minutes int64, callable string) map[string]any {
	return map[string]any{
		"workflowId": callable, "runAt": map[string]any{"type": "relative", "value": minutes},
		"inputs": map[string]any{"id": eventID},
	}
}

// inputs is the schema of what the scheduler calls the other workflow with.
func inputs() map[string]any {
	return map[string]any{
		"type": "object", "required": []any{"id"},
		"properties": map[string]any{"id": map[string]any{"type": "string"}},
	}
}

// variable is how a header reads a variable: by id, as documented. One that is not made
// yet has none.
func variable(id string) string { return "{{{variables." + id + "}}}" }
