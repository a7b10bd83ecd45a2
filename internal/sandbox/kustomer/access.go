package kustomer

import (
	"crypto/subtle"
	"net"
	"slices"
	"strings"
)

// roles are those of which a key must hold one; none is any key.
type roles []string

// The roles of each kind of operation: the new one first, then the older ones,
// as the vendor's page of the operation lists them. Those of pages that were not
// seen are in guesses.go.
var (
	anyKey   roles
	security = may("security", "org.admin.security")

	readUsers = may("user.read", "org.user.read")

	readCustomers   = may("customer.read", "org.user.customer.read")
	createCustomers = may("customer.create", "org.user.customer.write")

	readConversations   = may("conversation.read", "org.user.conversation.read")
	createConversations = may("conversation.create", "org.user.conversation.write")
	updateConversations = may("conversation.update", "org.user.conversation.write")

	createMessages = may("message.create", "org.user.message.write")

	readNotes   = may("note.read", "org.user.note.read")
	createNotes = may("note.create", "org.user.note.write")
	updateNotes = may("note.update", "org.user.note.write")

	readMetadata   = may("metadata.read", "org.user.metadata.read", "org.admin.metadata.read")
	updateMetadata = may("metadata.update", "org.admin.metadata.write")

	readSurveys   = may("satisfaction.read", "org.user.satisfaction.read")
	createSurveys = may("satisfaction.create", "org.admin.satisfaction.write")
	updateSurveys = may("satisfaction.update", "org.admin.satisfaction.write")
	readResponses = slices.Concat(readSurveys, roles{"org.permission.satisfaction_response.read"})

	readWorkflows   = may("workflow.read", "org.admin.workflow.read")
	createWorkflows = may("workflow.create", "org.admin.workflow.write")
	updateWorkflows = may("workflow.update", "org.admin.workflow.write")

	searchRoles = may("search.create", "org.user.search.read", "org.admin.search.read",
		"org.permission.search.update", "org.permission.search_global.create", "org.permission.search_preview.create")
)

// setTimes is what a key must hold to say itself when something was created.
const setTimes = "org.admin"

func may(permission string, older ...string) roles {
	return append(roles{"org.permission." + permission}, older...)
}

// heldBy tells whether a key may do what asks for one of the roles.
func (needed roles) heldBy(key *apiKey) bool {
	for _, role := range needed {
		if key.holds(role) {
			return true
		}
	}
	return len(needed) == 0
}

func (k *apiKey) holds(role string) bool {
	for _, held := range k.roles {
		if covers(held, role) {
			return true
		}
	}
	return false
}

// authenticate finds the organization and the key of a request.
func (s *System) authenticate(c *call) *problem {
	token, _ := strings.CutPrefix(c.request.Header.Get("Authorization"), "Bearer ")
	org, key := s.keyOf(token)
	if key == nil || org.ended(key) {
		return unauthorized
	}
	if name, any := orgOfHost(c.request.Host); !any && name != org.name {
		return foreignKey
	}
	key.used, key.userAgent = org.now(), c.request.UserAgent()
	key.address, _, _ = net.SplitHostPort(c.request.RemoteAddr)
	c.account, c.key = org, key
	return nil
}

func (s *System) keyOf(token string) (*account, *apiKey) {
	if token == "" {
		return nil, nil
	}
	for _, org := range s.orgs {
		for _, key := range org.keys {
			if subtle.ConstantTimeCompare([]byte(key.token), []byte(token)) == 1 {
				return org, key
			}
		}
	}
	return nil, nil
}

// orgOfHost gives the organization that answers at a host: the one in its name,
// any at the region's, and this sandbox's own at the sandbox's address.
func orgOfHost(host string) (name string, any bool) {
	if bare, _, err := net.SplitHostPort(host); err == nil {
		host = bare
	}
	host = strings.ToLower(host)
	if name, found := strings.CutSuffix(host, apiDomain); found {
		return name, false
	}
	return Subdomain, host == regionHost
}
