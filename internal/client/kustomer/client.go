package kustomer

import (
	"errors"
	"net/http"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// apiPrefix is what all paths have in common, below the root.
const apiPrefix = "/v1"

// site is where organizations are: people use the account's host, programs the API's.
var site = client.Site{Host: "%s.api.kustomerapp.com", Account: "%s.kustomerapp.com", Prefix: apiPrefix}

// Config is what [New] needs.
type Config struct {
	// Subdomain names the organization: "acme" for acme.kustomerapp.com.
	Subdomain string
	// Endpoint is the root that requests go to, without /v1. Empty means
	// https://<subdomain>.api.kustomerapp.com.
	Endpoint string
	// Credential is required: [APIKey].
	Credential client.Credential
	// RequestsPerMinute keeps us below that number; 0 means no limit of our own.
	RequestsPerMinute int
	// UserAgent is sent with every request.
	UserAgent string
	// Base sends the requests; nil means [transport.NewBase].
	Base http.RoundTripper
	// Checks are what the user wants to hear of the account. The zero value means the
	// defaults.
	Checks checks.Settings
}

// Client talks to one organization. It is safe for concurrent use, and two clients
// share nothing. What it returns may be shared with other callers: do not write
// into slices and maps.
type Client struct {
	*client.Core

	api       *client.Connection
	surveys   *client.List[Survey]
	workflows *client.List[Workflow]
	tags      *client.List[tag]

	mu       sync.Mutex
	metadata map[string]*metadata // by klass
	options  map[string][]string  // that are planned, by the id of the attribute
	sends    map[[2]string]PlannedSend
	native   map[string]*survey.NativePlan // by channel

	polled survey.Polled
	checks checks.Settings

	accountID string
}

// New makes a client. It makes no request. An error says which member of the
// configuration is wrong and what to write instead.
func New(config Config) (*Client, error) {
	if config.Credential == nil {
		return nil, errors.New("no credential: give api_key")
	}
	root, account, err := site.Find(config.Subdomain, config.Endpoint)
	if err != nil {
		return nil, err
	}
	api := client.Connect(client.Options{
		System: system, Account: account, Root: root, Prefix: apiPrefix, Credential: config.Credential,
		RequestsPerMinute: config.RequestsPerMinute, UserAgent: config.UserAgent, Base: config.Base,
	})
	core := client.NewCore(account, api)
	key, _ := config.Credential.(apiKey)
	return &Client{
		accountID: key.organization,
		Core:      core, api: api, metadata: map[string]*metadata{}, options: map[string][]string{}, sends: map[[2]string]PlannedSend{}, native: map[string]*survey.NativePlan{}, checks: config.Checks,
		surveys: client.NewEagerList(core, surveyKind), workflows: client.NewEagerList(core, workflowKind), tags: client.NewEagerList(core, tagKind),
	}, nil
}

// AccountID is the id of the organization that the key belongs to; "" where the key does
// not tell. The host of a region serves every organization: there the name of the account
// is the same for all of them, and the key alone decides which one answers.
func (c *Client) AccountID() string { return c.accountID }

// apiKey is a credential that may tell its organization.
type apiKey struct {
	client.Credential
	organization string
}

// APIKey authenticates with the key of a machine user.
func APIKey(key string) client.Credential {
	send := client.Fixed(func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+key) }, key)
	return apiKey{Credential: send, organization: organizationOf(key)}
}
