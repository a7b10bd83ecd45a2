package connector

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	deskclient "github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/desk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// userAgent is sent to help desks.
const userAgent = "terraform-provider-surveytrigger"

// place is where a help desk's API is: at an account of the vendor's, or at a root.
type place struct{ subdomain, endpoint string }

// hosts are the vendors' domains. An address is that of the screens.
var hosts = map[string]string{desk: ".desk.com", kustomer: ".kustomerapp.com", zendesk: ".zendesk.com"}

// reach reads the address of a help desk: one on this machine is the API's root.
func reach(helpDesk, entered string) (place, error) {
	root, err := transport.CheckRoot(entered)
	if err != nil {
		return place{}, fmt.Errorf("%w; write it like https://acme%s", err, hosts[helpDesk])
	}
	if transport.Loopback(root.Hostname()) {
		return place{endpoint: root.String()}, nil
	}
	subdomain, found := strings.CutSuffix(root.Host, hosts[helpDesk])
	if helpDesk == kustomer {
		subdomain = strings.TrimSuffix(subdomain, ".api")
	}
	if !found || subdomain == "" || strings.Contains(subdomain, ".") || root.Path != "" {
		return place{}, fmt.Errorf("%q is not an address of %s; write it like https://acme%s", entered, product(helpDesk), hosts[helpDesk])
	}
	return place{subdomain: subdomain}, nil
}

// tries are how the credential of each help desk is tried. They give its roles.
var tries = map[string]func(ctx context.Context, at place, credential map[string]string) (roles []string, err error){
	desk:     tryDesk,
	kustomer: tryKustomer,
	zendesk:  tryZendesk,
}

// prove tries the credential of a configuration against the help desk. Its error is an
// [unreachable], or a [lifecycle.Problem] at the credential.
func prove(ctx context.Context, config *Model) ([]string, error) {
	helpDesk, address, c := config.HelpDesk.ValueString(), config.URL.ValueString(), credentialOf(config)
	at, err := reach(helpDesk, address)
	if err != nil {
		return nil, lifecycle.At(pathURL, "Not the address of the help desk", "%s.", err)
	}
	roles, err := tries[helpDesk](ctx, at, texts(slices.Concat(c.public, c.secrets)))
	var refused *insufficient
	var rejected *rejected
	var answered *client.Error
	switch {
	case err == nil:
		return roles, nil
	case errors.As(err, &refused):
		return nil, lifecycle.At(c.where(), refused.summary, "The credential for %s is valid, but %s", address, refused.detail)
	case errors.As(err, &rejected):
		return nil, lifecycle.At(c.where(), "The help desk refuses the credential",
			"%s refuses this credential: %s. %s\n\nCheck url and %s. %s Nothing was sent to the survey backend.", address, strings.TrimSuffix(rejected.cause.Error(), "."), rejected.why, c.named(rejected.part), rejected.next)
	case client.IsUnauthorized(err) || client.IsForbidden(err):
		return nil, lifecycle.At(c.where(), "The help desk refuses the credential",
			"%s refuses this credential: %s. It is wrong, expired or revoked, or it belongs to another organization than the one of this address.\n\n"+
				"Check url, and set a valid credential in %s. Nothing was sent to the survey backend.", address, strings.TrimSuffix(err.Error(), "."), c.at(""))
	case errors.As(err, &answered) && answered.Status == http.StatusNotFound && !answered.Page:
		words := fmt.Sprintf("%s answers, but not as the API of %s: %s. Check url.", address, product(helpDesk), strings.TrimSuffix(err.Error(), "."))
		if answered.Ended() {
			words += " " + deskclient.Ended
		}
		return nil, lifecycle.At(pathURL, "No API at the help desk's address", "%s", words)
	}
	return nil, &unreachable{at: address, cause: err, ended: answered != nil && answered.Ended()}
}

// unreachable says that the help desk did not answer the question.
type unreachable struct {
	at    string
	cause error
	// ended says that the vendor has ended the service.
	ended bool
}

func (u *unreachable) Error() string { return strings.TrimSuffix(u.cause.Error(), ".") }

// words are the cause, and that there is no service any more.
func (u *unreachable) words() string {
	if u.ended {
		return u.Error() + ". " + strings.TrimSuffix(deskclient.Ended, ".")
	}
	return u.Error()
}

// Remedy makes it an error with words for an apply.
func (u *unreachable) Remedy() string {
	if u.ended {
		return deskclient.Ended + " If a proxy or the sandbox is meant to answer in its place, check url. Nothing was sent to the survey backend."
	}
	return "The credential is tried at " + u.at + " before the survey backend gets it. Check url, name resolution and proxies of this machine, and whether the help desk has an outage; then apply again. Nothing was sent to the survey backend."
}

// FieldErrors, NotFound and AccountWide are those of [lifecycle.VendorError].
func (u *unreachable) FieldErrors() map[string][]string { return nil }
func (u *unreachable) NotFound() bool                   { return false }
func (u *unreachable) AccountWide() bool                { return false }

// rejected says why a help desk does not accept a credential, as far as it tells.
type rejected struct {
	// part is the part of the credential that is wrong, "" where it does not tell.
	part string
	// why and next are sentences.
	why, next string
	cause     error
}

func (r *rejected) Error() string { return r.cause.Error() }

// insufficient says what a valid credential lacks.
type insufficient struct{ summary, detail string }

func (i *insufficient) Error() string { return i.summary + ": " + i.detail }

var _ lifecycle.VendorError = (*unreachable)(nil)
