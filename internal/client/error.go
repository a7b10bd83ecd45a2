package client

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// Error is every error of a client, always as a pointer. It holds the vendor's own
// words, without secrets.
type Error struct {
	// Status is the HTTP status, 0 when no answer came. It is 429 when the
	// vendor asks to wait longer than the operation may take.
	Status int
	// Code is the vendor's word for the kind of error: "RecordInvalid". May be empty.
	Code string
	// Message is the vendor's sentence.
	Message string
	// Fields are the vendor's details for each field or object.
	Fields map[string][]string
	// RequestLine is what was asked: "PUT /api/v2/triggers/25". May be empty.
	RequestLine string
	// Location is where a redirect that was not followed leads to.
	Location string
	// Skew is how far the vendor's clock was ahead of this machine's when it answered; 0
	// when it does not tell.
	Skew time.Duration

	// Ambiguous says that a write may have been done although no usable answer came.
	Ambiguous bool
	// Page says that the answer is a web page, Foreign, that it is not the API that
	// speaks: the answer is not in its format.
	Page, Foreign bool
	// OfList says that a list was asked for, no object; Partial, that its beginning was
	// answered; OfPath, that it is known that the account does not have the path.
	OfList, Partial, OfPath bool
	// Served says that the API has answered this client before.
	Served bool
	// Advice is what to do next where more is known than the status can say.
	Advice string
	// Cause is the network's error, if there was one.
	Cause error

	system *System
}

// System is what sets the answers of one vendor apart.
type System struct {
	// Name is the vendor's name for people, Section its section of the provider block;
	// "" if an action says where the account is.
	Name, Section string
	// Address are the members of the section that say where the account is.
	Address []string
	// Ended says that the vendor has ended its service, and what to do about it: for a
	// host where nothing answers, or something else than the API. "" for a service that
	// goes on.
	Ended string
	// StatusPage is the host where the vendor tells of outages, "" if there is none.
	StatusPage string
	// TokenPath is the path that tokens are fetched from, "" if there is none.
	TokenPath string
	// Read takes the vendor's words out of a refusal's body: Code, Message and Fields.
	// It leaves all of them empty when it understands nothing, and sets Foreign when
	// the words may be those of somebody in between.
	Read func(e *Error, body []byte)
	// Objectless reports a 404 that is about no object: of a wrong path, of a feature
	// that the account lacks. Nil means never.
	Objectless func(*Error) bool
	// AccountGone reports that the account is suspended, closed or unknown. Nil means
	// that the vendor does not tell.
	AccountGone func(*Error) bool
	// Remedy is what to do about a refusal in the vendor's terms, such as roles and
	// scopes; "" when there is nothing to add to the general words.
	Remedy func(*Error) string
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
	if details := oneLine(e.Details()); details != "" {
		text.WriteString(" (" + details + ")")
	}
	return strings.TrimSpace(text.String())
}

// Details lists Fields in a stable order.
func (e *Error) Details() string {
	var parts []string
	for _, field := range slices.Sorted(maps.Keys(e.Fields)) {
		parts = append(parts, field+": "+strings.Join(e.Fields[field], "; "))
	}
	return strings.Join(parts, ", ")
}

// Unwrap gives the network's error, if there was one.
func (e *Error) Unwrap() error { return e.Cause }

// failure is an error for a request without a usable answer. Line is what was
// asked: "GET /api/v2/triggers".
func (c *Connection) failure(line string, ambiguous bool, err error) *Error {
	var inner *Error
	if errors.As(err, &inner) { // the token could not be fetched: that request is the cause
		return inner
	}
	e := &Error{RequestLine: line, Cause: err, system: c.System}
	e.Ambiguous = ambiguous && !e.OfToken()
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
	e.Message = oneLine(c.Secrets.Redact(err.Error()))
	return e
}

// Matches reports whether err is an [*Error] that passes the test.
func Matches(err error, test func(*Error) bool) bool {
	var e *Error
	return errors.As(err, &e) && test(e)
}

// IsNotFound reports whether the object does not exist: a 404 in the API's own
// words. A 403 never is, and neither is a web page or a proxy's text: those are
// the answers of a wrong host. Nor is a 404 that is about no object: of a list, of
// a token, of a path or feature that is not there.
func IsNotFound(err error) bool { return Matches(err, (*Error).NotFound) }

// NotFound is IsNotFound.
func (e *Error) NotFound() bool {
	return e.Status == http.StatusNotFound && !e.Foreign && !e.OfList && !e.OfPath && !e.OfToken() && !e.objectless()
}

func (e *Error) objectless() bool {
	return e.system != nil && e.system.Objectless != nil && e.system.Objectless(e)
}

// IsNotOffered reports that the account does not have a list, in the API's own words:
// its plan may lack the feature.
func IsNotOffered(err error) bool { return Matches(err, (*Error).NotOffered) }

// NotOffered is IsNotOffered.
func (e *Error) NotOffered() bool {
	return e.OfList && !e.Partial && e.Status == http.StatusNotFound && !e.Foreign && !e.Silent() && !e.OfToken()
}

// isWordless reports an object's 404 without a word: the API's, or that of a proxy
// which does not know the path.
func isWordless(err error) bool { return IsNotFound(err) && Matches(err, (*Error).Silent) }

// listError is an error of a request for a list.
func listError(err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	listed := *e // others may hold it too
	listed.OfList = true
	return &listed
}

// partialError is an error of a request for more of a list.
func partialError(err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	partial := *e
	partial.Partial = true
	return &partial
}

// IsForbidden reports a 403: the credential may not do this.
func IsForbidden(err error) bool {
	return Matches(err, func(e *Error) bool { return e.Status == http.StatusForbidden })
}

// IsUnauthorized reports a 401, or that no token was given.
func IsUnauthorized(err error) bool { return Matches(err, (*Error).Unauthorized) }

// Unauthorized is IsUnauthorized.
func (e *Error) Unauthorized() bool {
	return e.Status == http.StatusUnauthorized || e.OfToken() && e.Status >= 400 && e.Status < 500 && e.Status != http.StatusTooManyRequests
}

// OfToken is true when a token was asked for.
func (e *Error) OfToken() bool {
	return e.system != nil && e.system.TokenPath != "" && strings.HasSuffix(e.RequestLine, e.system.TokenPath)
}

// IsInvalid reports that the vendor refused what was sent (400, 422).
func IsInvalid(err error) bool {
	return Matches(err, func(e *Error) bool {
		return e.Status == http.StatusUnprocessableEntity || e.Status == http.StatusBadRequest
	})
}

// IsConflict reports a 409.
func IsConflict(err error) bool {
	return Matches(err, func(e *Error) bool { return e.Status == http.StatusConflict })
}

// IsStale reports a 412: somebody else has changed the object since it was read.
func IsStale(err error) bool {
	return Matches(err, func(e *Error) bool { return e.Status == http.StatusPreconditionFailed })
}

// IsRateLimited reports that the vendor asked to come back later, and later was
// too late.
func IsRateLimited(err error) bool {
	return Matches(err, func(e *Error) bool { return e.Status == http.StatusTooManyRequests })
}

// IsAmbiguous reports that a write may have been done although no usable answer
// came.
func IsAmbiguous(err error) bool { return Matches(err, func(e *Error) bool { return e.Ambiguous }) }

// IsAccountWide reports that every further request would fail alike: the
// credential is refused, the account is suspended, unknown or elsewhere, the host
// cannot be reached, everything was refused for too long.
func IsAccountWide(err error) bool { return Matches(err, (*Error).AccountWide) }

// AccountWide is IsAccountWide.
func (e *Error) AccountWide() bool {
	return e.exhausted() || e.Unauthorized() || e.accountGone() || e.redirected() || e.Status == 0 && transport.Unreachable(e.Cause) || e.Ended()
}

// Ended is true where the service of the vendor has ended and its host shows it: nothing
// answers there, or something else than the API.
func (e *Error) Ended() bool {
	if e.system == nil || e.system.Ended == "" || e.Ambiguous {
		return false
	}
	var unsent *transport.SendError
	silent := e.Status == 0 && errors.As(e.Cause, &unsent) && !errors.Is(e.Cause, context.Canceled)
	return silent || e.redirected() || e.Page || e.Foreign && e.Status == http.StatusNotFound
}

// FieldErrors are the vendor's words by field.
func (e *Error) FieldErrors() map[string][]string { return e.Fields }

// exhausted is true when the vendor has refused all requests for so long that no
// operation waits on.
func (e *Error) exhausted() bool {
	var wait *transport.WaitError
	return errors.As(e.Cause, &wait) && wait.Exhausted
}

func (e *Error) accountGone() bool {
	return e.system != nil && e.system.AccountGone != nil && e.system.AccountGone(e)
}

// redirected is true for a redirect that was not followed.
func (e *Error) redirected() bool { return e.Status >= 300 && e.Status < 400 }
