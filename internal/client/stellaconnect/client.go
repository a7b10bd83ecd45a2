package stellaconnect

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// Section is the name of the provider block's section for Stella Connect.
const Section = "stella_connect"

// apiPrefix is what the paths of user management have in common, below the root.
const apiPrefix = "/v2"

// Config is what [New] needs.
type Config struct {
	// Endpoint is the root that requests go to, without /v2; empty means [DefaultHost]. See
	// [transport.CheckRoot].
	Endpoint string
	// Credential is required: [APIKey].
	Credential client.Credential
	// UserAgent is sent with every request.
	UserAgent string
	// Base sends the requests; nil means [transport.NewBase].
	Base http.RoundTripper
}

// APIKey is the credential of user management: the production key, and a token that the
// secret signs for each request.
//
// https://docs.medallia.com/en/agent-connect/api/authentication
func APIKey(key, secret string) client.Credential { return signed{key, secret} }

type signed struct{ key, secret string }

func (s signed) Secrets() []string                       { return []string{s.key, s.secret} }
func (s signed) Signer(*client.Connection) client.Signer { return s }
func (s signed) Renew(*http.Request) bool                { return false }

// Authorize sends the token as it is, without "Bearer".
func (s signed) Authorize(request *http.Request) error {
	issued := jwt.NewNumericDate(time.Now().Add(-clockTolerance))
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.RegisteredClaims{IssuedAt: issued}).SignedString([]byte(s.secret))
	if err != nil {
		return fmt.Errorf("the token cannot be signed with api_secret: %w", err)
	}
	request.Header.Set("X-Api-Key", s.key)
	request.Header.Set("Authorization", token)
	return nil
}

// Client talks to one account. It is safe for concurrent use, and two clients share
// nothing.
type Client struct {
	*client.Core

	employees employees
}

var _ survey.Backend = (*Client)(nil)

// New makes a client. It makes no request. An error says which member of the
// configuration is wrong and what to write instead.
func New(config Config) (*Client, error) {
	if config.Credential == nil {
		return nil, errors.New("no credential: give api_key and api_secret")
	}
	root, err := transport.CheckRoot(cmp.Or(config.Endpoint, DefaultHost))
	if err != nil {
		return nil, fmt.Errorf("endpoint: %w", err)
	}
	for _, path := range []string{apiPrefix, pathAuth, pathRequests} {
		if strings.HasSuffix(root.Path, path) {
			return nil, fmt.Errorf("endpoint: %q ends in %s, which is no part of the root; leave it out", root, path)
		}
	}
	api := client.Connect(client.Options{
		System: systemOf(Section, "endpoint"), Account: root.Host, Root: root, Prefix: apiPrefix, Credential: config.Credential,
		UserAgent: config.UserAgent, Base: config.Base,
	})
	c := &Client{Core: client.NewCore(root.Host, api)}
	c.employees = newEmployees(c.Core, api)
	return c, nil
}

// Agents are the employees.
func (c *Client) Agents() survey.Store[survey.Agent] { return c.employees }

// Connectors are none: Stella Connect reads no help desk.
func (c *Client) Connectors() survey.Store[survey.Connector] {
	return without[survey.Connector]{survey.NounConnector}
}

// Surveys are not in the API.
func (c *Client) Surveys() survey.Store[survey.Survey] {
	return without[survey.Survey]{survey.NounSurvey}
}

// Distributions are none: the help desk asks for each survey.
func (c *Client) Distributions() survey.Store[survey.Distribution] {
	return without[survey.Distribution]{survey.NounDistribution}
}
