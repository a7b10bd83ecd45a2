package attribute

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// CredentialHost is in private state: the host that the last apply has meant the stored
// credentials for. One that somebody moved the URL to since then is not.
var CredentialHost = lifecycle.KeyOf[string]("credential_host")

// Address is the URL that stored credentials are sent to, as the plan or the update of an
// existing object has it.
type Address struct {
	At             path.Path
	Planned, State types.String
	// Meant is the host that the stored credentials are for, "" where that is not known.
	Meant string
}

// AddressOf is the address of an object whose state is in base.
func AddressOf(at path.Path, planned, state types.String, base *lifecycle.Base) Address {
	a := Address{At: at, Planned: planned, State: state}
	base.Recall(CredentialHost, &a.Meant)
	return a
}

// KeepCredentialHost remembers what the credentials that were sent, or left, are for.
func KeepCredentialHost(base *lifecycle.Base, address types.String) {
	base.Remember(CredentialHost, Host(address.ValueString()))
}

// Moved reports whether the address has another host than the stored credentials are for.
// Of one that is not known yet it is false.
func (a Address) Moved() bool {
	host := Host(a.Planned.ValueString())
	return Set(a.Planned) && Set(a.State) && host != Host(a.State.ValueString()) && host != a.Meant
}

// CheckStored refuses to send the stored value of a write-only attribute to another host.
// Secret and version are its name and that of its version.
func (a Address) CheckStored(secret, version fmt.Stringer) error {
	if !a.Moved() {
		return nil
	}
	return lifecycle.At(a.At, "A new address without its credential",
		"%s changes, and the stored credential belongs to the old address: set %s, and change %s. "+
			"%s does not get the credential of %s.\n\nIf one credential is right for both, change the version only.",
		a.At, secret, version, Host(a.Planned.ValueString()), Host(a.State.ValueString()))
}

// Host is the host of a URL with its port, unless that is the usual one; "" where there is
// none.
func Host(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	usual := map[string]string{"https": ":443", "http": ":80"}[strings.ToLower(parsed.Scheme)]
	return strings.TrimSuffix(strings.ToLower(parsed.Host), usual)
}
