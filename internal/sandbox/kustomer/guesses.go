package kustomer

import (
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"
)

// What the public material leaves open, each guess in one place. What is open both
// ways and matters to a client is a setting instead: see [Settings].

// verbs end a role that allows one kind of operation.
var verbs = []string{"read", "write", "create", "update", "delete"}

// covers tells whether a role that is held allows what asks for another one. That
// the coarse roles of the articles (org.user.read) stand for the fine ones
// (org.user.conversation.read), and a role without a verb (org.user) for all below
// it, is nowhere printed; public examples show keys with org or org.permission alone.
func covers(held, asked string) bool {
	base, verb := held, ""
	if at := strings.LastIndex(held, "."); at >= 0 && slices.Contains(verbs, held[at+1:]) {
		base, verb = held[:at], held[at:]
	}
	below := asked == base || strings.HasPrefix(asked, base+".")
	return asked == held || below && strings.HasSuffix(asked, verb)
}

// Roles by the pattern of those that are printed.
var (
	createUsers         = may("user.create", "org.admin.user.write")
	updateUsers         = may("user.update", "org.admin.user.write")
	updateCustomers     = may("customer.update", "org.user.customer.write")
	deleteCustomers     = may("customer.delete", "org.user.customer.delete")
	deleteConversations = may("conversation.delete", "org.user.conversation.delete")
	readMessages        = may("message.read", "org.user.message.read")
	updateMessages      = may("message.update", "org.user.message.write")
	deleteNotes         = may("note.delete", "org.user.note.delete")
	readTags            = may("tag.read", "org.admin.tag.read", "org.user.tag.read")
	createVariables     = updateWorkflows // those of variables are the workflow's
)

// Statuses and codes of errors. Printed are 400 with bad_request, the statuses
// 401, 403, 404, 422 and 429, and that rev is for optimistic concurrency.
var (
	unauthorized         = &problem{status: http.StatusUnauthorized, code: "unauthorized", message: "Unauthorized"}
	forbidden            = &problem{status: http.StatusForbidden, code: "forbidden", message: "Forbidden"}
	notFound             = &problem{status: http.StatusNotFound, code: "not_found", message: "Not found"}
	unsupportedMediaType = &problem{status: http.StatusUnsupportedMediaType, code: "unsupported_media_type", message: "Content-Type must be application/json"}
	tooManyRequests      = &problem{status: http.StatusTooManyRequests, code: "too_many_requests", message: "Too many requests"}
	internalError        = &problem{status: http.StatusInternalServerError, code: "internal_server_error", message: "Internal server error"}
)

// conflict answers a rev that is not the current one, and an e-mail address or
// external id that is another object's.
func conflict(message string) *problem {
	return &problem{status: http.StatusConflict, code: "conflict", message: message}
}

// unprocessable answers what would break a limit.
func unprocessable(message string) *problem {
	return &problem{status: http.StatusUnprocessableEntity, code: "unprocessable_entity", message: message}
}

// noContent answers every DELETE. An operation that does not exist is 404.
func noContent() *reply { return &reply{Status: http.StatusNoContent} }

// foreignKey answers a key at the host of another organization.
var foreignKey = unauthorized

// defaultPage is the size of a page that nobody asked for; larger sizes than a
// list allows are cut.
const defaultPage = 100

// answersJSONAPI tells which errors have the shape of JSON:API, which the vendor
// says "some endpoints" answer with: what is wrong with a named member of the
// metadata, of a satisfaction survey, or of a query.
func answersJSONAPI(r *http.Request, p *problem) bool {
	if p.parameter != "" {
		return true
	}
	path := r.URL.Path
	return p.pointer != "" && (strings.HasPrefix(path, "/v1/metadata/") || strings.HasPrefix(path, "/v1/satisfaction"))
}

// isJSON tells which bodies are read. The vendor says "JSON in"; that another type
// is refused with 415, and none is taken for JSON, is nowhere printed.
func isJSON(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return contentType == "" || err == nil && (kind == "application/json" || strings.HasSuffix(kind, "+json"))
}

// What the metadata calls the types of attributes. Only number is printed. Tree,
// a list of several levels, is in the product and in no table of suffixes.
const (
	kindStr  = "string"
	kindTxt  = "text"
	kindNum  = "number"
	kindAt   = "date"
	kindBool = "boolean"
	kindURL  = "uri"
	kindID   = "id"
	kindTree = "tree"
)

// enumerationIsEnforced: values of an attribute are not compared with its
// enumeration, and attributes other than Id need no metadata. That a PUT replaces
// the properties that it names, all their members included, is a guess as well.
const enumerationIsEnforced = false

// everyWriteUpdates: a write counts as an update of the conversation, and moves
// updatedAt and rev, even when it sets what was set before.
const everyWriteUpdates = true

// surveysUpdate: the organization's own survey is no update of the conversation.
const surveysUpdate = false

// askedAgain: a conversation that got the organization's own survey gets no second
// one when it is done again.
const askedAgain = false

// delayUnit is the unit of a survey's delayTime.
const delayUnit = time.Minute

// surveyChannel is the channel whose surveys a conversation may get: that of its
// last message, "" when it has none.
func surveyChannel(talk *conversation) string {
	if talk.last == nil {
		return ""
	}
	return talk.last.channel
}

// maskedValue is what answers show of a variable.
const maskedValue = "********"

// workflowKey is who writes what a workflow writes: nobody, and its requests are in
// no budget.
var workflowKey = &apiKey{}

// nothingFound is the output of a step that finds nothing: it is no failure, and no
// member of it exists. A step without the param that it needs fails.
var nothingFound = map[string]any{}

// exists tells which values the operator exists finds: all but null and those of a
// reference that leads nowhere. The empty text exists.
func exists(value any) bool { return value != nil && value != absent{} }

// equal compares two values by their type, or by their text: 3 and "3" are equal,
// true and "true" are. What does not exist equals nothing.
func equal(a, b any) bool {
	if !exists(a) || !exists(b) {
		return false
	}
	return textOf(a) == textOf(b)
}

// The operators true and false hold for the boolean and for its word: neither holds
// for what does not exist. The others that compare sizes cast texts to numbers, and
// hold for nothing that is no number. See [compares].

// A reference that leads nowhere leaves its member out of an object and is null in
// a list; in a text it is empty. Null is empty too. See [scope.resolve].

const (
	// maxAttempts is how often a step or a run is tried that an error case tries
	// again, the first time included.
	maxAttempts = 3
	// networkAttempts is how often a request of a step is made that gets no answer:
	// the vendor says that there are "network retries" and not how many.
	networkAttempts = 2
	// longestChain is how many workflows may start one another. The vendor's limit
	// is not known; the check on save finds loops within one workflow only.
	longestChain = 20
	// scheduleUnit is the unit of a schedule's relative value.
	scheduleUnit = time.Minute
	// disabledIsCalled: a callable workflow that is disabled when a scheduled run is
	// due does not run, and the run is gone.
	disabledIsCalled = false
)
