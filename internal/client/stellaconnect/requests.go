package stellaconnect

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// The paths of survey requests, below the host. Help desks use the second one.
const (
	pathRequests = "/v1/requests" // the key in a header
	pathAuth     = "/v1/auth"     // HTTP Basic, the key as the password
)

// DefaultHost is where requests go unless the account has an address of its own.
const DefaultHost = "https://api.stellaconnect.net"

// defaultUser is the user name that the articles give. Only the key matters.
const defaultUser = "connect"

// Request asks for one survey.
//
// https://docs.medallia.com/en/agent-connect/api
type Request struct {
	Channel    string    `json:"channel"`
	Customer   *Customer `json:"customer,omitempty"`
	Employee   *Employee `json:"employee,omitempty"`
	ExternalID string    `json:"ext_interaction_id,omitempty"`
	// DoNotSend counts the interaction and sends nothing.
	DoNotSend bool `json:"do_not_send"`
}

// Customer is who is asked.
type Customer struct {
	Email string `json:"email"`
}

// Employee is whose work is rated.
type Employee struct {
	Email string `json:"email"`
}

// Credential is a key, and the user name that goes with it where it is a password.
type Credential struct{ User, Key string }

// Endpoint is the address of survey requests: what is given if it is one, else the one
// below it that takes a credential of the kind.
func Endpoint(given string, basic bool) (*url.URL, error) {
	if given == "" {
		given = DefaultHost
	}
	root, err := transport.CheckRoot(given)
	if err != nil || strings.HasSuffix(root.Path, pathRequests) || strings.HasSuffix(root.Path, pathAuth) {
		return root, err
	}
	path := pathRequests
	if basic {
		path = pathAuth
	}
	return url.Parse(root.String() + path)
}

// Send sends a request once: if the answer is lost, it is not sent again. It gives the
// answer in one line.
func Send(ctx context.Context, endpoint *url.URL, credential Credential, userAgent string, request Request) (string, error) {
	return client.PostOnce(ctx, client.Options{System: systemOf("", "url"), UserAgent: userAgent, Credential: client.Fixed(func(r *http.Request) {
		if strings.HasSuffix(endpoint.Path, pathRequests) {
			r.Header.Set("X-Api-Key", credential.Key)
			return
		}
		r.SetBasicAuth(cmp.Or(credential.User, defaultUser), credential.Key)
	}, credential.Key)}, endpoint, request)
}
