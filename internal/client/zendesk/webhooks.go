package zendesk

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// Webhook is a webhook as Zendesk returns it: without any secret.
type Webhook struct {
	// ID is an opaque text such as "01EJFTSCC78X5V07NPY2MHR00M".
	ID, Name, Description, Endpoint string
	// HTTPMethod is GET, POST, PUT, PATCH or DELETE, whatever the case in which
	// somebody wrote it; RequestFormat is json, xml or form_encoded.
	HTTPMethod, RequestFormat string
	Active                    bool
	// Subscriptions is "conditional_ticket_events" for a webhook that triggers
	// and automations call; it cannot become an event webhook later.
	Subscriptions  []string
	CustomHeaders  map[string]string
	Authentication *WebhookAuthentication // nil without authentication
	// UpdatedAt is when it was changed last, as Zendesk writes it.
	UpdatedAt string
}

// OfEvents reports whether a webhook is subscribed to events, so that no trigger can
// notify it. One without any subscription is not.
func (w *Webhook) OfEvents() bool {
	return slices.ContainsFunc(w.Subscriptions, func(s string) bool { return strings.HasPrefix(s, eventSubscription) })
}

// WebhookAuthentication is what Zendesk tells of a webhook's credential.
type WebhookAuthentication struct {
	// Type is basic_auth, bearer_token or api_key; AddPosition is "header".
	Type, AddPosition string
	// Username is told for basic_auth only.
	Username string
}

// WebhookSecret is a credential as it is written. Its secrets are registered
// with the client's redactor.
type WebhookSecret struct {
	// Type says which of the members below count: basic_auth (Username,
	// Password), bearer_token (Token) or api_key (Name, Value).
	Type               string
	Username, Password string
	Token              string
	Name, Value        string
}

// WebhookInput is what a create or a patch sends. A nil member is not sent.
type WebhookInput struct {
	Name, Description, Endpoint, HTTPMethod, RequestFormat *string
	Active                                                 *bool
	// CustomHeaders are merged; a nil value removes the header. A create sends
	// those that have a value.
	CustomHeaders map[string]*string
	// SecretHeaders are further ones, whose values are registered with the client's
	// redactor.
	SecretHeaders map[string]string
	// Authentication replaces the whole credential. RemoveAuthentication removes
	// it and wins.
	Authentication       *WebhookSecret
	RemoveAuthentication bool
}

// webhookKind is shared by the reads and writes below.
var webhookKind = client.Kind[Webhook]{
	Noun: "webhook", Path: "/webhooks", Form: envelope{"webhook", "webhooks"}, Paging: byCursor,
	ID:     func(webhook Webhook) string { return webhook.ID },
	Title:  func(webhook Webhook) string { return webhook.Name },
	Decode: decodeWebhook,
}

func decodeWebhook(raw json.RawMessage) (Webhook, error) {
	var wire struct {
		ID             client.Text            `json:"id"`
		Name           string                 `json:"name"`
		Description    string                 `json:"description"`
		Endpoint       string                 `json:"endpoint"`
		HTTPMethod     string                 `json:"http_method"`
		RequestFormat  string                 `json:"request_format"`
		Status         string                 `json:"status"`
		Subscriptions  []string               `json:"subscriptions"`
		CustomHeaders  map[string]client.Text `json:"custom_headers"`
		UpdatedAt      client.Text            `json:"updated_at"`
		Authentication *struct {
			Type        string `json:"type"`
			AddPosition string `json:"add_position"`
			Data        struct {
				Username client.Text `json:"username"`
			} `json:"data"`
		} `json:"authentication"`
	}
	if err := client.DecodeMember(raw, &wire); err != nil {
		return Webhook{}, err
	}
	webhook := Webhook{
		ID: string(wire.ID), Name: wire.Name, Description: wire.Description, Endpoint: wire.Endpoint,
		HTTPMethod: strings.ToUpper(wire.HTTPMethod), RequestFormat: wire.RequestFormat, Active: wire.Status == statusActive,
		Subscriptions: wire.Subscriptions, UpdatedAt: string(wire.UpdatedAt),
	}
	if len(wire.CustomHeaders) > 0 {
		webhook.CustomHeaders = make(map[string]string, len(wire.CustomHeaders))
		for name, content := range wire.CustomHeaders {
			webhook.CustomHeaders[name] = string(content)
		}
	}
	if auth := wire.Authentication; auth != nil && auth.Type != "" {
		webhook.Authentication = &WebhookAuthentication{Type: auth.Type, AddPosition: auth.AddPosition, Username: string(auth.Data.Username)}
	}
	return webhook, nil
}

const (
	statusActive   = "active"
	statusInactive = "inactive"
	// SubscriptionTriggers connects a webhook to triggers and automations.
	SubscriptionTriggers = "conditional_ticket_events"
	// eventSubscription begins the others, such as "zen:event-type:user.created".
	eventSubscription = "zen:event-type:"
)

// webhookWire is WebhookInput as JSON. go-zendesk's Webhook cannot be used: it
// sends year-1 times, drops custom headers and cannot patch.
type webhookWire struct {
	Name           *string            `json:"name,omitempty"`
	Description    *string            `json:"description,omitempty"`
	Endpoint       *string            `json:"endpoint,omitempty"`
	HTTPMethod     *string            `json:"http_method,omitempty"`
	RequestFormat  *string            `json:"request_format,omitempty"`
	Status         *string            `json:"status,omitempty"`
	Subscriptions  []string           `json:"subscriptions,omitempty"`
	CustomHeaders  map[string]*string `json:"custom_headers,omitempty"`
	Authentication json.RawMessage    `json:"authentication,omitempty"`
}

func (c *Client) webhookWire(in WebhookInput) (webhookWire, error) {
	wire := webhookWire{
		Name: in.Name, Description: in.Description, Endpoint: in.Endpoint,
		HTTPMethod: in.HTTPMethod, RequestFormat: in.RequestFormat, CustomHeaders: in.CustomHeaders,
	}
	if in.Active != nil {
		wire.Status = status(*in.Active)
	}
	if len(in.SecretHeaders) > 0 {
		wire.CustomHeaders = map[string]*string{}
		maps.Copy(wire.CustomHeaders, in.CustomHeaders)
		for name, value := range in.SecretHeaders {
			c.api.Secrets.Add(value)
			wire.CustomHeaders[name] = &value
		}
	}
	if in.Authentication != nil {
		secret := *in.Authentication
		c.api.Secrets.Add(secret.Password, secret.Token, secret.Value)
		if secret.Password != "" {
			c.api.Secrets.Add(secret.Username + ":" + secret.Password) // as Basic writes it
		}
		encoded, err := json.Marshal(map[string]any{"type": secret.Type, "data": secret.data(), "add_position": "header"})
		if err != nil {
			return wire, err
		}
		wire.Authentication = encoded
	}
	if in.RemoveAuthentication {
		wire.Authentication = json.RawMessage("null")
	}
	return wire, nil
}

func status(active bool) *string {
	word := statusInactive
	if active {
		word = statusActive
	}
	return &word
}

func (s WebhookSecret) data() map[string]string {
	switch s.Type {
	case "basic_auth":
		return map[string]string{"username": s.Username, "password": s.Password}
	case "bearer_token":
		return map[string]string{"token": s.Token}
	default:
		return map[string]string{"name": s.Name, "value": s.Value}
	}
}

// equals reports whether a webhook is what was sent, as far as Zendesk tells.
func (in WebhookInput) equals(webhook Webhook) bool {
	auth := webhook.Authentication
	sameAuth := in.Authentication == nil || in.RemoveAuthentication || auth != nil && auth.Type == in.Authentication.Type
	return same(in.Name, webhook.Name) && same(in.Description, webhook.Description) && same(in.Endpoint, webhook.Endpoint) &&
		same(in.HTTPMethod, webhook.HTTPMethod) && same(in.RequestFormat, webhook.RequestFormat) &&
		same(in.Active, webhook.Active) && sameAuth
}

// Webhooks lists all webhooks from the shared list.
//
// https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/#list-webhooks
func (c *Client) Webhooks(ctx context.Context) ([]Webhook, error) { return c.webhooks.All(ctx) }

// Webhook reads one webhook: the first by its id, later ones from the shared
// list. See [IsNotFound].
//
// https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/#show-webhook
func (c *Client) Webhook(ctx context.Context, id string) (*Webhook, error) {
	return c.webhooks.Get(ctx, id)
}

// CreateWebhook creates a webhook that triggers and automations can call, once,
// see [client.List.Create]. Without Active it is created active.
//
// https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/#create-or-clone-webhook
func (c *Client) CreateWebhook(ctx context.Context, in WebhookInput) (*Webhook, error) {
	if in.RemoveAuthentication {
		in.Authentication, in.RemoveAuthentication = nil, false // there is none to remove
	}
	in.CustomHeaders = maps.Clone(in.CustomHeaders)
	maps.DeleteFunc(in.CustomHeaders, func(_ string, content *string) bool { return content == nil })
	wire, err := c.webhookWire(in)
	if err != nil {
		return nil, c.api.Failure(http.MethodPost, webhookKind.Path, err)
	}
	if wire.Status == nil {
		wire.Status = status(true)
	}
	wire.Subscriptions = []string{SubscriptionTriggers}
	return c.webhooks.Create(ctx, valueOf(in.Name), in.equals, wire)
}

// OrphanWebhooks are other webhooks for triggers of the same name that make the
// same call.
func (c *Client) OrphanWebhooks(ctx context.Context, made *Webhook) ([]Orphan, error) {
	return c.webhooks.Orphans(ctx, func(found Webhook) bool {
		return found.Name == made.Name && found.Endpoint == made.Endpoint && found.HTTPMethod == made.HTTPMethod &&
			!found.OfEvents()
	})
}

// PatchWebhook changes the members that are set, in one request. Zendesk answers
// without the object, so the next read of this webhook asks for it.
//
// https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/#patch-webhook
func (c *Client) PatchWebhook(ctx context.Context, id string, in WebhookInput) error {
	path, err := webhookKind.At(id)
	if err != nil {
		return err
	}
	wire, err := c.webhookWire(in)
	if err != nil {
		return c.api.Failure(http.MethodPatch, path, err)
	}
	if _, err := c.api.Call(ctx, http.MethodPatch, path, webhookKind.Form.Wrap(wire)); err != nil {
		c.webhooks.Missed(id, err)
		return err
	}
	c.webhooks.Drop(id)
	return nil
}

// DeleteWebhook deletes a webhook.
//
// https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/#delete-webhook
func (c *Client) DeleteWebhook(ctx context.Context, id string) error {
	return c.webhooks.Remove(ctx, id)
}
