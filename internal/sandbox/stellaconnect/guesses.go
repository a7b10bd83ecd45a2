package stellaconnect

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// What the public material leaves open, each guess in one place.
const (
	// rejectUnknownKeys: the description closes the body, customer and employee
	// (additionalProperties: false), but nobody has seen whether the live
	// service rejects an unknown key or ignores it.
	rejectUnknownKeys = true

	// rejectTooManyTags: "at most 20 tags" is a rule of the description. True
	// refuses the request, false keeps the first 20.
	rejectTooManyTags = true

	// refusedStatus is the status of every entry of the error catalogue, which
	// gives none; 400 is the one documented for validation.
	refusedStatus = http.StatusBadRequest

	// testSurveysAreSuppressed: the test key rehearses production, so the
	// suppression period holds for it too, but on an account of its own: a
	// survey that went to the test recipient bothered no customer.
	testSurveysAreSuppressed = true

	// managedWithTestKey: the description of user management asks for the production key.
	// False refuses the test key there.
	managedWithTestKey = false

	// tokenAge and tokenAhead bound how old and how far ahead the iat claim of a token may
	// be. The documentation says "a valid IAT claim".
	tokenAge   = 5 * time.Minute
	tokenAhead = time.Minute
)

// status is the word for an employee in the list's filter. No answer has it. What the words
// mean is documented; that of an employee who was created by the API is a guess:
// https://docs.medallia.com/en/agent-connect/managing-your-team/profiles/edit-user-profiles-and-approve-changes
func (e *employee) status() string {
	switch {
	case e.deactivated:
		return "deactivated"
	case e.approved:
		return "active"
	case e.submitted:
		return "pending review"
	default:
		return "created"
	}
}

// required are the members that an employee cannot be without, besides an e-mail address
// or a custom id. The description names none; the screens require these.
var required = []string{"first_name", "last_name"}

// refuse answers with the words of the error catalogue. The vendor documents no
// JSON envelope for errors.
func refuse(w http.ResponseWriter, status int, reason string) {
	engine.WriteJSON(w, status, map[string]string{"error": reason})
}

// parseDoNotSend reads the flag as help desks render it. The description says
// boolean; the article's payload sends the string "{{ticket.ticket_field_ID}}",
// which Zendesk renders as "1", "0" or, for a field that is not on the ticket,
// "". Anything else is refused: a guess must not send a survey.
func parseDoNotSend(value any) (doNotSend, ok bool) {
	switch value := value.(type) {
	case nil:
		return false, true
	case bool:
		return value, true
	case json.Number:
		return value == "1", value == "0" || value == "1"
	case string:
		switch strings.ToLower(strings.TrimSpace(value)) {
		case "1", "true":
			return true, true
		case "", "0", "false":
			return false, true
		}
	}
	return false, false
}

// sameAddress compares e-mail addresses: Zendesk lower-cases them, so a profile
// with capitals must still be found.
func sameAddress(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}
