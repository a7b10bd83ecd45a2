package zendesk

import (
	"net/http"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
)

// What follows is believed, not documented. Each guess has this one place.

// noCategoriesCode is the documented refusal (403) of every trigger category
// endpoint in an account that has none.
const noCategoriesCode = "TriggerCategoriesNotEnabled"

// wrongPathCode is the believed code of a path that does not exist, in contrast
// to an object that does not exist.
const wrongPathCode = "InvalidEndpoint"

// messagingSurvey is the action that is believed to ask for a rating in a messaging
// conversation. The name is the API's; what it does is not documented.
const messagingSurvey = "notification_messaging_csat"

// unknownPath guesses how a server says that it does not have a path: 404, 405 or
// 501, in Zendesk's words or in those of the framework that it is made with. A proxy
// may say the same, and a 404 may be about an object: the caller has to know better.
func unknownPath(err error) bool {
	return client.Matches(err, func(e *Error) bool {
		switch e.Status {
		case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
			return !e.Ambiguous && !e.Partial && !e.OfToken()
		default:
			return false
		}
	})
}

// uncategorized guesses that an account which has categories shows them in its
// triggers: each trigger is in one.
func uncategorized(triggers []Trigger) bool {
	return !slices.ContainsFunc(triggers, func(t Trigger) bool { return t.CategoryID != "" })
}

// passes guesses from what others saw of Zendesk: two writes met in its database,
// and this one was undone. Other conflicts are somebody's to settle.
//
// https://github.com/zendesk/zendesk_api_client_php/issues/314
// https://github.com/facetoe/zenpy/issues/58
func passes(status int, body []byte) bool {
	e := system.Understand(status, body)
	return status == http.StatusConflict && (e.Code == "DatabaseConflict" || e.Code == "DatabaseDeadlock")
}

// accountGone guesses how Zendesk speaks of accounts that it suspended, closed or
// never had: a web page with status 402, 404, 410 or 423 from its edge, or an API
// error that says so. Where the API has answered before, a page with 404 or 410 is about
// its path.
func accountGone(e *Error) bool {
	switch e.Status {
	case http.StatusForbidden, http.StatusNotFound, http.StatusGone, http.StatusLocked, http.StatusPaymentRequired:
	default:
		return false
	}
	words := strings.ToLower(e.Code + " " + e.Message)
	for _, sign := range []string{"account suspended", "account is suspended", "suspended account", "accountsuspended", "help desk at", "no longer active"} {
		if strings.Contains(words, sign) {
			return true
		}
	}
	switch e.Status {
	case http.StatusForbidden: // a page is more often a firewall's, for one request
		return false
	case http.StatusNotFound, http.StatusGone:
		return e.Page && !e.Served
	}
	return e.Page
}

// optionIDs guesses that Zendesk recognises a ticket field's options by value
// and that sending the id too does no harm.
func optionIDs(option FieldOption) *client.Number {
	if option.ID == "" {
		return nil
	}
	id := client.Number(option.ID)
	return &id
}

// clearedCategory guesses that category_id, documented as a nullable string, is
// cleared by null.
const clearedCategory = "null"

// placedTogether guesses that update_many takes ids as numbers, like its documented
// example, and answers with a list of triggers.
func placedTogether(places []evaluation.TriggerPlace) any {
	items := make([]placeWire, 0, len(places))
	for _, place := range places {
		items = append(items, placeWire{ID: client.Number(place.ID), CategoryID: place.CategoryID, Position: place.Position, Active: place.Active})
	}
	return map[string]any{"triggers": items}
}

// httpTargetTypes guesses that an HTTP target may read back under the synonym
// that another provider found.
var httpTargetTypes = []string{TargetTypeHTTP, "url_target_v2"}

// noTargetPassword guesses that an empty password next to an empty username
// removes a target's credential.
func noTargetPassword() *string { return new(string) }

// refusesTargets guesses how an account speaks that takes no new HTTP targets:
// the list's path is gone, the type that we always send is not among those it
// takes, or it says in words that they have ended. A bare 403 is about the user. The
// list is read before a target is made; without a word, its 404 may be a proxy's.
func refusesTargets(e *Error) bool {
	const path = " " + apiPrefix + targetsPath
	switch {
	case e.Foreign, accountGone(e):
		return false
	case e.RequestLine == http.MethodGet+path:
		return !e.Silent() && (e.Status == http.StatusNotFound || e.Status == http.StatusGone)
	case e.RequestLine != http.MethodPost+path:
		return false
	}
	switch e.Status {
	case http.StatusNotFound, http.StatusGone:
		return true
	case http.StatusBadRequest, http.StatusForbidden, http.StatusUnprocessableEntity:
	default:
		return false
	}
	words := strings.ToLower(e.Code + " " + e.Message + " " + e.Details())
	for _, sign := range []string{"deprecat", "no longer", "not supported", "unsupported", "discontinued", "retired", "webhook"} {
		if strings.Contains(words, sign) {
			return true
		}
	}
	return len(e.Fields["type"]) > 0
}

// listedType guesses that only definitions of this type name all their values.
const listedType = "list"

// untouched guesses that a trigger of which nothing was changed since it was
// created says so by its times, which are whole seconds, and that an update which
// sends the same title again is a change. Without times nobody knows.
func untouched(createdAt, updatedAt client.Text) bool {
	return createdAt != "" && createdAt == updatedAt
}

// deliveryFailed guesses that each of these words says that a delivery ended
// without success, and so does a word that nobody knows beside an HTTP status that
// is an error. Recorded are "terminated" with a status and "circuit broken" without
// one; the others are documented.
func deliveryFailed(d Delivery) bool {
	switch d.Status {
	case "terminated", "circuit broken", "failed", "timeout", "client error", "server error":
		return true
	case "success", "accepted":
		return false
	default:
		return d.Code >= http.StatusBadRequest
	}
}

// deliverySucceeded guesses that any word that is no failure either says that a
// delivery has not ended: accepted, and throttled, of which it is recorded that the
// same delivery is attempted again and ends under another word.
func deliverySucceeded(d Delivery) bool { return d.Status == "success" }

// lacksDeliveries guesses that an account which does not offer the history of
// webhooks, or not to this credential, answers 403 or 404.
func lacksDeliveries(err error) bool {
	return client.Matches(err, func(e *Error) bool { return e.Status == http.StatusForbidden || e.Status == http.StatusNotFound })
}
