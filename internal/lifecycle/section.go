package lifecycle

import (
	"fmt"
	"reflect"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// Client is what the envelope needs of a vendor's client.
type Client interface {
	// Account names the account that every request of the client goes to, in
	// lower case, for example acme.example.com.
	Account() string
	// Waited is for how long requests have been held back by rate limits so far.
	Waited() time.Duration
	// FirstLongWait is true once: for the caller that is to warn of lost time.
	FirstLongWait() bool
}

// Section is one system of the provider block: a working client, or the reason
// why there is none.
type Section[C Client] struct {
	client   C
	problem  *Problem
	pending  bool
	remedies *remedies
}

// Connected is a section whose client is ready. Making it sends no request.
func Connected[C Client](client C) Section[C] {
	return Section[C]{client: client, remedies: &remedies{}}
}

// Pending is a section that depends on a value which is not known yet. Plans
// go on without it; anything that needs a request reports the problem.
func Pending[C Client](problem Problem) Section[C] {
	return Section[C]{problem: &problem, pending: true, remedies: &remedies{}}
}

// Absent is a section that is not configured. Everything that needs it reports
// the problem, plans included.
func Absent[C Client](problem Problem) Section[C] {
	return Section[C]{problem: &problem, remedies: &remedies{}}
}

// Sections are all systems of one configured provider. Each provider has its
// own: there is no global state.
type Sections struct{ byClient map[reflect.Type]any }

// Provide adds a section. The type of its client is its key.
func Provide[C Client](sections *Sections, section Section[C]) {
	if sections.byClient == nil {
		sections.byClient = map[reflect.Type]any{}
	}
	sections.byClient[reflect.TypeFor[C]()] = section
}

// sectionOf finds the section in the data that Configure handed over. Before
// Configure ran (terraform validate) it is pending.
func sectionOf[C Client](data any) (Section[C], diag.Diagnostics) {
	var diags diag.Diagnostics
	if data == nil {
		return Pending[C](Problem{Summary: "The provider is not configured yet"}), diags
	}
	sections, ok := data.(*Sections)
	if !ok {
		diags.AddError("Unexpected provider data", fmt.Sprintf("Got %T. This is a bug of the provider; please report it.", data))
		return Section[C]{}, diags
	}
	section, ok := sections.byClient[reflect.TypeFor[C]()].(Section[C])
	if !ok {
		diags.AddError("Unknown system", fmt.Sprintf("The provider has no section for a %s. This is a bug of the provider; please report it.", reflect.TypeFor[C]()))
	}
	return section, diags
}

// online returns the client if requests can be made now.
func (s Section[C]) online() (C, bool) { return s.client, s.problem == nil }

// connect returns the client, or the section's problem as an error.
func (s Section[C]) connect() (C, error) {
	if s.problem != nil {
		return s.client, s.problem
	}
	return s.client, nil
}

// diagnose words an error. Each says its cause; what to do about one that concerns
// the whole account is said once.
func (s Section[C]) diagnose(doing string, err error, attributes map[string]schema.Attribute) diag.Diagnostics {
	return s.remedies.diagnose(doing, err, attributes)
}

// longWait is how long requests may wait for quota in sum before a warning.
const longWait = 30 * time.Second

// lostTime is one warning for each provider that lost much time to the vendor's
// quota.
func (s Section[C]) lostTime() diag.Diagnostics {
	if s.problem != nil || s.client.Waited() <= longWait || !s.client.FirstLongWait() {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("Waiting for the vendor's request quota", fmt.Sprintf(
		"Requests to %s have waited more than %s in total: the account's quota of requests per minute is used up, or requests_per_minute is too low. "+
			"Other tools may share the quota; a larger plan, fewer parallel runs or a higher requests_per_minute would help.", s.client.Account(), longWait))}
}
