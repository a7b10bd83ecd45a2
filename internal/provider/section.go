package provider

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wording"
)

// Attributes that mean the same in every section that has them.
const (
	subdomain = "subdomain"
	endpoint  = "endpoint"
	perMinute = "requests_per_minute"
)

// system is one section of the provider block: what it has, and how it becomes a
// client. See [system.resolve].
type system struct {
	// section is its name in the provider block, name the vendor's for people.
	section, name string
	// variables are its attributes, each with the environment variable that it falls back
	// to, in the order in which they are documented. One in another has both names:
	// "oauth.client_id".
	variables []variable
	// hosts are the attributes of which one must be set. None where there is a default.
	hosts []string
	// credentials are the sets of attributes that authenticate, in the order in which
	// the environment is searched.
	credentials []credential
	// connect makes the client, which sends no request. An error begins with the
	// attribute that it is about: "endpoint: ...".
	connect func(given) (lifecycle.Client, error)
}

// variable is an attribute and its environment variable.
type variable struct{ attribute, name string }

// credential is a set of attributes that authenticate together.
type credential struct {
	attributes []string
	// made is given their values in that order, none of which is empty.
	made func(values ...string) client.Credential
	// warning is for whoever uses this one. May be nil.
	warning *lifecycle.Problem
}

// given is what a section gives for a client.
type given struct {
	// subdomain names the account; "" where the host of the endpoint does.
	subdomain, endpoint string
	credential          client.Credential
	requestsPerMinute   int
	userAgent           string
	// checks are what the user wants to hear of the account.
	checks checks.Settings
}

// resolve makes a client of a section. An error diagnostic is only for what is
// wrong in itself; what is missing or not known yet is told by the resources that
// need it.
func (s system) resolve(object types.Object, userAgent string, settings checks.Settings) (*lifecycle.Section, diag.Diagnostics) {
	var diags diag.Diagnostics
	fail := func(problem *lifecycle.Problem) (*lifecycle.Section, diag.Diagnostics) {
		diags.AddAttributeError(problem.Path, problem.Summary, problem.Detail)
		return lifecycle.Absent(*problem), diags
	}
	values := s.read(object)
	picked, missing, problem := s.pick(values)
	switch {
	case problem != nil:
		return fail(problem)
	case values.unknown != "":
		return lifecycle.Pending(s.pending(values.unknown)), diags
	}
	account := given{userAgent: userAgent, checks: settings}
	if account.requestsPerMinute, problem = s.requestsPerMinute(values); problem != nil {
		return fail(problem)
	}
	account.subdomain, account.endpoint = values.host()
	switch {
	case picked == nil:
		return lifecycle.Absent(s.absent(missing)), diags
	case len(s.hosts) > 0 && account.subdomain == "" && account.endpoint == "":
		return lifecycle.Absent(s.absent("No host is set.")), diags
	}
	account.credential = picked.made(values.all(picked.attributes)...)
	made, err := s.connect(account)
	if err != nil {
		at := s.path()
		if name, _, named := strings.Cut(err.Error(), ":"); named && s.has(name) {
			at = at.AtName(name)
		}
		return fail(lifecycle.At(at, "Invalid address of "+s.account(), "%s.", err))
	}
	if warning := picked.warning; warning != nil {
		diags.AddAttributeWarning(warning.Path, warning.Summary, warning.Detail)
	}
	return lifecycle.Connected(made), diags
}

func (s system) path() path.Path { return path.Root(s.section) }

// account is what the section leads to, for people.
func (s system) account() string { return "the " + strings.TrimPrefix(s.name, "the ") + " account" }

func (s system) has(attribute string) bool {
	return slices.ContainsFunc(s.variables, func(v variable) bool { return v.attribute == attribute })
}

// pick finds the one credential: of the configuration if it names any, else of the
// environment. Missing says why there is none.
func (s system) pick(values values) (picked *credential, missing string, problem *lifecycle.Problem) {
	var names []string
	for i, each := range s.credentials {
		if slices.ContainsFunc(each.tops(), values.isConfigured) {
			names, picked = append(names, each.name()), &s.credentials[i]
		}
	}
	complete := func(c credential) bool { return !slices.Contains(values.all(c.attributes), "") }
	switch {
	case len(names) > 1:
		return nil, "", lifecycle.At(s.path(), "Several credentials for "+s.name,
			"The section sets %s. Set only one of them.", strings.Join(names, " and "))
	case len(names) == 0:
		if i := slices.IndexFunc(s.credentials, complete); i >= 0 {
			return &s.credentials[i], "", nil
		}
		return nil, "No complete credential is set.", nil
	case !complete(*picked):
		return nil, "The section sets " + names[0] + ", but a part of it is missing or empty.", nil
	}
	return picked, "", nil
}

// tops are the attributes of the section that hold the credential.
func (c credential) tops() []string {
	var names []string
	for _, attribute := range c.attributes {
		top, _, _ := strings.Cut(attribute, ".")
		names = append(names, top)
	}
	return slices.Compact(names)
}

// name is the credential's for people.
func (c credential) name() string { return strings.Join(c.tops(), " with ") }

func (s system) requestsPerMinute(values values) (int, *lifecycle.Problem) {
	text := values.text[perMinute]
	if text == "" {
		return 0, nil
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 {
		return 0, lifecycle.At(s.path().AtName(perMinute), "Invalid requests_per_minute",
			"The environment variable %s is %q; it must be a whole number of at least 1, or unset.", s.variable(perMinute), text)
	}
	return number, nil
}

// variable is the environment variable of an attribute.
func (s system) variable(attribute string) string {
	at := slices.IndexFunc(s.variables, func(v variable) bool { return v.attribute == attribute })
	return s.variables[at].name
}

// absent is what a resource says when the section is not complete.
func (s system) absent(missing string) lifecycle.Problem {
	var hosts, credentials []string
	for _, attribute := range s.hosts {
		hosts = append(hosts, fmt.Sprintf("%s.%s (%s)", s.section, attribute, s.variable(attribute)))
	}
	for _, each := range s.credentials {
		var variables []string
		for _, attribute := range each.attributes {
			variables = append(variables, s.variable(attribute))
		}
		names := s.section + "." + strings.Join(each.tops(), " and "+s.section+".")
		credentials = append(credentials, fmt.Sprintf("%s (%s)", names, strings.Join(variables, " and ")))
	}
	oneOf := ""
	if len(credentials) > 1 {
		oneOf = ", one of"
	}
	remedy := "Credential" + oneOf + ": " + strings.Join(credentials, ", ") + "."
	if len(hosts) > 0 {
		remedy = "It needs a host and one complete credential.\n\nHost: " + strings.Join(hosts, " or ") + ".\n" + remedy
	}
	return lifecycle.Problem{
		Path:    path.Empty(),
		Summary: wording.Capital(s.name) + " is not configured",
		Detail:  missing,
		Remedy:  remedy,
	}
}

// pending is what a resource says that needs a request while a value is not known.
func (s system) pending(at string) lifecycle.Problem {
	return lifecycle.Problem{
		Path:    path.Empty(),
		Summary: wording.Capital(s.name) + "'s configuration is not known yet",
		Detail: fmt.Sprintf("%s of the provider block depends on something that this apply creates, so the account cannot be read now.\n\n"+
			"Create that first (terraform apply -target=...), or give the value as a variable.", at),
	}
}
