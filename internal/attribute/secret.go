package attribute

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// Rotates refuses another version of a write-only secret without the secret: state
// would say that it was rotated while the old one stays in use. A version that is
// set for the first time, as after an import, is none, nor is one that goes.
func Rotates(at path.Path, name string, secret attr.Value, planned, prior types.Int64) error {
	if !secret.IsNull() || planned.IsNull() || planned.IsUnknown() || prior.IsNull() || planned.Equal(prior) {
		return nil
	}
	return lifecycle.At(at, "A new version without a secret",
		"A changed version means a new secret, but \"%s\" is not set: the stored secret would stay in use. Set \"%s\", or do not change the version.", name, name)
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

// SecretInURL names what of a URL looks like a credential, "" if nothing does.
func SecretInURL(text string) string {
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

// WarnOfSecretInURL is for a URL with a credential in it. Instead says where it can
// stand.
func WarnOfSecretInURL(notes *lifecycle.Notes, at path.Path, address types.String, instead string) {
	if what := SecretInURL(address.ValueString()); what != "" {
		notes.Warn(at, "The URL holds a credential",
			"In this URL, %s looks like a credential. It is stored in clear text in state and plans, and is shown in Zendesk's admin screen.\n\n%s", what, instead)
	}
}
