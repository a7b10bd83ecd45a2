package lifecycle

import (
	"fmt"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// Client is what the envelope needs of a vendor's client.
type Client interface {
	// Account names the account that every request of the client goes to, in
	// lower case, for example acme.example.com.
	Account() string
	// Waited is for how long requests have been delayed by rate limits so far.
	Waited() time.Duration
}

// Section is one system of the provider block: a working client, or the reason
// why there is none. It remembers what was said of the account.
type Section struct {
	client  Client
	problem *Problem
	pending bool
	said    *sync.Map
}

// Connected is a section whose client is ready. Making it sends no request.
func Connected(client Client) *Section { return &Section{client: client, said: &sync.Map{}} }

// Pending is a section that depends on a value which is not known yet. Plans
// go on without it; anything that needs a request reports the problem.
func Pending(problem Problem) *Section {
	return &Section{problem: &problem, pending: true, said: &sync.Map{}}
}

// Absent is a section that is not configured. Everything that needs it reports
// the problem, plans included.
func Absent(problem Problem) *Section { return &Section{problem: &problem, said: &sync.Map{}} }

// Sections are all systems of one configured provider by their names in the provider
// block. Each provider has its own: there is no global state.
type Sections map[string]*Section

// sectionsOf takes what Configure handed over; nil before Configure ran (terraform
// validate).
func sectionsOf(data any) (Sections, diag.Diagnostics) {
	var diags diag.Diagnostics
	sections, ok := data.(Sections)
	if !ok && data != nil {
		diags.AddError("Unexpected provider data", fmt.Sprintf("Got %T. This is a bug of the provider; please report it.", data))
	}
	return sections, diags
}

// unconfigured stands in for every section before Configure ran.
func unconfigured() *Section {
	return Pending(Problem{Summary: "The provider is not configured yet"})
}

// named finds a section.
func (s Sections) named(name string) *Section {
	switch section, found := s[name]; {
	case s == nil:
		return unconfigured()
	case !found:
		return Absent(Problem{Summary: "Unknown system", Detail: fmt.Sprintf("The provider has no section %q. This is a bug of the provider; please report it.", name)})
	default:
		return section
	}
}

// Client is that of a section, for a program that reads the account itself. The error
// says why there is none.
func (s Sections) Client(name string) (Client, error) { return connect[Client](s.named(name)) }

// first is true once for each key.
func (s *Section) first(key string) bool {
	_, before := s.said.LoadOrStore(key, true)
	return !before
}

// online returns the client if requests can be made now.
func online[C Client](s *Section) (client C, ok bool) {
	client, err := connect[C](s)
	return client, err == nil
}

// connect returns the client, or the section's problem as an error.
func connect[C Client](s *Section) (client C, err error) {
	if s.problem != nil {
		return client, s.problem
	}
	client, ok := s.client.(C)
	if !ok {
		return client, &Problem{Summary: "Unexpected client", Detail: fmt.Sprintf("Got %T. This is a bug of the provider; please report it.", s.client)}
	}
	return client, nil
}

// diagnose words an error. Each says its cause; what to do about one that concerns
// the whole account is said once.
func (s *Section) diagnose(doing string, err error, attributes map[string]schema.Attribute) diag.Diagnostics {
	return diagnose(s.once, doing, err, attributes)
}

// once is a remedy that concerns the whole account, or a pointer to where it stands.
func (s *Section) once(remedy string) string {
	if remedy != "" && !s.first("remedy\n"+remedy) {
		return "Another error of this run has the same cause and says what to do."
	}
	return remedy
}

// finish gives the warnings of a verb.
func (s *Section) finish(notes Notes) diag.Diagnostics {
	return append(notes.warnings, s.lostTime()...)
}

// longWait is how long requests may wait for quota in sum before a warning.
const longWait = 30 * time.Second

// lostTime is one warning for each account that lost much time to the vendor's
// quota.
func (s *Section) lostTime() diag.Diagnostics {
	if s.problem != nil || s.client.Waited() <= longWait || !s.first("long wait") {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("Waiting for the vendor's request quota", fmt.Sprintf(
		"Requests to %s have waited more than %s in total: the account's quota of requests per minute is used up, or requests_per_minute is too low. "+
			"Other tools may share the quota; a larger plan, fewer parallel runs or a higher requests_per_minute would help.", s.client.Account(), longWait))}
}
