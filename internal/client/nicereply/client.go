package nicereply

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// Section is the name of the provider block's section for Nicereply.
const Section = "nicereply"

// defaultEndpoint is where every account is.
const defaultEndpoint = "https://api.nicereply.com"

// Config is what [New] needs.
type Config struct {
	// Endpoint is the root that requests go to; empty means the vendor's. See
	// [transport.CheckRoot].
	Endpoint string
	// Credential is required: [APIToken].
	Credential client.Credential
	// UserAgent is sent with every request.
	UserAgent string
	// Base sends the requests; nil means [transport.NewBase].
	Base http.RoundTripper
}

// APIToken is the credential: the e-mail address of the account and its API token.
func APIToken(email, token string) client.Credential {
	return client.Fixed(func(r *http.Request) { r.SetBasicAuth(email, token) }, token)
}

// Client talks to one account. It is safe for concurrent use, and two clients share
// nothing.
type Client struct {
	*client.Core

	connectors    connectors
	surveys       surveys
	distributions distributions
	agents        agents
}

var _ survey.Backend = (*Client)(nil)

// New makes a client. It makes no request. An error says which member of the
// configuration is wrong and what to write instead.
func New(config Config) (*Client, error) {
	if config.Credential == nil {
		return nil, errors.New("no credential: give email and api_token")
	}
	root, err := transport.CheckRoot(cmp.Or(config.Endpoint, defaultEndpoint))
	if err != nil {
		return nil, fmt.Errorf("endpoint: %w", err)
	}
	api := client.Connect(client.Options{
		System: system, Account: root.Host, Root: root, Credential: config.Credential, UserAgent: config.UserAgent, Base: config.Base,
	})
	c := &Client{Core: client.NewCore(root.Host, api)}
	c.agents = newAgents(c.Core)
	c.surveys = newSurveys(c.Core)
	c.connectors = newConnectors(c.Core, c.agents)
	c.distributions = newDistributions(c.Core, api, c.surveys, c.connectors)
	return c, nil
}

// Connectors are the integrations.
func (c *Client) Connectors() survey.Store[survey.Connector] { return c.connectors }

// Surveys are the account's surveys.
func (c *Client) Surveys() survey.Store[survey.Survey] { return c.surveys }

// Distributions are the trigger distributions of its surveys.
func (c *Client) Distributions() survey.Store[survey.Distribution] { return c.distributions }

// Agents are its feedback objects.
func (c *Client) Agents() survey.Store[survey.Agent] { return c.agents }

// form is how the API wraps objects and lists: {data, pagination}.
type form struct{}

// Wrap gives the object itself: requests have no envelope.
func (form) Wrap(in any) any { return in }

// Unwrap takes data.
func (form) Unwrap(body json.RawMessage) (json.RawMessage, error) {
	var wire struct{ Data json.RawMessage }
	err := json.Unmarshal(body, &wire)
	return wire.Data, err
}

// Page reads data and pagination.
func (form) Page(body json.RawMessage) (client.Page, error) {
	var wire struct {
		Data       json.RawMessage
		Pagination *struct {
			TotalPages  client.Whole `json:"total_pages"`
			CurrentPage client.Whole `json:"current_page"`
		}
	}
	var next client.Page
	if err := json.Unmarshal(body, &wire); err != nil {
		return next, err
	}
	if wire.Pagination == nil { // what is missing in a list would look deleted
		return next, errors.New("pagination is missing")
	}
	if wire.Pagination.CurrentPage < wire.Pagination.TotalPages {
		next.Next = page(int64(wire.Pagination.CurrentPage) + 1)
	}
	return next, client.DecodeMember(wire.Data, &next.Items)
}

// page asks for a page by its number, from 1.
func page(n int64) url.Values {
	return url.Values{"page": {fmt.Sprint(n)}, "per_page": {fmt.Sprint(pageSize)}}
}
