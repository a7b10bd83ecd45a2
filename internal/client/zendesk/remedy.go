package zendesk

import (
	"context"
	"errors"
	"net/http"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// Remedy says what the reader can do next, in one or two sentences. It is empty
// when there is nothing useful to say.
func (e *Error) Remedy() string {
	if remedy, ok := e.remedyWithoutAnswer(); ok {
		return remedy
	}
	switch {
	case IsNoCategories(e):
		return "This account has no trigger categories: its triggers form one list. Remove surveytrigger_zendesk_trigger_category resources " +
			"and category_id, or enable trigger categories in Admin Center > Objects and rules > Triggers."
	case e.redirected():
		return "Redirects to another host, and redirects of writes, are not followed. If the account has moved, set subdomain or endpoint in the provider's " +
			"zendesk section to its present address" + suffix(e.Location) + "."
	case e.accountGone():
		return "Zendesk does not know this account or has suspended it. Check subdomain (or endpoint) in the provider's zendesk section, and open it in a browser."
	case e.html, e.ofList && e.Status == http.StatusNotFound && !e.ofToken():
		return "The answer came from a web server or proxy, not from the API. Check subdomain and endpoint in the provider's zendesk section; " +
			"if they are right, Zendesk or a proxy has an outage: see status.zendesk.com and apply again."
	case e.unauthorized() && e.ofToken():
		return "Zendesk issued no token for oauth.client_id and oauth.client_secret. The OAuth client must be confidential, allow the client_credentials grant " +
			"with the scopes read and write, and belong to a user who is still an admin."
	case e.unauthorized():
		return "Zendesk refuses the credential of the provider's zendesk section. An access token may have expired or been revoked; an API token needs the e-mail " +
			"of its user and token access enabled, and is deactivated after 30 days without use. All API tokens end on 2027-04-30: prefer oauth."
	case e.Status == http.StatusForbidden:
		return "The credential is valid but may not do this. Webhooks, targets and ticket fields need an admin, triggers an agent who may manage business rules; " +
			"an OAuth token needs the scopes read and write. A limit of the account's plan is reported in the same way."
	case e.Status == http.StatusNotFound:
		return "The object does not exist in this account, or this user cannot see it. Check the id, and that the provider is configured for the account of the object."
	case e.Status == http.StatusConflict:
		return "The same object was changed by a person or another tool at the same time. Apply again."
	case IsInvalid(e):
		return "Zendesk refused the request. Correct the fields that it names, then apply again."
	case e.Status == http.StatusTooManyRequests:
		return "The account's quota is used up. Apply again later, raise the resource's timeouts, or set requests_per_minute to leave room for others."
	case e.Status >= http.StatusInternalServerError:
		return "Zendesk reported an internal error. See status.zendesk.com and apply again; what was already done is not repeated."
	}
	return ""
}

func (e *Error) remedyWithoutAnswer() (string, bool) {
	var wait *transport.WaitError
	switch {
	case e.remedy != "":
		return e.remedy, true
	case errors.As(e.cause, &wait) && wait.Exhausted:
		return "The account's quota is used up, perhaps by another tool. Apply again later, or set requests_per_minute to leave room for others.", true
	case errors.As(e.cause, &wait) && !wait.Vendor:
		return "Raise requests_per_minute in the provider's zendesk section or the resource's timeouts.", true
	case e.Status == 0 && transport.Unreachable(e.cause):
		return "The host cannot be reached. Check subdomain and endpoint in the provider's zendesk section, then name resolution, proxy and certificates of this machine.", true
	case e.ambiguous:
		return "It is not known whether Zendesk executed this request. Apply again: the account is read first, and what exists is not created twice.", true
	case errors.Is(e.cause, context.DeadlineExceeded):
		return "Zendesk did not answer within this resource's timeouts: raise them, or apply again later.", true
	}
	return "", false
}

func suffix(location string) string {
	if location == "" {
		return ""
	}
	return ": " + location
}
