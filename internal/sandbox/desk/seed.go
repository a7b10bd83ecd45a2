package desk

import (
	"crypto/sha256"
	"encoding/base64"
)

// Subdomain is that of the site of a fresh sandbox.
const Subdomain = "sandbox-acme"

// The people of a fresh site. They all have the same Password, for Basic
// authentication, which opens nothing but this simulation.
const (
	AdminEmail    = "admin@example.com"
	AgentEmail    = "ana.agent@example.com"
	NewAgentEmail = "noah.new@example.com" // has no approved profile in Stella Connect
	Password      = "sandbox-password"
)

// fullApplication is the API application of a fresh site; its token is the admin's.
const fullApplication = "Terraform"

// The credential of the seeded API application; it opens nothing but this simulation.
var (
	ConsumerKey       = newApplication(fullApplication, nil).consumerKey
	ConsumerSecret    = newApplication(fullApplication, nil).consumerSecret
	AccessToken       = newApplication(fullApplication, nil).accessToken
	AccessTokenSecret = newApplication(fullApplication, nil).accessTokenSecret
)

// newApplication makes an API application, whose parts are the same in every sandbox.
func newApplication(name string, owner *user) *application {
	part := func(of string, length int) string {
		sum := sha256.Sum256([]byte("sandbox desk " + name + " " + of))
		return base64.RawURLEncoding.EncodeToString(sum[:])[:length]
	}
	return &application{
		name: name, user: owner,
		consumerKey: part("key", 20), consumerSecret: part("secret", 40),
		accessToken: part("token", 20), accessTokenSecret: part("token secret", 40),
	}
}

// seed fills a new site.
func (a *account) seed() {
	for _, person := range []struct{ name, email, level string }{
		{"Admin Acme", AdminEmail, "siteadmin_billing"},
		{"Ana Agent", AgentEmail, "agent"},
		{"Noah New", NewAgentEmail, "agent"},
	} {
		made := &user{id: a.newID(classUser), name: person.name, email: person.email, level: person.level, created: a.now()}
		a.users[made.id] = made
	}
	support := &group{id: a.newID(classGroup), name: "Support"}
	a.groups[support.id] = support
	a.applications = []*application{newApplication(fullApplication, a.userWithEmail(AdminEmail))}
}
