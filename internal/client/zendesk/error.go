package zendesk

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// Error is every error of this package, always as a pointer. It holds the
// vendor's own words, without secrets.
type Error struct {
	// Status is the HTTP status, 0 when no answer came. It is 429 when the
	// vendor asks to wait longer than the operation may take.
	Status int
	// Code is the vendor's word for the kind of error: "RecordInvalid",
	// "TriggerCategoryNotFound". May be empty.
	Code string
	// Message is the vendor's sentence.
	Message string
	// Fields are the vendor's details for each field, or, after [Client.Place],
	// for each trigger id.
	Fields map[string][]string
	// RequestLine is what was asked: "PUT /api/v2/triggers/25". May be empty.
	RequestLine string
	// Location is where a redirect that was not followed leads to.
	Location string

	ambiguous bool
	remedy    string // says more than the status can
	html      bool   // the answer is a web page
	foreign   bool   // the answer is not JSON, so it is not the API that speaks
	ofList    bool   // a list was asked for, no object
	cause     error
}

// Error gives the whole error in one line.
func (e *Error) Error() string {
	var text strings.Builder
	if e.RequestLine != "" {
		text.WriteString(e.RequestLine + ": ")
	}
	if e.Status != 0 {
		fmt.Fprintf(&text, "%d ", e.Status)
	}
	switch {
	case e.Code != "" && e.Message != "" && e.Code != e.Message:
		text.WriteString(e.Code + ": " + e.Message)
	case e.Message != "":
		text.WriteString(e.Message)
	case e.Code != "":
		text.WriteString(e.Code)
	default:
		text.WriteString(http.StatusText(e.Status))
	}
	if details := oneLine(e.details()); details != "" {
		text.WriteString(" (" + details + ")")
	}
	return strings.TrimSpace(text.String())
}

// details lists Fields in a stable order.
func (e *Error) details() string {
	var parts []string
	for _, field := range slices.Sorted(maps.Keys(e.Fields)) {
		parts = append(parts, field+": "+strings.Join(e.Fields[field], "; "))
	}
	return strings.Join(parts, ", ")
}

// Unwrap gives the network's error, if there was one.
func (e *Error) Unwrap() error { return e.cause }

// failure is an error for a request without a usable answer.
func failure(line string, ambiguous bool, err error, secrets *transport.Redactor) *Error {
	var inner *Error
	if errors.As(err, &inner) { // the token could not be fetched: that request is the cause
		return inner
	}
	e := &Error{RequestLine: line, ambiguous: ambiguous, cause: err}
	var wait *transport.WaitError
	if errors.As(err, &wait) {
		e.Message = wait.Error()
		if wait.Vendor {
			e.Status = http.StatusTooManyRequests
		}
		return e
	}
	var address *url.Error // its text repeats verb and URL, which RequestLine has
	if errors.As(err, &address) {
		err = address.Err
	}
	e.Message = oneLine(secrets.Redact(err.Error()))
	return e
}

func matches(err error, test func(*Error) bool) bool {
	var e *Error
	return errors.As(err, &e) && test(e)
}

// IsNotFound reports whether the object does not exist: a 404 in the API's own
// words. A 403 never is, and neither is a web page or a proxy's text: those are
// the answers of a wrong host. Nor is a 404 that is about no object: of a list, of
// the OAuth token, of all trigger categories.
func IsNotFound(err error) bool {
	return matches(err, func(e *Error) bool {
		return e.Status == http.StatusNotFound && !e.foreign && !e.ofList && !e.ofToken() && e.Code != wrongPathCode && e.Code != noCategoriesCode
	})
}

// isWordless reports an object's 404 without a word: the API's, or that of a proxy
// which does not know the path.
func isWordless(err error) bool {
	return IsNotFound(err) && matches(err, (*Error).silent)
}

// listError is an error of a request for a list.
func listError(err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	listed := *e // others may hold it too
	listed.ofList = true
	return &listed
}

// IsForbidden reports a 403: the credential may not do this.
func IsForbidden(err error) bool {
	return matches(err, func(e *Error) bool { return e.Status == http.StatusForbidden })
}

// IsUnauthorized reports a 401, or that no OAuth token was given.
func IsUnauthorized(err error) bool {
	return matches(err, (*Error).unauthorized)
}

func (e *Error) unauthorized() bool {
	return e.Status == http.StatusUnauthorized || e.ofToken() && e.Status >= 400 && e.Status < 500 && e.Status != http.StatusTooManyRequests
}

// ofToken is true when the OAuth token was asked for.
func (e *Error) ofToken() bool { return strings.HasSuffix(e.RequestLine, tokenPath) }

// IsInvalid reports that the vendor refused what was sent (400, 422).
func IsInvalid(err error) bool {
	return matches(err, func(e *Error) bool {
		return e.Status == http.StatusUnprocessableEntity || e.Status == http.StatusBadRequest
	})
}

// IsConflict reports a 409.
func IsConflict(err error) bool {
	return matches(err, func(e *Error) bool { return e.Status == http.StatusConflict })
}

// IsNoCategories reports that the account has no trigger categories.
func IsNoCategories(err error) bool {
	return matches(err, func(e *Error) bool { return e.Code == noCategoriesCode })
}

// IsAmbiguous reports that a write may have been done although no usable answer
// came.
func IsAmbiguous(err error) bool {
	return matches(err, func(e *Error) bool { return e.ambiguous })
}

// IsAccountWide reports that every further request would fail alike: the
// credential is refused, the account is suspended, unknown or elsewhere, the host
// cannot be reached, everything was refused for too long.
func IsAccountWide(err error) bool {
	return matches(err, func(e *Error) bool {
		return e.exhausted() || e.unauthorized() || e.accountGone() || e.redirected() || e.Status == 0 && transport.Unreachable(e.cause)
	})
}

// exhausted is true when the vendor has refused all requests for so long that no
// operation waits on.
func (e *Error) exhausted() bool {
	var wait *transport.WaitError
	return errors.As(e.cause, &wait) && wait.Exhausted
}

// redirected is true for a redirect that was not followed.
func (e *Error) redirected() bool { return e.Status >= 300 && e.Status < 400 }
