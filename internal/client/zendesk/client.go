package zendesk

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	gz "github.com/nukosuke/go-zendesk/zendesk"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
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
	account string
	checks  checks.Settings
	root    *url.URL
	raw     *gz.Client   // raw verbs
	http    *http.Client // the same stack, for PATCH
	limiter *transport.Limiter
	secrets *transport.Redactor

	creates     keyedLock
	evaluation  *evaluation.Reconciler
	triggers    *shared[Trigger]
	categories  *shared[Category]
	automations *shared[Automation]
	fields      *shared[TicketField]
	webhooks    *shared[Webhook]
	targets     *shared[Target]
	brands      *shared[Named]
	groups      *shared[Named]
	forms       *shared[Named]
	statuses    *shared[Named]
	locales     *shared[Locale]
	userFields  *shared[Named]
	orgFields   *shared[Named]
	definitions *shared[Definitions]

	withoutCategories atomic.Pointer[Error] // the refusal that told so
	longWaitTold      atomic.Bool
	withoutDeliveries atomic.Bool // the history of webhooks was refused

	health       sync.Map // by webhook id
	repeated     sync.Map // by owned
	courtesy     courtesy
	nativeSurvey nativeSurveyPlan
	// mentioned are the ids of which something was said that is said once only.
	mentioned sync.Map
	owned     ownership
	sends     sends
	receivers receivers
}

// New makes a client. It makes no request. An error says which member of the
// configuration is wrong and what to write instead.
func New(config Config) (*Client, error) {
	if config.Credential == nil {
		return nil, errors.New("no credential: give oauth, access_token, or email and api_token")
	}
	root, account, err := address(config.Subdomain, config.Endpoint)
	if err != nil {
		return nil, err
	}
	c := &Client{
		account: account,
		checks:  config.Checks,
		root:    root,
		limiter: transport.NewLimiter(config.RequestsPerMinute),
		secrets: &transport.Redactor{},
	}
	c.secrets.Add(config.Credential.secrets()...)
	base := config.Base
	if base == nil {
		base = transport.NewBase()
	}
	options := transport.Options{Account: account, Root: root, UserAgent: config.UserAgent, Secrets: c.secrets, Base: base}
	signer := config.Credential.signer(root, options)
	options.Passes = passes
	options.Limiter, options.Authorize, options.Unauthorized = c.limiter, signer.authorize, signer.renew
	c.http = transport.NewClient(options)
	if c.raw, err = gz.NewClient(c.http); err != nil {
		return nil, fmt.Errorf("preparing go-zendesk: %w", err)
	}
	if err = c.raw.SetEndpointURL(root.String() + apiPrefix); err != nil {
		return nil, fmt.Errorf("endpoint: %w", err)
	}
	c.shareReads()
	c.evaluation = newEvaluation(c)
	return c, nil
}

func (c *Client) shareReads() {
	c.triggers = newShared(c, triggerKind, listByOffset[Trigger])
	c.triggers.eager = true
	c.categories = newShared(c, categoryKind, listByCursor[Category])
	c.categories.eager = true
	c.automations = newShared(c, automationKind, listByOffset[Automation])
	c.automations.eager = true
	c.fields = newShared(c, ticketFieldKind, listWhole[TicketField])
	c.fields.eager = true // what their tags are matters to the order of triggers
	c.webhooks = newShared(c, webhookKind, listByCursor[Webhook])
	c.targets = newShared(c, targetKind, listWhole[Target])
	c.shareLookups()
	c.definitions = newShared(c, definitionsKind, listSole[Definitions])
}

// subdomainShape is a host name's first label.
var subdomainShape = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// address gives the root and the account's name.
func address(subdomain, endpoint string) (root *url.URL, account string, err error) {
	subdomain = strings.ToLower(strings.TrimSpace(subdomain))
	if subdomain != "" && !subdomainShape.MatchString(subdomain) {
		return nil, "", fmt.Errorf("subdomain: %q is not a subdomain; write \"acme\" for https://acme.zendesk.com", subdomain)
	}
	if endpoint == "" {
		if subdomain == "" {
			return nil, "", errors.New("neither subdomain nor endpoint is set")
		}
		endpoint = "https://" + subdomain + ".zendesk.com"
	}
	root, err = transport.CheckRoot(endpoint)
	if err != nil {
		return nil, "", fmt.Errorf("endpoint: %w", err)
	}
	if strings.HasSuffix(root.Path, apiPrefix) {
		return nil, "", fmt.Errorf("endpoint: %q ends in %s, which is appended by the provider; leave it out", root, apiPrefix)
	}
	if subdomain != "" {
		return root, subdomain + ".zendesk.com", nil
	}
	return root, root.Host, nil
}

// Account is "<subdomain>.zendesk.com" when a subdomain is set, else host[:port]
// of the endpoint; lower case.
func (c *Client) Account() string { return c.account }

// Checks are what the user wants to hear of the account.
func (c *Client) Checks() checks.Settings { return c.checks }

// Waited is for how long requests have been held back by rate limits so far.
func (c *Client) Waited() time.Duration { return c.limiter.Waited() }

// FirstLongWait is true once: for the caller that is to warn of lost time.
func (c *Client) FirstLongWait() bool { return c.longWaitTold.CompareAndSwap(false, true) }

// FirstMention is true once for each id: for what is to be said once only.
func (c *Client) FirstMention(id string) bool {
	_, before := c.mentioned.LoadOrStore(id, true)
	return !before
}
