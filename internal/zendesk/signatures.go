package zendesk

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
)

var errUnfinished = errors.New("not available in this build")

type Config struct {
	Subdomain, Endpoint string
	Credential          Credential
	RequestsPerMinute   int
	UserAgent           string
	Base                http.RoundTripper
}
type Credential interface{ credential() }
type pending struct{}

func (pending) credential()                          {}
func OAuth(clientID, clientSecret string) Credential { return pending{} }
func AccessToken(token string) Credential            { return pending{} }
func APIToken(email, token string) Credential        { return pending{} }

type Client struct{}

func New(config Config) (*Client, error)             { return nil, errUnfinished }
func (c *Client) Account() string                    { return "" }
func (c *Client) Waited() time.Duration              { return 0 }
func (c *Client) Redact(secret string)               {}
func (c *Client) FirstAccountFailure(err error) bool { return false }

type Error struct {
	Status      int
	Code        string
	Message     string
	Fields      map[string][]string
	RequestLine string
}

func (e *Error) Error() string      { return e.Message }
func (e *Error) Remedy() string     { return "" }
func IsNotFound(err error) bool     { return false }
func IsForbidden(err error) bool    { return false }
func IsUnauthorized(err error) bool { return false }
func IsInvalid(err error) bool      { return false }
func IsConflict(err error) bool     { return false }
func IsNoCategories(err error) bool { return false }
func IsAccountWide(err error) bool  { return false }
func IsAmbiguous(err error) bool    { return false }

type Trigger struct {
	ID, Title, Description string
	Active                 bool
	Position               int64
	CategoryID             string
	Conditions             rules.Conditions
	Actions                []rules.Action
	Default                bool
}
type TriggerInput struct {
	Title, Description *string
	Active             *bool
	CategoryID         *string
	Position           *int64
	Conditions         *rules.Conditions
	Actions            *[]rules.Action
}

func (c *Client) Triggers(ctx context.Context) ([]Trigger, error)          { return nil, errUnfinished }
func (c *Client) Trigger(ctx context.Context, id string) (*Trigger, error) { return nil, errUnfinished }
func (c *Client) CreateTrigger(ctx context.Context, in TriggerInput) (*Trigger, error) {
	return nil, errUnfinished
}
func (c *Client) UpdateTrigger(ctx context.Context, id string, in TriggerInput) (*Trigger, error) {
	return nil, errUnfinished
}
func (c *Client) DeleteTrigger(ctx context.Context, id string) error { return errUnfinished }
func (c *Client) ForgetTriggers()                                    {}

type Category struct {
	ID, Name string
	Position int64
}

func (c *Client) Categories(ctx context.Context) ([]Category, error) { return nil, errUnfinished }
func (c *Client) Category(ctx context.Context, id string) (*Category, error) {
	return nil, errUnfinished
}
func (c *Client) CreateCategory(ctx context.Context, name string) (*Category, error) {
	return nil, errUnfinished
}
func (c *Client) RenameCategory(ctx context.Context, id, name string) (*Category, error) {
	return nil, errUnfinished
}
func (c *Client) DeleteCategory(ctx context.Context, id string) error { return errUnfinished }
func (c *Client) ForgetCategories()                                   {}

type TriggerPlace struct {
	ID         string
	CategoryID *string
	Position   *int64
	Active     *bool
}
type CategoryPlace struct {
	ID       string
	Position int64
}

func (c *Client) Place(ctx context.Context, categories []CategoryPlace, triggers []TriggerPlace) error {
	return errUnfinished
}

type TicketField struct {
	ID, Type, Title, Description, Tag string
	Active, Removable                 bool
	Options                           []FieldOption
}
type FieldOption struct {
	ID, Name, Value string
	Default         bool
}
type TicketFieldInput struct {
	Type, Title, Description, Tag *string
	Active                        *bool
	Options                       *[]FieldOption
}

func (c *Client) TicketFields(ctx context.Context) ([]TicketField, error) { return nil, errUnfinished }
func (c *Client) TicketField(ctx context.Context, id string) (*TicketField, error) {
	return nil, errUnfinished
}
func (c *Client) CreateTicketField(ctx context.Context, in TicketFieldInput) (*TicketField, error) {
	return nil, errUnfinished
}
func (c *Client) UpdateTicketField(ctx context.Context, id string, in TicketFieldInput) (*TicketField, error) {
	return nil, errUnfinished
}
func (c *Client) DeleteTicketField(ctx context.Context, id string) error { return errUnfinished }

type Webhook struct {
	ID, Name, Description, Endpoint, HTTPMethod, RequestFormat string
	Active                                                     bool
	Subscriptions                                              []string
	CustomHeaders                                              map[string]string
	Authentication                                             *WebhookAuthentication
}
type WebhookAuthentication struct{ Type, AddPosition, Username string }
type WebhookSecret struct{ Type, Username, Password, Token, Name, Value string }
type WebhookInput struct {
	Name, Description, Endpoint, HTTPMethod, RequestFormat *string
	Active                                                 *bool
	CustomHeaders                                          map[string]*string
	Authentication                                         *WebhookSecret
	RemoveAuthentication                                   bool
}

func (c *Client) Webhooks(ctx context.Context) ([]Webhook, error)          { return nil, errUnfinished }
func (c *Client) Webhook(ctx context.Context, id string) (*Webhook, error) { return nil, errUnfinished }
func (c *Client) CreateWebhook(ctx context.Context, in WebhookInput) (*Webhook, error) {
	return nil, errUnfinished
}
func (c *Client) PatchWebhook(ctx context.Context, id string, in WebhookInput) error {
	return errUnfinished
}
func (c *Client) DeleteWebhook(ctx context.Context, id string) error { return errUnfinished }
