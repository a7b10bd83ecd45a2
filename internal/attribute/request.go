package attribute

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// Caller is the system that sends the request of a survey to a configured URL.
type Caller struct {
	// System is its name: "Acme Helpdesk".
	System string
	// Instead is a sentence that says where a credential can stand instead of in the URL.
	Instead string
}

// CheckURL accepts absolute https URLs and http ones of a loopback host. What stands
// in state already is not refused; state is null on create.
func (c Caller) CheckURL(at path.Path, planned, state types.String) error {
	if !Set(planned) || planned.Equal(state) {
		return nil
	}
	text := planned.ValueString()
	address, err := url.Parse(text)
	refused := func(format string, args ...any) error {
		return lifecycle.At(at, "Not a URL that "+c.System+" may call", format, args...)
	}
	switch {
	case err != nil, address.Host == "":
		return refused("%q is not an absolute URL such as https://surveys.example.com/hook.", text)
	case address.User != nil:
		return refused("The URL contains credentials, which would be readable in state. %s", c.Instead)
	case address.Scheme == "https", address.Scheme == "http" && transport.Loopback(address.Hostname()):
		return nil
	default:
		return refused("%q would send customers' data unencrypted: use https.", text)
	}
}

// WarnOfSecret is for a URL with a credential in it.
func (c Caller) WarnOfSecret(notes *lifecycle.Notes, at path.Path, address types.String) {
	if what := secretIn(address.ValueString()); what != "" {
		notes.Warn(at, "The URL holds a credential",
			"In this URL, %s looks like a credential. It is stored in clear text in state and plans, and is shown in %s's admin screen.\n\n%s", what, c.System, c.Instead)
	}
}

// secretIn names what of a URL looks like a credential, "" if nothing does.
func secretIn(text string) string {
	address, err := url.Parse(text)
	if err != nil {
		return ""
	}
	if _, has := address.User.Password(); has {
		return "the password before the host"
	}
	for _, name := range slices.Sorted(maps.Keys(address.Query())) {
		if LooksSecret(name) {
			return fmt.Sprintf("the parameter %q", name)
		}
	}
	return ""
}

// WarnOfMethod is for a request with a method without a body: what a send has to say
// stands in the body.
func WarnOfMethod(notes *lifecycle.Notes, at path.Path, method types.String) {
	if strings.EqualFold(method.ValueString(), "GET") {
		notes.Warn(at, "GET requests have no body",
			"The payload of a send is the body of the request, but a GET request is sent without a body: the backend gets neither the ticket nor the customer. Use POST, which survey backends expect.")
	}
}

// WarnOfFormat is for a request that declares its body as XML.
func WarnOfFormat(notes *lifecycle.Notes, at path.Path, format types.String) {
	if text := format.ValueString(); text == "xml" || text == "application/xml" {
		notes.Warn(at, "The payload of a send is JSON",
			"The request declares its body as XML, but the payload of a send renders to JSON: the backend cannot read it. Use %q.", strings.Replace(text, "xml", "json", 1))
	}
}

// secretWords are words of names whose values are credentials; secretParts are parts of
// such names where nothing separates the words.
var (
	secretWords = []string{"auth", "authorization", "authentication", "credential", "credentials", "jwt", "key", "passwd", "password", "pwd", "secret", "sig", "signature", "token"}
	secretParts = []string{"accesskey", "apikey", "accesstoken", "authtoken", "secretkey", "cookie"}
)

// LooksSecret reports whether a name, of a header or of a parameter of a URL, is one
// under which credentials are sent: Authorization, X-API-Key, access_token.
func LooksSecret(name string) bool {
	name = strings.ToLower(name)
	if name == "idempotency-key" {
		return false
	}
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == '.' })
	together := strings.Join(words, "")
	return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(secretWords, word) }) ||
		slices.ContainsFunc(secretParts, func(part string) bool { return strings.Contains(together, part) })
}
