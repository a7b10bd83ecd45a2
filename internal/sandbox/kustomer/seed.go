package kustomer

import (
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// The organizations of a fresh sandbox, by the subdomain of their screens.
const (
	Subdomain      = "sandbox-acme"
	OtherSubdomain = "other-acme"
)

// The people of a fresh organization.
const (
	AdminEmail    = "admin@example.com"
	AgentEmail    = "ana.agent@example.com"
	NewAgentEmail = "noah.new@example.com" // has no approved profile in Stella Connect
)

// The names of the seeded keys.
const (
	fullKey      = "Terraform"
	connectorKey = "Nicereply"
	limitedKey   = "Limited"
)

// articleRoles are the four that the article "trigger distribution in Kustomer"
// asks for.
var articleRoles = []string{"org.admin.read", "org.admin.write", "org.user.read", "org.user.write"}

// The keys of a fresh sandbox; they open nothing but this simulation. APIKey may
// do everything, ConnectorAPIKey what the four roles of the article allow,
// LimitedAPIKey the same without org.user.write, and OtherAPIKey everything in
// the other organization.
var (
	APIKey          = seededToken(Subdomain, fullKey)
	ConnectorAPIKey = seededToken(Subdomain, connectorKey)
	LimitedAPIKey   = seededToken(Subdomain, limitedKey)
	OtherAPIKey     = seededToken(OtherSubdomain, fullKey)
)

// seededToken is the token of a seeded key, which is the same in every sandbox.
func seededToken(org, name string) string {
	settings := DefaultSettings()
	return newAccount(engine.NewWorld(engine.Options{}), &settings, org).keyNamed(name).token
}

// seed fills a new organization. The admin and the agents are people; each key
// adds a machine user.
func (a *account) seed() {
	for _, person := range []struct {
		name, email string
		roles       []string
	}{
		{"Admin Acme", AdminEmail, []string{"org.admin", "org.user"}},
		{"Ana Agent", AgentEmail, []string{"org.user"}},
		{"Noah New", NewAgentEmail, []string{"org.user"}},
	} {
		made := &user{
			id: a.newID(), name: person.name, email: person.email, kind: fullUser, roles: person.roles,
			created: a.now(), updated: a.now(),
		}
		a.users[made.id] = made
	}
	a.seedMetadata()
	a.seedSurveys()
	every := []string{"org.admin", "org.user", "org.permission", "org.hooks"}
	a.addKey(fullKey, append(every, articleRoles...), time.Time{})
	a.addKey(connectorKey, articleRoles, time.Time{})
	a.addKey(limitedKey, []string{"org.admin.read", "org.admin.write", "org.user.read"}, time.Time{})
}
