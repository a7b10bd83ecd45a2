package zendesk

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// TargetTypeHTTP is the type of the targets that this client writes.
const TargetTypeHTTP = "http_target"

// Target is a target, the webhooks' predecessor, as Zendesk returns it: without
// its password. Targets of other types leave URL and what follows empty.
type Target struct {
	// ID is a decimal number.
	ID, Title, URL string
	// Method is get, patch, put, post or delete; ContentType is
	// application/json, application/xml or application/x-www-form-urlencoded.
	Method, ContentType string
	Username            string
	// Active turns false by itself after 21 failed deliveries.
	Active bool
	// Type is "http_target", "email_target" and so on; see [Target.IsHTTP].
	Type string
}

// IsHTTP reports whether the target is one that this client can write.
func (t Target) IsHTTP() bool { return slices.Contains(httpTargetTypes, t.Type) }

// TargetInput is what a create or an update sends. A nil member is not sent.
type TargetInput struct {
	Title, URL, Method, ContentType *string
	Active                          *bool
	// Username and Password are one credential: whoever knows both sets both,
	// because a change of one may wipe the other. An empty Username removes the
	// credential. Password is registered with the client's redactor.
	Username, Password *string
}

const targetsPath = "/targets"

// targetKind is shared by the reads and writes below.
var targetKind = client.Kind[Target]{
	Noun: "target", Path: targetsPath, Form: envelope{"target", "targets"},
	ID:     func(t Target) string { return t.ID },
	Title:  func(t Target) string { return t.Title },
	Decode: decodeTarget,
}

func decodeTarget(raw json.RawMessage) (Target, error) {
	var wire struct {
		ID          client.Text `json:"id"`
		Title       client.Text `json:"title"`
		Type        client.Text `json:"type"`
		URL         client.Text `json:"target_url"`
		Method      client.Text `json:"method"`
		ContentType client.Text `json:"content_type"`
		Username    client.Text `json:"username"`
		Active      bool        `json:"active"`
	}
	if err := client.DecodeMember(raw, &wire); err != nil {
		return Target{}, err
	}
	return Target{
		ID: string(wire.ID), Title: string(wire.Title), Type: string(wire.Type), URL: string(wire.URL), Active: wire.Active,
		Method: string(wire.Method), ContentType: string(wire.ContentType), Username: string(wire.Username),
	}, nil
}

// targetWire is TargetInput as JSON. go-zendesk's Target cannot say active=false
// and cannot clear the credential.
type targetWire struct {
	Type        string  `json:"type,omitempty"`
	Title       *string `json:"title,omitempty"`
	Active      *bool   `json:"active,omitempty"`
	URL         *string `json:"target_url,omitempty"`
	Method      *string `json:"method,omitempty"`
	ContentType *string `json:"content_type,omitempty"`
	Username    *string `json:"username,omitempty"`
	Password    *string `json:"password,omitempty"`
}

func (in TargetInput) wire() targetWire {
	return targetWire{
		Title: in.Title, Active: in.Active, URL: in.URL, Method: in.Method, ContentType: in.ContentType,
		Username: in.Username, Password: in.Password,
	}
}

// registerSecrets keeps the password out of logs and errors.
func (c *Client) registerSecrets(in TargetInput) {
	if password := valueOf(in.Password); password != "" {
		c.api.Secrets.Add(password, valueOf(in.Username)+":"+password) // the second as Basic writes it
	}
}

// equals reports whether a target is what was sent, as far as Zendesk tells.
func (in TargetInput) equals(t Target) bool {
	return t.IsHTTP() && same(in.Title, t.Title) && same(in.URL, t.URL) && same(in.Active, t.Active) &&
		(in.Method == nil || strings.EqualFold(*in.Method, t.Method)) &&
		same(in.ContentType, t.ContentType) && same(in.Username, t.Username)
}

// Targets lists all targets, of every type, from the shared list.
//
// https://developer.zendesk.com/api-reference/ticketing/targets/targets/#list-targets
func (c *Client) Targets(ctx context.Context) ([]Target, error) { return c.targets.All(ctx) }

// Target reads one target: the first by its id, later ones from the shared list.
// See [IsNotFound].
//
// https://developer.zendesk.com/api-reference/ticketing/targets/targets/#show-target
func (c *Client) Target(ctx context.Context, id string) (*Target, error) {
	return c.targets.Get(ctx, id)
}

// CreateTarget creates an HTTP target once, see [client.List.Create]. Title and URL are
// required by Zendesk. See [IsTargetsRefused].
//
// https://developer.zendesk.com/api-reference/ticketing/targets/targets/#create-target
func (c *Client) CreateTarget(ctx context.Context, in TargetInput) (*Target, error) {
	c.registerSecrets(in)
	wire := in.wire()
	wire.Type = TargetTypeHTTP
	created, err := c.targets.Create(ctx, valueOf(in.Title), in.equals, wire)
	var refused *Error
	if IsTargetsRefused(err) && errors.As(err, &refused) {
		told := *refused // others may hold it too
		told.Advice = "Zendesk has retired HTTP targets, and this account cannot create new ones. Use a surveytrigger_zendesk_webhook and webhook_id instead."
		return nil, &told
	}
	return created, err
}

// OrphanTargets are other HTTP targets of the same title that make the same call.
func (c *Client) OrphanTargets(ctx context.Context, made *Target) ([]Orphan, error) {
	return c.targets.Orphans(ctx, func(found Target) bool {
		return found.IsHTTP() && found.Title == made.Title && found.URL == made.URL && strings.EqualFold(found.Method, made.Method)
	})
}

// UpdateTarget changes the members that are set. A password goes out together
// with the username, which is read if it is not given. A username alone goes out
// only if it differs from the present one: Zendesk may then forget the password.
//
// https://developer.zendesk.com/api-reference/ticketing/targets/targets/#update-target
func (c *Client) UpdateTarget(ctx context.Context, id string, in TargetInput) (*Target, error) {
	in, err := c.wholeCredential(ctx, id, in)
	if err != nil {
		return nil, err
	}
	c.registerSecrets(in)
	return c.targets.Change(ctx, http.MethodPut, id, in.wire())
}

// wholeCredential completes a credential of which only one half is set.
func (c *Client) wholeCredential(ctx context.Context, id string, in TargetInput) (TargetInput, error) {
	if (in.Username == nil) == (in.Password == nil) {
		return in, nil
	}
	c.registerSecrets(in)
	present, err := c.Target(ctx, id)
	switch {
	case err != nil:
		return in, err
	case in.Username == nil:
		in.Username = &present.Username
	case *in.Username == present.Username:
		in.Username = nil
	case *in.Username == "":
		in.Password = noTargetPassword()
	}
	return in, nil
}

// DeleteTarget deletes a target, active or not.
//
// https://developer.zendesk.com/api-reference/ticketing/targets/targets/#delete-target
func (c *Client) DeleteTarget(ctx context.Context, id string) error {
	return c.targets.Remove(ctx, id)
}

// IsTargetsRefused reports that the account takes no new HTTP targets, whatever
// they look like: Zendesk has replaced them by webhooks.
func IsTargetsRefused(err error) bool { return client.Matches(err, refusesTargets) }
