package desk

import (
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"
)

// What the recordings and the stored pages leave open, each guess in one place. The
// service is gone: none of them can be checked any more.

// Statuses and messages of errors. Recorded are 404, 405 and 422 with the code blank;
// the other statuses are those that the vendor's client knows.
var (
	badRequest           = &problem{status: http.StatusBadRequest, message: "Bad Request"}
	unsupportedMediaType = &problem{status: http.StatusUnsupportedMediaType, message: "Unsupported Media Type"}
	tooManyRequests      = &problem{status: http.StatusTooManyRequests, message: "Too Many Requests"}
	internalError        = &problem{status: http.StatusInternalServerError, message: "Internal Server Error"}
)

// Codes of 422: those of the framework that the vendor's service was written in. Only
// blank is recorded.
const (
	codeBlank     = "blank"
	codeInvalid   = "invalid"
	codeInclusion = "inclusion"
	codeTaken     = "taken"
	codeNumber    = "not_a_number"
	codeClosed    = "closed"
)

// unauthorized answers a request of nobody. No refused signature is recorded: by
// default all of them look alike.
func (s Settings) unauthorized(reason string) *problem {
	message := "Unauthorized"
	if s.OAuthProblems == ProblemsNamed {
		message += ": " + reason
	}
	return &problem{status: http.StatusUnauthorized, message: message}
}

// longestSkew is how far a timestamp may be from the service's clock.
const longestSkew = 5 * time.Minute

// caseIsClosed answers every change of a closed case, its notes and replies included.
// The articles say that closed cases cannot be updated, not how that is refused.
var caseIsClosed = invalid(object{"status": []string{codeClosed}})

// isJSON tells which bodies are read: no type is taken for JSON.
func isJSON(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return contentType == "" || err == nil && (kind == "application/json" || strings.HasSuffix(kind, "+json"))
}

// meantMethod: a client that cannot send PATCH or DELETE sends POST and says what it
// means, as the framework of the vendor's service lets it.
func meantMethod(r *http.Request) string {
	override := r.Header.Get("X-HTTP-Method-Override")
	switch {
	case r.Method == http.MethodHead:
		return http.MethodGet
	case r.Method == http.MethodPost && override != "":
		return override
	}
	return r.Method
}

const (
	defaultPage = 50   // recorded
	searchPage  = 30   // recorded, for articles
	largestPage = 1000 // the vendor's page of users; larger sizes are cut
	lastPage    = 500  // the vendor's README names it for most lists of cases and customers
)

// defaultLabelAction is what a list of labels does that comes without an action.
const defaultLabelAction = actionAppend

// A label that is written to a case and does not exist is made, with its name as
// description: recorded labels of the vendor's own test look like that.

// newCaseStatus is the status of a case that is made without one.
func newCaseStatus(direction string) string {
	if direction == directionOut {
		return statusOpen
	}
	return statusNew
}

// forgiveStatus: a new case with a status that there is none is made all the same. The
// tests of a public client, which ran against the service, send one of a message.
func (r *reader) forgiveStatus() {
	if !slices.Contains(statuses, r.sent.Text("status")) {
		delete(r.sent, "status")
	}
}

const defaultPriority = 5

// reopens: a customer's message to a case that is pending or resolved opens it, as
// the rule "Case Reopened" of a new site does.
const reopens = true

// everyWriteUpdates: a write counts as an update of the case, and moves updated_at and
// changed_at, even when it sets what was set before.
const everyWriteUpdates = true

// resolvedSince is the moment from which the time rule counts: the last time that the
// case was resolved, whatever happened to it afterwards.
func (t *theCase) resolvedSince() time.Time { return t.resolved }
