package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wording"
)

// Remedy says what the reader can do next, in one or two sentences. It is empty
// when there is nothing useful to say.
func (e *Error) Remedy() string { return wording.Capital(e.remedy()) }

func (e *Error) remedy() string {
	if e.Advice != "" {
		return e.Advice
	}
	if e.system == nil {
		return ""
	}
	if e.Ended() {
		return e.system.Ended
	}
	if remedy := e.remedyWithoutAnswer(e.system); remedy != "" {
		return remedy
	}
	if remedy := e.remedyAtTheWrongPlace(e.system); remedy != "" {
		return remedy
	}
	if e.system.Remedy != nil {
		if remedy := e.system.Remedy(e); remedy != "" {
			return remedy
		}
	}
	return e.remedyOfStatus(e.system)
}

func (e *Error) remedyWithoutAnswer(of *System) string {
	var wait *transport.WaitError
	switch {
	case errors.As(e.Cause, &wait) && wait.Exhausted:
		return "The account's quota is used up, perhaps by another tool. Apply again later, or set requests_per_minute to leave room for others."
	case errors.As(e.Cause, &wait) && !wait.Vendor:
		return "Raise requests_per_minute in " + of.section() + " or the resource's timeouts."
	case e.Status == 0 && transport.Unreachable(e.Cause):
		return "The host cannot be reached. Check " + of.address(" and ") + ", then name resolution, proxy and certificates of this machine."
	case e.Ambiguous:
		return "It is not known whether " + of.Name + " executed this request. Apply again: the account is read first, and what exists is not created twice."
	case errors.Is(e.Cause, context.DeadlineExceeded):
		return of.Name + " did not answer within this resource's timeouts: raise them, or apply again later."
	}
	return ""
}

// remedyAtTheWrongPlace is for answers that are not the account's.
func (e *Error) remedyAtTheWrongPlace(of *System) string {
	switch {
	case e.redirected():
		location := ""
		if e.Location != "" {
			location = ": " + e.Location
		}
		return "Redirects to another host, and redirects of writes, are not followed. If the account has moved, set " + of.address(" or ") + " to its present address" + location + "."
	case e.accountGone():
		return of.Name + " does not know this account or has suspended it. Check " + of.address(" or ") + ", and open it in a browser."
	case e.NotOffered():
		return fmt.Sprintf("%s answers that this account does not have this list. Its plan may lack the feature; otherwise check %s.", of.Name, of.address(" and "))
	case e.Page, e.OfList && e.Status == http.StatusNotFound && !e.OfToken():
		return fmt.Sprintf("The answer came from a web server or proxy, not from the API. Check %s; if that is right, %s or a proxy has an outage: %sapply again.",
			of.address(" and "), of.Name, of.see())
	}
	return ""
}

func (e *Error) remedyOfStatus(of *System) string {
	switch {
	case e.Unauthorized():
		return of.Name + " refuses the credential of " + of.section() + "."
	case e.Status == http.StatusForbidden:
		return "The credential is valid but may not do this. A limit of the account's plan is reported in the same way."
	case e.Status == http.StatusNotFound && of.Section == "":
		return of.Name + " has nothing at this address. Check " + of.address(" and ") + "."
	case e.Status == http.StatusNotFound:
		return "The object does not exist in this account, or this user cannot see it. Check the id, and that the provider is configured for the account of the object."
	case e.Status == http.StatusConflict:
		return "The same object was changed by a person or another tool at the same time. Apply again."
	case IsStale(e):
		return "A person or another tool has changed the object since it was read; nothing was overwritten. Plan again: the plan shows what was changed."
	case IsInvalid(e):
		return of.Name + " refused the request. Correct the fields that it names, then apply again."
	case e.Status == http.StatusTooManyRequests:
		return "The account's quota is used up. Apply again later, raise the resource's timeouts, or set requests_per_minute to leave room for others."
	case e.Status >= http.StatusInternalServerError:
		return of.Name + " reported an internal error. " + wording.Capital(of.see()+"apply again; what was already done is not repeated.")
	}
	return ""
}

// see leads to the page with outages, if there is one.
func (s *System) see() string {
	if s.StatusPage == "" {
		return ""
	}
	return "see " + s.StatusPage + " and "
}

// section is the system's section for people.
func (s *System) section() string {
	if s.Section == "" {
		return "the action"
	}
	return "the provider's " + s.Section + " section"
}

// address names the members of the section that say where the account is.
func (s *System) address(conjunction string) string {
	return strings.Join(s.Address, conjunction) + " in " + s.section()
}
