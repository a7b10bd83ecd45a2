package zendesk

import (
	"context"
	"errors"
	"io"
	"net/http"

	gz "github.com/nukosuke/go-zendesk/zendesk"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// Section is the name of the provider block's section for Zendesk.
const Section = "zendesk"

// system is what sets Zendesk's answers apart.
var system = &client.System{
	Name: "Zendesk", Section: Section,
	Address:    []string{"subdomain", "endpoint"},
	StatusPage: "status.zendesk.com",
	TokenPath:  tokenPath,
	Read:       readRefusal,
	// Neither a wrong path nor an account without trigger categories is about an object.
	Objectless:  func(e *Error) bool { return e.Code == wrongPathCode || e.Code == noCategoriesCode },
	AccountGone: accountGone,
	Remedy:      remedy,
}

// What is of every client, for those who use this one.
type (
	// Error is [client.Error].
	Error = client.Error
	// DuplicateError is [client.DuplicateError].
	DuplicateError = client.DuplicateError
	// Duplicate is [client.Duplicate].
	Duplicate = client.Duplicate
	// OwnedError is [client.OwnedError].
	OwnedError = client.OwnedError
	// Orphan is [client.Orphan].
	Orphan = client.Orphan
	// Credential is [client.Credential].
	Credential = client.Credential
)

// IsNotFound is [client.IsNotFound].
func IsNotFound(err error) bool { return client.IsNotFound(err) }

// IsForbidden is [client.IsForbidden].
func IsForbidden(err error) bool { return client.IsForbidden(err) }

// IsUnauthorized is [client.IsUnauthorized].
func IsUnauthorized(err error) bool { return client.IsUnauthorized(err) }

// IsInvalid is [client.IsInvalid].
func IsInvalid(err error) bool { return client.IsInvalid(err) }

// IsConflict is [client.IsConflict].
func IsConflict(err error) bool { return client.IsConflict(err) }

// IsAmbiguous is [client.IsAmbiguous].
func IsAmbiguous(err error) bool { return client.IsAmbiguous(err) }

// IsAccountWide is [client.IsAccountWide].
func IsAccountWide(err error) bool { return client.IsAccountWide(err) }

// IsNoCategories reports that the account has no trigger categories.
func IsNoCategories(err error) bool {
	return client.Matches(err, func(e *Error) bool { return e.Code == noCategoriesCode })
}

// remedy says what to do about a refusal in Zendesk's terms.
func remedy(e *Error) string {
	switch {
	case e.Unauthorized() && e.OfToken():
		return "Zendesk issued no token for oauth.client_id and oauth.client_secret. The OAuth client must be confidential, allow the client_credentials grant " +
			"with the scopes read and write, and belong to a user who is still an admin."
	case e.Unauthorized():
		return "Zendesk refuses the credential of the provider's zendesk section. An access token may have expired or been revoked; an API token needs the e-mail " +
			"of its user and token access enabled, and is deactivated after 30 days without use. All API tokens end on 2027-04-30: prefer oauth."
	case e.Status == http.StatusForbidden:
		return "The credential is valid but may not do this. Webhooks, targets and ticket fields need an admin, triggers an agent who may manage business rules; " +
			"an OAuth token needs the scopes read and write. A limit of the account's plan is reported in the same way."
	}
	return ""
}

// rawVerbs sends requests with go-zendesk, which has no PATCH.
func rawVerbs(api *client.Connection) (client.Sender, error) {
	raw, err := gz.NewClient(api.HTTP)
	if err != nil {
		return nil, err
	}
	if err := raw.SetEndpointURL(api.Root.String() + apiPrefix); err != nil {
		return nil, err
	}
	return func(ctx context.Context, r client.Request) (*client.Answer, error) {
		var body []byte
		var err error
		switch r.Method {
		case http.MethodGet:
			body, err = raw.Get(ctx, r.Path)
		case http.MethodPost:
			body, err = raw.Post(ctx, r.Path, r.Body)
		case http.MethodPut:
			body, err = raw.Put(ctx, r.Path, r.Body)
		case http.MethodDelete:
			err = raw.Delete(ctx, r.Path)
		default:
			return api.SendJSON(ctx, r)
		}
		var answered gz.Error // a value type: a pointer target never matches
		switch {
		case err == nil:
			return &client.Answer{Status: http.StatusOK, Body: body}, nil
		case !errors.As(err, &answered):
			return nil, err
		}
		// go-zendesk refuses 200 for DELETE, 202 for PUT and so on
		body, err = io.ReadAll(answered.Body())
		return &client.Answer{Status: answered.Status(), Header: answered.Headers(), Body: body}, err
	}, nil
}
