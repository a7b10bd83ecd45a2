package zendesk_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const always = `{"all":[{"field":"update_type","operator":"is","value":"Create"}]}`

// notify is an action that calls a webhook with a body.
func notify(webhook, body string) string {
	return fmt.Sprintf(`[{"field":"notification_webhook","value":[%q,%q]}]`, webhook, body)
}

func TestWebhookLife(t *testing.T) {
	d := open(t, engine.Options{})
	id := d.webhook("https://surveys.example.com/a", `"authentication":{"type":"basic_auth","data":{"username":"connect","password":"s3cr3t"},"add_position":"header"},
		"custom_headers":{"X-Env":"prod","X-Team":"a"},"description":"d","signing_secret":{"secret":"mine"}`)
	show1 := func() any { return d.must(200, "GET", "/webhooks/"+id, "")["webhook"] }
	one := show1()
	d.equal("no secret", at(one, "authentication"), thing{"type": "basic_auth", "add_position": "header", "data": thing{"username": "connect"}})
	if len(id) != 26 || strings.Contains(show(one), "s3cr3t") || strings.Contains(show(one), "mine") {
		t.Errorf("webhook %s: %s", id, show(one))
	}

	d.must(204, "PATCH", "/webhooks/"+id, `{"webhook":{"name":"B","custom_headers":{"X-Team":null,"X-New":"n"}}}`)
	d.equal("merged headers", at(show1(), "custom_headers"), thing{"X-Env": "prod", "X-New": "n"})
	d.equal("authentication stays", text(show1(), "authentication", "type"), "basic_auth")
	d.must(204, "PATCH", "/webhooks/"+id, `{"webhook":{"authentication":null}}`)
	d.equal("authentication is gone", at(show1(), "authentication"), nil)
	d.must(204, "PUT", "/webhooks/"+id, `{"webhook":{"name":"C","endpoint":"https://b.example.com","http_method":"PUT","request_format":"json","status":"inactive"}}`)
	d.equal("replaced", []any{at(show1(), "custom_headers"), at(show1(), "description"), at(show1(), "status"), at(show1(), "subscriptions", 0)}, []any{nil, nil, "inactive", "conditional_ticket_events"})
	d.refused(400, "PATCH", "/webhooks/"+id, `{"webhook":{"subscriptions":["zen:event-type:user.created"],"http_method":"POST"}}`, "connection method")

	secret := d.must(200, "GET", "/webhooks/"+id+"/signing_secret", "")
	reset := d.must(201, "POST", "/webhooks/"+id+"/signing_secret", "")
	if text(secret, "signing_secret", "algorithm") != "SHA256" || show(secret) == show(reset) {
		t.Errorf("signing secret %s, then %s", show(secret), show(reset))
	}
	d.must(204, "DELETE", "/webhooks/"+id, "")
	d.refused(404, "GET", "/webhooks/"+id, "", `"errors":[`)
}

func TestWebhookIsRefused(t *testing.T) {
	d := open(t, engine.Options{})
	for members, words := range map[string]string{
		`"endpoint":"https://a.example","http_method":"POST","request_format":"json","status":"active"`:                                                     "name is required",
		`"name":"n","endpoint":"ftp://a.example","http_method":"POST","request_format":"json","status":"active"`:                                            "not a valid URL",
		`"name":"n","endpoint":"http://a.example","http_method":"POST","request_format":"json","status":"active"`:                                           "https",
		`"name":"n","endpoint":"https://a.example","http_method":"SEND","request_format":"json","status":"active"`:                                          "http_method",
		`"name":"n","endpoint":"https://a.example","http_method":"POST","request_format":"json"`:                                                            "status is required",
		`"name":"n","endpoint":"https://a.example","http_method":"POST","request_format":"json","status":"active","authentication":{"type":"bearer_token"}`: "token is required",
	} {
		d.refused(400, "POST", "/webhooks", `{"webhook":{`+members+`}}`, words, `"errors":[`)
	}
	d.control(`{"webhook_limit":1}`)
	first := d.webhook("https://a.example", `"authentication":{"type":"bearer_token","data":{"token":"t"}}`)
	d.refused(403, "POST", "/webhooks", `{"webhook":{}}`, "WebhookLimitExceeded")
	d.control(`{"webhook_limit":0}`)
	clone := d.must(201, "POST", "/webhooks?clone_webhook_id="+first, `{"webhook":{"name":"Clone"}}`)["webhook"]
	d.equal("clone", []any{at(clone, "endpoint"), text(clone, "authentication", "type")}, []any{"https://a.example", "bearer_token"})
	names := func(query string) []string {
		return column(d.must(200, "GET", "/webhooks?"+query, "")["webhooks"], "name")
	}
	d.equal("filter", names("filter[name_contains]=clo&filter[status]=active"), []string{"Clone"})
	d.equal("sort", names("sort=name&page[size]=1"), []string{"Clone"})
}

func TestDelivery(t *testing.T) {
	d, to := open(t, engine.Options{}), listen(t)
	id := d.webhook(to.url+"/v1/auth", `"authentication":{"type":"api_key","data":{"name":"X-Key","value":"k"}},"custom_headers":{"X-Env":"test"}`)
	d.trigger("send", always, notify(id, `{"id":{{ticket.id}},"name":"{{ticket.requester.name}}"}`))
	ticket := d.ticket(`"subject":"x","requester":{"name":"Ann \"AJ\"","email":"ann@example.org"}`)
	if len(to.calls) != 1 {
		t.Fatalf("%d calls", len(to.calls))
	}
	got := to.calls[0]
	d.equal("raw body", got.body, `{"id":`+text(ticket, "id")+`,"name":"Ann "AJ""}`)
	d.equal("headers", []string{got.header.Get("X-Key"), got.header.Get("X-Env"), got.header.Get("x-zendesk-webhook-id"), got.header.Get("Content-Type")}, []string{"k", "test", id, "application/json"})

	secret := text(d.must(200, "GET", "/webhooks/"+id+"/signing_secret", ""), "signing_secret", "secret")
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(got.header.Get("x-zendesk-webhook-signature-timestamp") + got.body))
	d.equal("signature", got.header.Get("x-zendesk-webhook-signature"), base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	invocation := got.header.Get("x-zendesk-webhook-invocation-id")
	d.equal("ticket behind it", d.world.Deliveries.TicketOf(http.Header{"X-Id": {invocation}}), text(ticket, "id"))

	history := d.must(200, "GET", "/webhooks/"+id+"/invocations", "")
	d.equal("history", []string{text(history, "invocations", 0, "id"), text(history, "invocations", 0, "status_code")}, []string{invocation, "202"})
	attempt := at(d.must(200, "GET", "/webhooks/"+id+"/invocations/"+invocation+"/attempts", ""), "attempts", 0)
	d.equal("attempt", []string{text(attempt, "response", "payload"), text(attempt, "warning")}, []string{"thanks", "the rendered body is not valid JSON"})

	d.must(204, "PATCH", "/webhooks/"+id, `{"webhook":{"status":"inactive"}}`)
	d.ticket(`"subject":"y"`)
	d.equal("an inactive webhook is not called", len(to.calls), 1)
}

// The body is what the ticket was when the trigger fired, and the receiver may call back before it answers.
func TestDeliveryIsRenderedAtOnceAndHoldsNoLock(t *testing.T) {
	d, to := open(t, engine.Options{}).clear(), listen(t)
	to.during = func() { d.must(200, "PUT", "/tickets/1", `{"ticket":{"comment":{"body":"surveyed","public":false}}}`) }
	id := d.webhook(to.url)
	both := strings.TrimSuffix(notify(id, "{{ticket.tags}}"), "]")
	d.trigger("first", always, both+`,{"field":"current_tags","value":"late"}]`)
	d.trigger("second", always, notify(id, "{{ticket.tags}}"))
	d.ticket(`"subject":"x","tags":["early"]`)
	d.equal("bodies", []string{to.calls[0].body, to.calls[1].body}, []string{"early", "early late"})
	d.equal("notes", len(d.must(200, "GET", "/tickets/1/comments", "")["comments"].([]any)), 2)
}

func TestDeliveryFormats(t *testing.T) {
	d, to := open(t, engine.Options{}).clear(), listen(t)
	form := d.webhook(to.url+"/form", `"request_format":"form_encoded"`)
	get := d.webhook(to.url+"/get?a=1", `"http_method":"GET"`)
	for _, id := range []string{form, get} {
		d.trigger("send", always, fmt.Sprintf(`[{"field":"notification_webhook","value":[%q,[["ticket","{{ticket.id}}"],["x y","&"]]]}]`, id))
	}
	d.ticket(`"subject":"x"`)
	d.equal("form", to.calls[0].body, "ticket=1&x+y=%26")
	d.equal("query", []string{to.calls[1].method, to.calls[1].path, to.calls[1].body}, []string{"GET", "/get?a=1&ticket=1&x+y=%26", ""})
}

func TestWebhookTest(t *testing.T) {
	d, to := open(t, engine.Options{}), listen(t)
	id := d.webhook(to.url, `"authentication":{"type":"bearer_token","data":{"token":"stored"}}`)
	answer := d.must(200, "POST", "/webhooks/test?webhook_id="+id, `{"request":{"payload":"{\"do_not_send\":true}"}}`)
	d.equal("response", []string{text(answer, "response", "status_code"), text(answer, "response", "payload")}, []string{"202", "thanks"})
	d.equal("request", []string{to.calls[0].body, to.calls[0].header.Get("Authorization")}, []string{`{"do_not_send":true}`, "Bearer stored"})
	d.must(200, "POST", "/webhooks/test", fmt.Sprintf(`{"request":{"endpoint":%q,"http_method":"PUT","request_format":"json","payload":"{}"}}`, to.url))
	d.equal("without a stored one", to.calls[1].method, "PUT")
}

// The history is for seven days, newest first unless asked otherwise, and not every account offers it.
func TestDeliveriesAreListedForAWeek(t *testing.T) {
	d, to := open(t, engine.Options{}), listen(t)
	id := d.webhook(to.url+"/v1/auth", `"description":"d"`)
	d.trigger("send", always, notify(id, "{}"))
	history := func(query string) []string {
		return column(d.must(200, "GET", "/webhooks/"+id+"/invocations?"+query, "")["invocations"], "id")
	}
	d.ticket(`"subject":"x"`)
	d.world.Clock.Advance(6 * 24 * time.Hour)
	d.ticket(`"subject":"y"`)
	both := history("")
	if len(both) != 2 {
		t.Fatalf("two deliveries expected, got %v", both)
	}
	d.equal("newest first", history("sort=-latest_completed_at"), both)
	d.equal("oldest first", history("sort=latest_completed_at"), []string{both[1], both[0]})
	d.world.Clock.Advance(2 * 24 * time.Hour)
	d.equal("after a week", history(""), both[:1])
	d.control(`{"webhook_history":"forbidden"}`)
	d.refused(403, "GET", "/webhooks/"+id+"/invocations", "", `"errors":[`)
	d.control(`{"webhook_history":"absent"}`)
	d.refused(404, "GET", "/webhooks/"+id+"/invocations", "", `"errors":[`)
}
