// Package twolisten is what this product asks of 2listen itself: one survey, for a
// rehearsal. Help desks send the others.
package twolisten

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// Credential is HTTP Basic: an administrator's e-mail address with "/token" behind it,
// and a token.
type Credential struct{ User, Password string }

// Send asks for a survey once: if the answer is lost, it is not asked for again. The
// endpoint is the survey's own address. It gives the answer in one line.
func Send(ctx context.Context, endpoint *url.URL, credential Credential, userAgent string, payload json.RawMessage) (string, error) {
	return client.PostOnce(ctx, client.Options{System: system, UserAgent: userAgent, Credential: client.Fixed(func(r *http.Request) {
		r.SetBasicAuth(credential.User, credential.Password)
	}, credential.Password)}, endpoint, payload)
}

// system is what sets 2listen's answers apart: nothing that is documented.
var system = &client.System{Name: "2listen", Address: []string{"url"}, Read: func(*client.Error, []byte) {}, Remedy: func(e *client.Error) string {
	if e.Unauthorized() || e.Status == http.StatusForbidden {
		return "2listen refuses the credential: the user name is an administrator's e-mail address with \"/token\" behind it, the password a token of the API."
	}
	return ""
}}
