package zendesk_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
)

const hookPath = "/webhooks/01EJFTSCC78X5V07NPY2MHR00M"

func TestAWebhookIsReadAsItIs(t *testing.T) {
	a := newAccount(t)
	a.on("GET "+hookPath, says(200, `{"webhook":{"id":"01EJFTSCC78X5V07NPY2MHR00M","name":"Survey","description":null,"status":"inactive",
 "endpoint":"https://example.com/s","http_method":"POST","request_format":"json","subscriptions":["conditional_ticket_events"],
 "custom_headers":{"X-Env":"prod"},"authentication":{"type":"basic_auth","add_position":"header","data":{"username":"svc"}},
 "created_at":"2020-10-20T08:16:28Z","created_by":"1234567"}}`))
	got, err := a.client().Webhook(ctx(), "01EJFTSCC78X5V07NPY2MHR00M")
	noError(t, err)
	want := &zendesk.Webhook{
		ID: "01EJFTSCC78X5V07NPY2MHR00M", Name: "Survey", Endpoint: "https://example.com/s", HTTPMethod: "POST", RequestFormat: "json",
		Subscriptions: []string{"conditional_ticket_events"}, CustomHeaders: map[string]string{"X-Env": "prod"},
		Authentication: &zendesk.WebhookAuthentication{Type: "basic_auth", AddPosition: "header", Username: "svc"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A server may keep the method in the case in which somebody wrote it.
func TestTheMethodOfAWebhookIsReadInUpperCase(t *testing.T) {
	a := newAccount(t)
	a.on("GET "+hookPath, says(200, `{"webhook":{"id":"01EJFTSCC78X5V07NPY2MHR00M","name":"Survey","http_method":"get"}}`))
	got, err := a.client().Webhook(ctx(), "01EJFTSCC78X5V07NPY2MHR00M")
	noError(t, err)
	equal(t, "method", got.HTTPMethod, "GET")
}

func TestWhatAWebhookCreateSends(t *testing.T) {
	a := newAccount(t)
	a.on("GET /webhooks", says(200, `{"webhooks":[],"meta":{"has_more":false}}`))
	a.on("POST /webhooks", says(201, `{"webhook":{"id":"01A","name":"Survey","status":"active"}}`))
	created, err := a.client().CreateWebhook(ctx(), zendesk.WebhookInput{
		Name: ptr("Survey"), Endpoint: ptr("https://example.com/s"), HTTPMethod: ptr("POST"), RequestFormat: ptr("json"),
		CustomHeaders:  map[string]*string{"X-Env": ptr("prod"), "X-Gone": nil},
		Authentication: &zendesk.WebhookSecret{Type: "api_key", Name: "X-Api-Key", Value: "s3cr3t"},
	})
	noError(t, err)
	equal(t, "id", created.ID, "01A")
	equal(t, "body", a.sent("POST /webhooks"), `{"webhook":{"name":"Survey","endpoint":"https://example.com/s","http_method":"POST",`+
		`"request_format":"json","status":"active","subscriptions":["conditional_ticket_events"],"custom_headers":{"X-Env":"prod"},`+
		`"authentication":{"add_position":"header","data":{"name":"X-Api-Key","value":"s3cr3t"},"type":"api_key"}}}`)
}

func TestWhatAWebhookPatchSends(t *testing.T) {
	for name, test := range map[string]struct {
		in   zendesk.WebhookInput
		want string
	}{
		"deactivate":    {zendesk.WebhookInput{Active: ptr(false)}, `{"webhook":{"status":"inactive"}}`},
		"clear":         {zendesk.WebhookInput{Description: ptr("")}, `{"webhook":{"description":""}}`},
		"headers":       {zendesk.WebhookInput{CustomHeaders: map[string]*string{"A": ptr("1"), "B": nil}}, `{"webhook":{"custom_headers":{"A":"1","B":null}}}`},
		"no credential": {zendesk.WebhookInput{RemoveAuthentication: true}, `{"webhook":{"authentication":null}}`},
		"basic": {
			zendesk.WebhookInput{Authentication: &zendesk.WebhookSecret{Type: "basic_auth", Username: "u", Password: "p"}},
			`{"webhook":{"authentication":{"add_position":"header","data":{"password":"p","username":"u"},"type":"basic_auth"}}}`,
		},
		"bearer": {
			zendesk.WebhookInput{Authentication: &zendesk.WebhookSecret{Type: "bearer_token", Token: "t"}},
			`{"webhook":{"authentication":{"add_position":"header","data":{"token":"t"},"type":"bearer_token"}}}`,
		},
		"nothing": {zendesk.WebhookInput{}, `{"webhook":{}}`},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.on("PATCH "+hookPath, says(204, ""))
			noError(t, a.client().PatchWebhook(ctx(), "01EJFTSCC78X5V07NPY2MHR00M", test.in))
			equal(t, "body", a.sent("PATCH "+hookPath), test.want)
		})
	}
}

// The answer to a patch has no body, so the next read has to ask.
func TestAPatchedWebhookIsReadAgain(t *testing.T) {
	a := newAccount(t)
	a.on("GET /webhooks", says(200, `{"webhooks":[{"id":"A","name":"old"},{"id":"B","name":"b"}]}`))
	a.on("PATCH /webhooks/A", says(204, ""))
	a.on("GET /webhooks/A", says(200, `{"webhook":{"id":"A","name":"new"}}`))
	a.on("DELETE /webhooks/B", says(204, ""))
	c := a.client()
	_, err := c.Webhooks(ctx())
	noError(t, err)
	noError(t, c.PatchWebhook(ctx(), "A", zendesk.WebhookInput{Name: ptr("new")}))
	for range 2 {
		got, err := c.Webhook(ctx(), "A")
		noError(t, err)
		equal(t, "name", got.Name, "new")
	}
	equal(t, "asked", a.count("GET /webhooks/A"), 1)
	noError(t, c.DeleteWebhook(ctx(), "B"))
	_, err = c.Webhook(ctx(), "B")
	equal(t, "gone", zendesk.IsNotFound(err), true)
	equal(t, "a patch is repeated after a lost answer", patchTwice(t), 2)
}

func patchTwice(t *testing.T) int {
	t.Helper()
	a := newAccount(t)
	a.on("PATCH /webhooks/A", first(drop, says(204, "")))
	noError(t, a.client().PatchWebhook(ctx(), "A", zendesk.WebhookInput{Active: ptr(true)}))
	return a.count("PATCH")
}

// Webhooks may repeat a name; what Zendesk tells of them has to be equal.
func TestALostWebhookIsFoundAgain(t *testing.T) {
	a := newAccount(t)
	hook := func(id, endpoint string) string {
		return `{"id":"` + id + `","name":"Survey","status":"active","endpoint":"` + endpoint + `","authentication":{"type":"bearer_token","add_position":"header"}}`
	}
	a.on("GET /webhooks", first(says(200, `{"webhooks":[`+hook("A", "https://a")+`]}`),
		says(200, `{"webhooks":[`+hook("A", "https://a")+`,`+hook("B", "https://b")+`,`+hook("C", "https://a")+`]}`)))
	a.on("POST /webhooks", drop)
	got, err := a.client().CreateWebhook(ctx(), zendesk.WebhookInput{Name: ptr("Survey"), Endpoint: ptr("https://a"), Authentication: &zendesk.WebhookSecret{Type: "bearer_token", Token: "t"}})
	noError(t, err)
	equal(t, "adopted", got.ID, "C")
}

// A secret that Zendesk throws back at us is seen by nobody.
func TestNoSecretIsShown(t *testing.T) {
	a := newAccount(t)
	a.on("GET /webhooks", says(200, `{"webhooks":[]}`))
	a.on("POST /webhooks", says(400, `{"errors":[{"code":"Invalid","title":"Bad value hunter22","detail":"c3ZjOmh1bnRlcjIy and t0ken"}]}`))
	c := a.client()
	var log bytes.Buffer
	_, err := c.CreateWebhook(tflogtest.RootLogger(context.Background(), &log), zendesk.WebhookInput{
		Name: ptr("x"), Authentication: &zendesk.WebhookSecret{Type: "basic_auth", Username: "svc", Password: "hunter22"},
	})
	for name, text := range map[string]string{"error": err.Error(), "log": log.String()} {
		for _, secret := range []string{"hunter22", "c3ZjOmh1bnRlcjIy", "t0ken"} {
			if strings.Contains(text, secret) {
				t.Errorf("the %s shows %s: %s", name, secret, text)
			}
		}
	}
	if !strings.Contains(log.String(), "/api/v2/webhooks") {
		t.Error("nothing was logged")
	}
}
