package backend

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// credential is a help desk's credential by the names of its parts.
type credential map[string]string

// connector is what can be written of a connector.
type connector struct {
	HelpDesk contract.HelpDesk `json:"help_desk"`
	URL      string            `json:"url"`
	Kustomer credential        `json:"kustomer,omitempty"`
	Desk     credential        `json:"desk,omitempty"`
	Zendesk  credential        `json:"zendesk,omitempty"`
	Agents   []string          `json:"agents"`
}

func (c connector) credentialFor(helpDesk contract.HelpDesk) credential {
	return map[contract.HelpDesk]credential{
		contract.Kustomer: c.Kustomer, contract.Desk: c.Desk, contract.Zendesk: c.Zendesk,
	}[helpDesk]
}

func (c connector) credential() credential { return c.credentialFor(c.HelpDesk) }

func (c connector) lists(email string) bool {
	return slices.ContainsFunc(c.Agents, func(listed string) bool { return strings.EqualFold(listed, email) })
}

// parts are what a credential consists of, in the document's order; secret ones
// are not shown.
var parts = map[contract.HelpDesk][]part{
	contract.Kustomer: {{"api_key", true}},
	contract.Desk:     {{"consumer_key", false}, {"consumer_secret", true}, {"access_token", false}, {"access_token_secret", true}},
	contract.Zendesk:  {{"access_token", true}},
}

type part struct {
	name   string
	secret bool
}

const mostAgents = 10000 // of one connector

var helpDesks = []contract.HelpDesk{contract.Desk, contract.Kustomer, contract.Zendesk}

func (s *System) connectorRules() rules[connector] {
	return rules[connector]{
		defaults: func() connector { return connector{Agents: []string{}} },
		complete: func(c *connector) { slices.Sort(c.Agents) }, // they have no order
		wrong:    wrongConnector,
		taken:    func(string, connector) error { return nil },
		inUse: func(o *object[connector]) error {
			return s.usedByDistributions("Connector "+o.id, func(d distribution) bool { return d.ConnectorID == o.id })
		},
		shown:   s.shownConnector,
		changed: s.connectorChanged,
	}
}

func wrongConnector(now connector, before *connector) (v []contract.MemberError) {
	found := (*verdict)(&v)
	if before != nil {
		unchanged(found, "/help_desk", now.HelpDesk, before.HelpDesk)
	}
	choice(found, "/help_desk", now.HelpDesk, helpDesks...)
	if problem := wrongURL(now.URL); problem != "" {
		found.fail("/url", "%s", problem)
	}
	for _, helpDesk := range helpDesks {
		given, pointer := now.credentialFor(helpDesk), "/"+string(helpDesk)
		switch {
		case helpDesk != now.HelpDesk && given != nil:
			found.fail(pointer, "must not be given: help_desk is %q", now.HelpDesk)
		case helpDesk == now.HelpDesk && given == nil:
			found.fail(pointer, "is required: help_desk is %q", now.HelpDesk)
		case helpDesk == now.HelpDesk:
			for _, part := range parts[helpDesk] {
				if given[part.name] == "" {
					found.fail(pointer+"/"+part.name, "is required and must not be empty")
				}
			}
		}
	}
	if len(now.Agents) > mostAgents {
		found.fail("/agents", "must have %d entries at most", mostAgents)
		return v
	}
	for i, email := range now.Agents {
		found.email("/agents", email)
		if slices.ContainsFunc(now.Agents[:i], func(other string) bool { return strings.EqualFold(other, email) }) {
			found.fail("/agents", "%s is there twice", email)
		}
	}
	return v
}

// wrongURL says what is wrong with a help desk's address, "" for nothing.
func wrongURL(address string) string {
	parsed, err := url.Parse(address)
	switch {
	case address == "":
		return "is required and must not be empty"
	case err != nil || parsed.Host == "" || len(address) > longestName:
		return "must be an address such as https://acme.kustomerapp.com"
	case parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "":
		return "must hold no user, query or fragment"
	}
	host := parsed.Hostname()
	if engine.IsLoopback(host) {
		if parsed.Scheme != "http" && parsed.Scheme != "https" {
			return "must begin with http:// or https://"
		}
		return ""
	}
	if parsed.Scheme != "https" || parsed.Port() != "" || parsed.Path != "" || !strings.Contains(host, ".") {
		return fmt.Sprintf("must be https:// and a host and nothing else, such as https://acme.kustomerapp.com: %q", address)
	}
	return ""
}

func (s *System) shownConnector(o *object[connector]) map[string]any {
	shown := map[string]any{
		"help_desk":           string(o.settings.HelpDesk),
		"url":                 o.settings.URL,
		"agents":              o.settings.Agents,
		"secrets_fingerprint": s.fingerprint(o),
	}
	if desk := o.settings.Desk; desk != nil {
		shown["desk"] = map[string]any{"consumer_key": desk["consumer_key"], "access_token": desk["access_token"]}
	}
	return shown
}

// fingerprint tells secrets apart and nothing about them: its key never leaves
// this process.
func (s *System) fingerprint(o *object[connector]) string {
	mac := hmac.New(sha256.New, s.fingerprintKey)
	fmt.Fprintf(mac, "%q", o.id)
	for _, part := range parts[o.settings.HelpDesk] {
		if part.secret {
			fmt.Fprintf(mac, " %q", o.settings.credential()[part.name])
		}
	}
	return hex.EncodeToString(mac.Sum(nil)[:12])
}

// connectorChanged makes agents of the e-mail addresses that a connector lists,
// and deactivates those that were made so and that none lists any longer.
func (s *System) connectorChanged(before, after *object[connector]) {
	var was, now connector
	if before != nil {
		was = before.settings
	}
	if after != nil {
		now = after.settings
	}
	for _, email := range now.Agents {
		if !was.lists(email) {
			s.activate(email)
		}
	}
	for _, email := range was.Agents {
		if !s.isListed(email) {
			s.deactivate(email)
		}
	}
}

func (s *System) isListed(email string) bool {
	return s.connectors.find(func(c connector) bool { return c.lists(email) }) != nil
}

func (s *System) connectorLists(id, email string) bool {
	at := s.connectors.index(id)
	return at >= 0 && s.connectors.objects[at].settings.lists(email)
}

func (s *System) agentWith(email string) *object[agent] {
	return s.agents.find(func(a agent) bool { return strings.EqualFold(a.Email, email) })
}

func (s *System) activate(email string) {
	o := s.agentWith(email)
	switch {
	case o == nil:
		o = s.agents.add(s.world.Clock, agent{Email: email, FullName: email, Username: &email, Active: true})
		s.imported[o.id] = true
	case !o.settings.Active:
		active := o.settings
		active.Active = true
		s.agents.set(s.world.Clock, o, active)
	}
}

func (s *System) deactivate(email string) {
	if o := s.agentWith(email); o != nil && s.imported[o.id] && o.settings.Active {
		inactive := o.settings
		inactive.Active = false
		s.agents.set(s.world.Clock, o, inactive)
	}
}
