package acceptance

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// receiver is a survey backend that notes how it is authenticated to.
func receiver(t *testing.T) (url string, last func() http.Header) {
	t.Helper()
	headers := make(chan http.Header, 100)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { headers <- r.Header.Clone() }))
	t.Cleanup(server.Close)
	return server.URL, func() http.Header { return <-headers }
}

// A rotation: the key is renewed in the backend and given to Terraform as an
// ephemeral variable.
func TestARotatedKeyIsSentByOnePatch(t *testing.T) {
	t.Parallel()
	const first, second = `first"s3cr3t<key`, `second\s3cr3t&key`
	for _, kind := range []struct{ name, block, sends, header, prefix string }{
		{"basic", `{ basic = { username = "connect", password_wo = var.key, password_wo_version = var.version_of_key } }`, sentBasic, "Authorization", "Basic"},
		{"bearer", `{ bearer = { token_wo = var.key, token_wo_version = var.version_of_key } }`, sentBearer, "Authorization", "Bearer "},
		{"api_key", `{ api_key = { name = "X-Survey", value_wo = var.key, value_wo_version = var.version_of_key } }`, sentAPIKey, "X-Survey", ""},
	} {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			url, last := receiver(t)
			w := a.shell(`
variable "key" {
  type      = string
  ephemeral = true
}
variable "version_of_key" {}
` + webhooks.block("hook", attributes{"endpoint": `"` + url + `"`, "authentication": kind.block, "custom_headers": `{ X-Env = "prod" }`}))
			given := func(key, version string) {
				w.setenv("TF_VAR_key="+key, "TF_VAR_version_of_key="+version)
			}
			received := func(key string) {
				t.Helper()
				id := w.attribute(webhooks.address("hook"), "id")
				a.call("POST", "/webhooks/test?webhook_id="+id, map[string]any{"request": map[string]any{"payload": "{}"}})
				wanted := kind.prefix + key
				if kind.prefix == "Basic" {
					wanted = "Basic " + base64.StdEncoding.EncodeToString([]byte("connect:"+key))
				}
				if got := last().Get(kind.header); got != wanted {
					t.Errorf("the backend is sent %q instead of %q", got, wanted)
				}
			}
			given(first, "1")
			w.run("plan", "-out=first.plan")
			w.run("apply", "first.plan")
			received(first)

			a.forget()
			given(second, "1")
			w.noChanges()
			w.apply()
			if writes := a.writes(); len(writes) != 0 {
				t.Errorf("without a new version the stored key stays, got %s", describe(writes))
			}
			received(first)

			a.forget()
			given(second, "2")
			w.run("plan", "-out=second.plan")
			w.run("apply", "second.plan")
			a.sent(webhooks, "rotation", w.attribute(webhooks.address("hook"), "id"), `{"authentication": `+kind.sends+`}`)
			received(second)
			w.noChanges()
		})
	}
}

// A CLI plans once more before it applies and would meet the check of the plan.
// One that does not must not make a webhook that anybody may call.
func TestAWebhookIsNeverCreatedOrChangedWithoutItsSecret(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := a.hookByHand()
	p := a.protocol(a.section())
	a.forget()
	const kind = "surveytrigger_zendesk_webhook"
	config := p.value(p.types[kind], hook(map[string]any{"authentication": map[string]any{"bearer": map[string]any{}}}))
	planned := hook(map[string]any{"http_method": "POST", "request_format": "json", "active": true, "authentication": map[string]any{"bearer": map[string]any{}}, "id": id, "account": "sandbox-acme.zendesk.com"})
	prior := merged(planned, map[string]any{"authentication": nil})
	for what, before := range map[string]tftypes.Value{"create": tftypes.NewValue(p.types[kind], nil), "update": p.value(p.types[kind], prior)} {
		answer, err := p.server.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
			TypeName: kind, PriorState: p.wire(before), Config: p.wire(config), PlannedState: p.wire(p.value(p.types[kind], planned)),
		})
		p.must(nil, err)
		if failed := errorsOf(answer.Diagnostics); len(failed) != 1 || failed[0].Summary != "The secret is missing" {
			t.Errorf("%s: expected an error, got %v", what, failed)
		}
	}
	if requests := a.requests(); len(requests) != 0 {
		t.Errorf("nothing is sent, got %s", describe(requests))
	}
}

// While the user name is not known yet it may well stay the same, and then the
// stored password does.
func TestAUserNameThatIsNotKnownYetNeedsNoSecret(t *testing.T) {
	t.Parallel()
	a := start(t)
	p := a.protocol(a.section())
	const kind = "surveytrigger_zendesk_webhook"
	held := func(username any) tftypes.Value {
		return p.value(p.types[kind], hook(map[string]any{
			"http_method": "POST", "request_format": "json", "active": true, "id": "01HOOK", "account": "sandbox-acme.zendesk.com",
			"authentication": map[string]any{"basic": map[string]any{"username": username}},
		}))
	}
	for name, row := range map[string]struct {
		username any
		fails    bool
	}{"the same": {"connect", false}, "not known": {tftypes.UnknownValue, false}, "another": {"somebody", true}} {
		config := p.value(p.types[kind], hook(map[string]any{"authentication": map[string]any{"basic": map[string]any{"username": row.username}}}))
		answer, err := p.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: kind, PriorState: p.wire(held("connect")), Config: p.wire(config), ProposedNewState: p.wire(held(row.username)),
		})
		p.must(nil, err)
		if failed := errorsOf(answer.Diagnostics); (len(failed) > 0) != row.fails {
			t.Errorf("%s: %v", name, failed)
		}
	}
}
