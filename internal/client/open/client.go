package open

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/open/contract"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// Section is the name of the provider block's section for a backend that speaks the
// open contract.
const Section = "survey_backend"

// apiPrefix is what the paths of the contract have in common, below the root.
const apiPrefix = "/v1"

// Config is what [New] needs.
type Config struct {
	// Endpoint is the root that requests go to, without /v1. See [transport.CheckRoot].
	Endpoint string
	// Credential is required: [Token].
	Credential client.Credential
	// UserAgent is sent with every request.
	UserAgent string
	// Base sends the requests; nil means [transport.NewBase].
	Base http.RoundTripper
	// OfAction says that endpoint and credential are an action's own, and not those of the
	// provider's section.
	OfAction bool
}

// Token is the credential of the contract.
func Token(token string) client.Credential {
	return client.Fixed(func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }, token)
}

// Client talks to one account of a backend. It is safe for concurrent use, and two
// clients share nothing.
type Client struct {
	*client.Core

	api           *client.Connection
	connectors    store[survey.Connector]
	surveys       store[survey.Survey]
	distributions store[survey.Distribution]
	agents        store[survey.Agent]
}

var _ survey.Backend = (*Client)(nil)

// New makes a client. It makes no request. An error says which member of the
// configuration is wrong and what to write instead.
func New(config Config) (*Client, error) {
	if config.Credential == nil {
		return nil, errors.New("no credential: give token")
	}
	root, err := transport.CheckRoot(config.Endpoint)
	switch {
	case err != nil:
		return nil, fmt.Errorf("endpoint: %w", err)
	case strings.HasSuffix(root.Path, apiPrefix):
		return nil, fmt.Errorf("endpoint: %q ends in %s, which is appended by the provider; leave it out", root, apiPrefix)
	}
	api := client.Connect(client.Options{
		System: system(config.OfAction), Account: root.Host, Root: root, Prefix: apiPrefix, Credential: config.Credential,
		Passes: inProgress, UserAgent: config.UserAgent, Base: config.Base,
	})
	c := &Client{Core: client.NewCore(root.Host, api), api: api}
	c.connectors = newStore(c.Core, connectors(api.Secrets))
	c.surveys = newStore(c.Core, surveys)
	c.distributions = newStore(c.Core, distributions)
	c.agents = newStore(c.Core, agents)
	return c, nil
}

// Connectors are the credentials for help desks.
func (c *Client) Connectors() survey.Store[survey.Connector] { return c.connectors }

// Surveys are what customers are asked.
func (c *Client) Surveys() survey.Store[survey.Survey] { return c.surveys }

// Distributions say when a survey is sent.
func (c *Client) Distributions() survey.Store[survey.Distribution] { return c.distributions }

// Agents are those whose work is rated.
func (c *Client) Agents() survey.Store[survey.Agent] { return c.agents }

// inProgress recognises the refusal of a create whose first try is still served.
func inProgress(status int, body []byte) bool {
	var problem contract.Problem
	return status == http.StatusConflict && json.Unmarshal(body, &problem) == nil && problem.Code == contract.ProblemCodeInProgress
}
