package zendesk

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// apiPrefix is what Zendesk's REST APIs have in common, below the root.
const apiPrefix = "/api/v2"

// Config is what [New] needs.
type Config struct {
	// Subdomain names the account: "acme" for acme.zendesk.com.
	Subdomain string
	// Endpoint is the root that requests go to, without /api/v2. Empty means
	// https://<subdomain>.zendesk.com. See [transport.CheckRoot].
	Endpoint string
	// Credential is required: [OAuth], [AccessToken] or [APIToken].
	Credential Credential
	// RequestsPerMinute keeps us below that number; 0 means no limit of our own.
	RequestsPerMinute int
	// Checks are what the user wants to hear of the account.
	Checks checks.Settings
	// UserAgent is sent with every request.
	UserAgent string
	// Base sends the requests; nil means [transport.NewBase].
	Base http.RoundTripper
}

// Client talks to one account. It is safe for concurrent use, and two clients
// share nothing. What it returns may be shared with other callers: do not write
// into slices and maps.
type Client struct {
	*client.Core

	checks checks.Settings
	api    *client.Connection

	evaluation  *evaluation.Reconciler
	triggers    *client.List[Trigger]
	categories  *client.List[Category]
	automations *client.List[Automation]
	fields      *client.List[TicketField]
	webhooks    *client.List[Webhook]
	targets     *client.List[Target]
	brands      *client.List[Named]
	groups      *client.List[Named]
	forms       *client.List[Named]
	statuses    *client.List[Named]
	locales     *client.List[Locale]
	userFields  *client.List[Named]
	orgFields   *client.List[Named]
	definitions *client.List[Definitions]

	withoutCategories atomic.Pointer[Error] // the refusal that told so
	withoutDeliveries atomic.Bool           // the history of webhooks was refused
	withoutJobs       atomic.Bool           // triggers were placed without the batch that moves categories too
	withoutUpdateMany atomic.Bool           // one was placed without any batch

	health       sync.Map // by webhook id
	courtesy     courtesy
	nativeSurvey nativeSurveyPlan
	polled       survey.Polled
	sends        sends
	receivers    receivers
	fieldPlans   fieldPlans
}

// New makes a client. It makes no request. An error says which member of the
// configuration is wrong and what to write instead.
func New(config Config) (*Client, error) {
	if config.Credential == nil {
		return nil, errors.New("no credential: give oauth, access_token, or email and api_token")
	}
	root, account, err := site.Find(config.Subdomain, config.Endpoint)
	if err != nil {
		return nil, err
	}
	api := client.Connect(client.Options{
		System: system, Account: account, Root: root, Prefix: apiPrefix, Credential: config.Credential,
		RequestsPerMinute: config.RequestsPerMinute, Passes: passes, UserAgent: config.UserAgent, Base: config.Base,
	})
	if api.Send, err = rawVerbs(api); err != nil {
		return nil, fmt.Errorf("preparing go-zendesk: %w", err)
	}
	c := &Client{Core: client.NewCore(account, api), checks: config.Checks, api: api}
	c.shareReads()
	c.evaluation = newEvaluation(c)
	return c, nil
}

// shareReads prepares the lists. Those that the order of triggers is made of are
// read whole from the start; what tags ticket fields add matters to it too.
func (c *Client) shareReads() {
	c.triggers = client.NewEagerList(c.Core, triggerKind)
	c.categories = client.NewEagerList(c.Core, categoryKind)
	c.automations = client.NewEagerList(c.Core, automationKind)
	c.fields = client.NewEagerList(c.Core, ticketFieldKind)
	c.webhooks = client.NewList(c.Core, webhookKind)
	c.targets = client.NewList(c.Core, targetKind)
	c.shareLookups()
	c.definitions = client.NewList(c.Core, definitionsKind)
}

// site is where accounts are.
var site = client.Site{Host: "%s.zendesk.com", Account: "%s.zendesk.com", Prefix: apiPrefix}

// Checks are what the user wants to hear of the account.
func (c *Client) Checks() checks.Settings { return c.checks }
