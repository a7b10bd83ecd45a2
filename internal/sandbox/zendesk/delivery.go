package zendesk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// webhookCall is one delivery to a webhook.
type webhookCall struct {
	content
	webhook  webhook // as it was
	ticketID string
}

// invocation is one delivery as /webhooks/{id}/invocations tells it.
type invocation struct {
	id       string
	webhook  string
	request  string // the body that was sent
	warning  string
	answered engine.Result
	at       time.Time
}

// notifyWebhook queues the call of an action's webhook with the body rendered now. An inactive or vanished webhook is
// not called.
func (u *update) notifyWebhook(items []any) {
	if len(items) == 0 {
		return
	}
	w := u.webhooks[textOf(items[0])]
	if w == nil || w.Status != "active" {
		return
	}
	d := w.delivery(idText(u.ticket.ID), u.content(items))
	d.webhook.Endpoint = u.liquid(w.Endpoint)
	u.deliveries = append(u.deliveries, d)
}

func (w *webhook) delivery(ticketID string, what content) webhookCall {
	copied := *w
	copied.Invocations = nil
	return webhookCall{what, copied, ticketID}
}

// deliver makes the call and writes it into the webhook's history, if the webhook is still there.
func (d webhookCall) deliver(ctx context.Context, s *System) {
	done := &invocation{webhook: d.webhook.ID, request: d.body}
	done.id, done.answered = s.perform(ctx, d.ticketID, d.request)
	if d.webhook.Format == "json" && d.body != "" && !json.Valid([]byte(d.body)) {
		// Zendesk escapes nothing; that the body is broken shows here and at the receiver.
		done.warning = "the rendered body is not valid JSON"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	done.at = s.account.now()
	if w := s.account.webhooks[d.webhook.ID]; w != nil {
		w.Invocations = append(w.Invocations, done)
	}
}

var contentTypes = map[string]string{
	"json": "application/json", "xml": "application/xml", "form_encoded": "application/x-www-form-urlencoded",
}

func (d webhookCall) request(ctx context.Context, timestamp string) (*http.Request, error) {
	request, body, err := d.content.request(ctx, d.webhook.Method, d.webhook.Endpoint, contentTypes[d.webhook.Format])
	if err != nil {
		return nil, err
	}
	contentType := request.Header.Get("Content-Type")
	for name, value := range d.webhook.Headers {
		request.Header.Set(name, value)
	}
	request.Header.Set("User-Agent", "Zendesk Webhook")
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	request.Header.Set("x-zendesk-account-id", accountNumber)
	request.Header.Set("x-zendesk-webhook-id", d.webhook.ID)
	request.Header.Set("x-zendesk-webhook-signature-timestamp", timestamp)
	request.Header.Set("x-zendesk-webhook-signature", signature(d.webhook.Secret, timestamp, body))
	d.webhook.Auth.sign(request)
	return request, nil
}

// signature is base64(HMAC-SHA256(secret, timestamp + body)).
func signature(secret, timestamp, body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(timestamp + body))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func (a *authentication) sign(request *http.Request) {
	if a == nil {
		return
	}
	switch a.Type {
	case "basic_auth":
		request.SetBasicAuth(a.Data["username"], a.Data["password"])
	case "bearer_token":
		request.Header.Set("Authorization", "Bearer "+a.Data["token"])
	case "api_key":
		request.Header.Set(a.Data["name"], a.Data["value"])
	}
}

func (i *invocation) outcome() string {
	switch {
	case i.answered.OK():
		return "success"
	case i.answered.Status != 0:
		return "terminated" // recorded, of a receiver that answered 403
	default:
		return "failed"
	}
}

// ended adds how a delivery or an attempt ended; without an answer there is no status_code (recorded).
func (i *invocation) ended(one object) object {
	one["status"] = i.outcome()
	if i.answered.Status != 0 {
		one["status_code"] = i.answered.Status
	}
	return one
}

func renderInvocation(i *invocation) object {
	return i.ended(object{"id": i.id, "webhook_id": i.webhook, "latest_completed_at": stamp(i.at), "created_at": stamp(i.at)})
}

func renderAttempt(i *invocation) object {
	one := i.ended(object{
		"id": i.id + "-1", "invocation_id": i.id, "occurred_at": stamp(i.at), "completed_at": stamp(i.at),
		"request": object{"payload": i.request}, "response": object{"payload": i.answered.Body},
	})
	if i.answered.Failure != "" {
		one["error"] = i.answered.Failure
	}
	if i.warning != "" {
		one["warning"] = i.warning
	}
	return one
}
