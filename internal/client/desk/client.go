package desk

import (
	"errors"
	"net/http"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/desk"
)

// apiPrefix is what all paths have in common, below the root.
const apiPrefix = "/api/v2"

var site = client.Site{Host: "%s.desk.com", Account: "%s.desk.com", Prefix: apiPrefix}

// Config is what [New] needs.
type Config struct {
	// Subdomain names the account: "acme" for acme.desk.com.
	Subdomain string
	// Endpoint is the root that requests go to, without /api/v2. Empty means
	// https://<subdomain>.desk.com.
	Endpoint string
	// Credential is required: [OAuth].
	Credential client.Credential
	// UserAgent is sent with every request.
	UserAgent string
	// Base sends the requests; nil means [transport.NewBase].
	Base http.RoundTripper
}

// Client talks to one account. It is safe for concurrent use, and two clients share
// nothing. What it returns may be shared with other callers: do not write into slices.
type Client struct {
	*client.Core

	api    *client.Connection
	fields *client.List[rules.Field]
	rules  *client.List[rules.Rule]
	labels *client.List[rules.Label]
}

// New makes a client. It makes no request. An error says which member of the
// configuration is wrong and what to write instead.
func New(config Config) (*Client, error) {
	if config.Credential == nil {
		return nil, errors.New("no credential: give consumer_key, consumer_secret, access_token and access_token_secret")
	}
	root, account, err := site.Find(config.Subdomain, config.Endpoint)
	if err != nil {
		return nil, err
	}
	api := client.Connect(client.Options{
		System: system, Account: account, Root: root, Prefix: apiPrefix, Credential: config.Credential, UserAgent: config.UserAgent, Base: config.Base,
	})
	core := client.NewCore(account, api)
	return &Client{
		Core: core, api: api,
		fields: client.NewList(core, fieldKind), rules: client.NewList(core, ruleKind), labels: client.NewList(core, labelKind),
	}, nil
}
