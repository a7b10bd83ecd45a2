package zendesk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// delivery is one webhook call, complete at the moment the trigger fired: later changes of ticket and webhook do not
// reach it.
type delivery struct {
	webhook  webhook // as it was
	ticketID string
	body     string
	pairs    url.Values // of GET, DELETE and form_encoded
}

// invocation is one delivery as /webhooks/{id}/invocations tells it.
type invocation struct {
	id       string
	webhook  string
	request  string // the body that was sent
	warning  string
	answered outcome
	at       time.Time
}

// outcome is how a call ended: a status with header and body, or the failure that prevented one.
type outcome struct {
	status  int
	header  http.Header
	body    string
	failure string
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
	var body string
	pairs := url.Values{}
	if len(items) > 1 {
		if lines, ok := items[1].([]any); ok {
			// GET and form style: a list of key and value.
			for _, line := range lines {
				if pair, ok := line.([]any); ok && len(pair) == 2 {
					pairs.Add(textOf(pair[0]), u.liquid(textOf(pair[1])))
				}
			}
		} else {
			body = u.liquid(textOf(items[1]))
		}
	}
	d := w.delivery(idText(u.ticket.ID), body, pairs)
	d.webhook.Endpoint = u.liquid(w.Endpoint)
	u.deliveries = append(u.deliveries, d)
}

func (w *webhook) delivery(ticketID, body string, pairs url.Values) delivery {
	twin := *w
	twin.Invocations = nil
	return delivery{webhook: twin, ticketID: ticketID, body: body, pairs: pairs}
}

// deliver makes a call and writes it into the webhook's history, if the webhook is still there.
func (s *System) deliver(ctx context.Context, d delivery) {
	done := &invocation{webhook: d.webhook.ID, request: d.body}
	done.id, done.answered = s.perform(ctx, d)
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

// perform calls the receiver. The caller of the API may have gone meanwhile: the call is made all the same.
func (s *System) perform(ctx context.Context, d delivery) (invocationID string, done outcome) {
	invocationID = s.world.Deliveries.Begin(d.ticketID)
	request, err := d.request(context.WithoutCancel(ctx), stamp(s.world.Clock.Now()))
	if err != nil {
		return invocationID, outcome{failure: err.Error()}
	}
	request.Header.Set(engine.InvocationHeader, invocationID)
	response, err := s.world.Client.Do(request)
	if err != nil {
		return invocationID, outcome{failure: err.Error()}
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	return invocationID, outcome{status: response.StatusCode, header: response.Header, body: string(text)}
}

var contentTypes = map[string]string{
	"json": "application/json", "xml": "application/xml", "form_encoded": "application/x-www-form-urlencoded",
}

func (d delivery) request(ctx context.Context, timestamp string) (*http.Request, error) {
	address, body := d.webhook.Endpoint, d.body
	bare := d.webhook.Method == http.MethodGet || d.webhook.Method == http.MethodDelete
	switch {
	case bare && len(d.pairs) > 0:
		join := "?"
		if strings.Contains(address, "?") {
			join = "&"
		}
		address, body = address+join+d.pairs.Encode(), ""
	case bare:
		body = ""
	case len(d.pairs) > 0:
		body = d.pairs.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, d.webhook.Method, address, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, value := range d.webhook.Headers {
		request.Header.Set(name, value)
	}
	request.Header.Set("User-Agent", "Zendesk Webhook")
	if !bare {
		request.Header.Set("Content-Type", contentTypes[d.webhook.Format])
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
	if i.answered.status >= 200 && i.answered.status < 300 {
		return "success"
	}
	return "failed"
}

func renderInvocation(i *invocation) object {
	return object{
		"id": i.id, "webhook_id": i.webhook, "status": i.outcome(), "status_code": i.answered.status,
		"latest_completed_at": stamp(i.at), "created_at": stamp(i.at),
	}
}

func renderAttempt(i *invocation) object {
	one := object{
		"id": i.id + "-1", "invocation_id": i.id, "status": i.outcome(), "status_code": i.answered.status, "occurred_at": stamp(i.at),
		"completed_at": stamp(i.at), "request": object{"payload": i.request}, "response": object{"payload": i.answered.body},
	}
	if i.answered.failure != "" {
		one["error"] = i.answered.failure
	}
	if i.warning != "" {
		one["warning"] = i.warning
	}
	return one
}
