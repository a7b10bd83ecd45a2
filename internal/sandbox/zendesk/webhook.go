package zendesk

import (
	"cmp"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// webhook is where triggers and events call. What it returns of itself never holds a secret but the signing secret,
// which has an endpoint of its own.
type webhook struct {
	ID            string
	Name          string
	Description   string
	Described     bool   // a description was sent, be it an empty one, which reads back as "" (recorded)
	Status        string // active, inactive
	Endpoint      string
	Method        string
	Format        string // json, xml, form_encoded
	Subscriptions []string
	Auth          *authentication
	Headers       map[string]string
	Secret        string // the signing secret
	Created       time.Time
	Updated       time.Time
	CreatedBy     string
	UpdatedBy     string // "" until the first change: then there is no time of one either (recorded)
	Invocations   []*invocation
}

// authentication is how a webhook proves itself to its receiver: basic_auth {username, password}, bearer_token {token},
// or api_key {name, value}.
type authentication struct {
	Type string
	Data map[string]string
}

// ticketEvents is the subscription of a webhook that triggers and automations call.
const ticketEvents = "conditional_ticket_events"

func (w *webhook) isEventWebhook() bool {
	return slices.ContainsFunc(w.Subscriptions, func(s string) bool { return strings.HasPrefix(s, "zen:event-type:") })
}

// authData names the members of each kind of authentication, the ones that are returned first.
var authData = map[string][]string{
	"basic_auth":   {"username", "password"},
	"bearer_token": {"token"},
	"api_key":      {"name", "value"},
}

func renderWebhook(w *webhook) object {
	one := object{
		"id": w.ID, "name": w.Name, "status": w.Status, "endpoint": w.Endpoint, "http_method": w.Method, "request_format": w.Format,
		"subscriptions": append([]string{}, w.Subscriptions...), "created_at": stamp(w.Created), "created_by": w.CreatedBy,
	}
	if w.UpdatedBy != "" {
		one["updated_at"], one["updated_by"] = stamp(w.Updated), w.UpdatedBy
	}
	if w.Described {
		one["description"] = w.Description
	}
	if len(w.Headers) > 0 {
		one["custom_headers"] = w.Headers
	}
	if w.Auth != nil {
		shown := object{"type": w.Auth.Type, "add_position": "header"}
		if w.Auth.Type == "basic_auth" {
			shown["data"] = object{"username": w.Auth.Data["username"]}
		}
		one["authentication"] = shown
	}
	return one
}

// newWebhookID gives an id that looks like a ULID: ten characters of time, then sixteen of the account's next id.
func (a *account) newWebhookID() string {
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	digits := func(number uint64, length int) string {
		text := make([]byte, length)
		for at := length - 1; at >= 0; at-- {
			text[at], number = alphabet[number%32], number/32
		}
		return string(text)
	}
	number := uint64(a.newID())
	return digits(uint64(a.now().UnixMilli()), 10) + digits(number*0x9E3779B97F4A7C15, 8) + digits(number, 8)
}

func newSecret() string { return base64.StdEncoding.EncodeToString([]byte(rand.Text() + rand.Text())) }

// draftWebhook gives the webhook with what was sent, or what is wrong with it. Replace is PUT: what is not sent is empty
// again, authentication and description included, but for the subscriptions (recorded); otherwise it is a merge, where null removes.
func (a *account) draftWebhook(wish webhook, sent members, replace bool) (*webhook, *reply) {
	for name, to := range map[string]*string{
		"name": &wish.Name, "description": &wish.Description, "endpoint": &wish.Endpoint, "http_method": &wish.Method,
		"request_format": &wish.Format, "status": &wish.Status,
	} {
		if sent.Has(name) || replace {
			*to = sent.Text(name)
		}
	}
	wish.Method = strings.ToUpper(wish.Method)
	if sent.Has("description") || replace {
		wish.Described = sent.Sent("description")
	}
	if bad := checkWebhook(&wish); bad != nil {
		return nil, bad
	}
	if bad := wish.writeSubscriptions(sent); bad != nil {
		return nil, bad
	}
	wish.writeHeaders(sent, replace)
	if bad := wish.writeAuth(sent, replace); bad != nil {
		return nil, bad
	}
	wish.Updated = a.now()
	return &wish, nil
}

func checkWebhook(w *webhook) *reply {
	if strings.TrimSpace(w.Name) == "" {
		return invalidWebhook("name", "name is required")
	}
	if w.Endpoint == "" {
		return invalidWebhook("endpoint", "endpoint is required")
	}
	address := addressOf(w.Endpoint)
	if address == nil {
		return invalidWebhook("endpoint", "endpoint is not a valid URL")
	}
	// Zendesk expects https everywhere; a receiver on this very machine is the sandbox's reason to exist.
	if address.Scheme == "http" && !engine.IsLoopback(address.Hostname()) {
		return invalidWebhook("endpoint", "endpoint must use https")
	}
	for _, choice := range []struct {
		name, value string
		of          []string
	}{
		{"http_method", w.Method, []string{"GET", "POST", "PUT", "PATCH", "DELETE"}},
		{"request_format", w.Format, []string{"json", "xml", "form_encoded"}},
		{"status", w.Status, []string{"active", "inactive"}},
	} {
		if choice.value == "" {
			return invalidWebhook(choice.name, choice.name+" is required")
		}
		if !slices.Contains(choice.of, choice.value) {
			return invalidWebhook(choice.name, fmt.Sprintf("%s must be one of %s", choice.name, strings.Join(choice.of, ", ")))
		}
	}
	return nil
}

// addressOf reads a web address in whose path a placeholder may stand, which is no URL syntax; nil is none.
func addressOf(text string) *url.URL {
	address, err := url.Parse(strings.NewReplacer("{{", "", "}}", "", " ", "").Replace(text))
	if err != nil || address.Host == "" || (address.Scheme != "https" && address.Scheme != "http") {
		return nil
	}
	return address
}

// writeSubscriptions keeps triggers and events apart: the kind of connection cannot be changed once it is there.
func (w *webhook) writeSubscriptions(sent members) *reply {
	if !sent.Sent("subscriptions") {
		return nil
	}
	wish := sent.Texts("subscriptions")
	byEvent := func(all []string) bool {
		return slices.ContainsFunc(all, func(s string) bool { return s != ticketEvents })
	}
	switch {
	case byEvent(wish) && slices.Contains(wish, ticketEvents):
		return invalidWebhook("subscriptions", "conditional_ticket_events cannot be combined with event subscriptions")
	case byEvent(wish) && (w.Method != "POST" || w.Format != "json"):
		return invalidWebhook("subscriptions", "event subscriptions need POST and json")
	case w.ID != "" && len(w.Subscriptions) > 0 && byEvent(wish) != byEvent(w.Subscriptions):
		return invalidWebhook("subscriptions", "the connection method of an existing webhook cannot be changed")
	case slices.ContainsFunc(wish, func(s string) bool { return s != ticketEvents && !strings.HasPrefix(s, "zen:event-type:") }):
		return invalidWebhook("subscriptions", "subscriptions are not valid")
	}
	w.Subscriptions = wish
	return nil
}

func (w *webhook) writeHeaders(sent members, replace bool) {
	if !sent.Has("custom_headers") && !replace {
		return
	}
	next := map[string]string{}
	if !replace && !sent.IsNull("custom_headers") {
		for name, value := range w.Headers {
			next[name] = value
		}
	}
	inner := sent.Object("custom_headers")
	for name := range inner {
		if delete(next, name); !inner.IsNull(name) {
			next[name] = inner.Text(name)
		}
	}
	w.Headers = next
}

func (w *webhook) writeAuth(sent members, replace bool) *reply {
	if !sent.Has("authentication") && !replace {
		return nil
	}
	if !sent.Sent("authentication") {
		w.Auth = nil
		return nil
	}
	inner := sent.Object("authentication")
	wish := &authentication{inner.Text("type"), map[string]string{}}
	names, known := authData[wish.Type]
	if !known {
		return invalidWebhook("authentication/type", "authentication type must be one of basic_auth, bearer_token, api_key")
	}
	if position := inner.Text("add_position"); position != "" && position != "header" {
		return invalidWebhook("authentication/add_position", "add_position must be header")
	}
	data := inner.Object("data")
	for _, name := range names {
		wish.Data[name] = data.Text(name)
		if wish.Data[name] == "" && !missingSecretRefused && w.Auth != nil && w.Auth.Type == wish.Type {
			wish.Data[name] = w.Auth.Data[name]
		}
		if wish.Data[name] == "" {
			return invalidWebhook("authentication/data/"+name, name+" is required")
		}
	}
	w.Auth = wish
	return nil
}

// webhooksInOrder gives the webhooks as they are listed, the newest first (recorded).
func (a *account) webhooksInOrder() []*webhook {
	all := byID(a.webhooks)
	slices.SortStableFunc(all, func(x, y *webhook) int { return cmp.Or(y.Created.Compare(x.Created), cmp.Compare(y.ID, x.ID)) })
	return all
}
