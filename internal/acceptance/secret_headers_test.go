package acceptance

import (
	"fmt"
	"strings"
	"testing"
)

// headersOf are the custom headers of the account's only webhook, as Zendesk has them.
func (a *account) headersOf() map[string]any {
	a.t.Helper()
	hooks := a.list("/webhooks", "webhooks")
	if len(hooks) != 1 {
		a.t.Fatalf("one webhook expected, got %v", hooks)
	}
	headers, _ := hooks[0]["custom_headers"].(map[string]any)
	return headers
}

func (a *account) expectHeaders(when, expected string) {
	a.t.Helper()
	if got := asJSON(a.headersOf()); got != expected {
		a.t.Errorf("%s: %s expected, got %s", when, expected, got)
	}
}

// Secret headers reach Zendesk, and nothing else.
func TestSecretHeadersAreSentAndKeptNowhere(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.process("")
	w.setenv("TF_LOG=TRACE", "TF_LOG_PATH=trace.log")
	hook := func(plain, secret, version string) string {
		return a.provider() + webhooks.block("hook", attributes{"custom_headers": plain, "secret_headers_wo": secret, "secret_headers_wo_version": version})
	}
	step := func(when, config, expected string, patches int) {
		t.Helper()
		a.forget()
		w.configure(config)
		if told := w.tell("apply", "-auto-approve"); len(told) != 0 {
			t.Errorf("%s: got %v", when, told)
		}
		a.expectHeaders(when, expected)
		if writes := a.writes(); len(writes) != patches {
			t.Errorf("%s: %d requests expected, got %s", when, patches, describe(writes))
		}
		w.noChanges()
	}
	step("created", hook(`{ X-Env = "prod" }`, `{ X-Api-Key = "s3cr3t-one", Authorization = "Bearer s3cr3t-two" }`, "1"),
		`{"Authorization":"Bearer s3cr3t-two","X-Api-Key":"s3cr3t-one","X-Env":"prod"}`, 1)
	step("without a version nothing is sent", hook(`{ X-Env = "prod" }`, `{ X-Api-Key = "s3cr3t-new", Authorization = "Bearer s3cr3t-two" }`, "1"),
		`{"Authorization":"Bearer s3cr3t-two","X-Api-Key":"s3cr3t-one","X-Env":"prod"}`, 0)
	step("rotated, and one removed", hook(`{ X-Env = "prod" }`, `{ X-Api-Key = "s3cr3t-new" }`, "2"), `{"X-Api-Key":"s3cr3t-new","X-Env":"prod"}`, 1)
	step("left out, they stay", hook(`{ X-Env = "test" }`, "null", "2"), `{"X-Api-Key":"s3cr3t-new","X-Env":"test"}`, 1)
	step("moved out of custom_headers", hook("null", `{ X-Api-Key = "s3cr3t-new", X-Env = "s3cr3t-env" }`, "3"), `{"X-Api-Key":"s3cr3t-new","X-Env":"s3cr3t-env"}`, 1)
	step("moved without a version", hook(`{ X-Env = "prod" }`, `{ X-Api-Key = "s3cr3t-new" }`, "3"), `{"X-Api-Key":"s3cr3t-new","X-Env":"prod"}`, 1)

	a.call("PATCH", "/webhooks/"+w.attribute(webhooks.address("hook"), "id"), map[string]any{"webhook": map[string]any{"custom_headers": map[string]any{"X-Api-Key": nil}}})
	warnings := w.warnings("plan")
	if len(warnings) != 1 || warnings[0].Summary != "A secret header was removed" || !strings.Contains(warnings[0].Detail, "X-Api-Key") {
		t.Errorf("removed in the admin screen: got %v", warnings)
	}
	w.apply()
	a.expectHeaders("repaired", `{"X-Api-Key":"s3cr3t-new","X-Env":"prod"}`)
	step("removed", hook("null", "{}", "4"), "null", 1)
	w.configure("") // which holds the values
	w.write("main.tf", "")
	w.plan()
	w.holdsNone("s3cr3t-one", "s3cr3t-two", "s3cr3t-new", "s3cr3t-env")
}

func TestSecretHeadersThatCannotBeMeantAreRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell("")
	hook := func(plain, secret, version string) {
		w.configure(a.provider() + webhooks.block("hook", attributes{"custom_headers": plain, "secret_headers_wo": secret, "secret_headers_wo_version": version}))
	}
	refused := func(summary string) {
		t.Helper()
		if found := w.errors("plan"); len(found) != 1 || found[0].Summary != summary {
			t.Errorf("%q expected, got %v", summary, found)
		}
	}
	hook(`{ x-env = "prod" }`, `{ X-Env = "other" }`, "1")
	refused("A header is set twice")
	hook("null", `{ X-Env = "one" }`, "1")
	w.apply()
	hook("null", `{ X-Env = "one", X-More = "two" }`, "1")
	refused("Secret headers would not be sent")
	hook("null", "null", "2")
	refused("A new version without a secret")
}

// What looks like a credential and stands in state is warned of, when it comes.
func TestCredentialsInStateAreWarnedOf(t *testing.T) {
	t.Parallel()
	const header, address = "A credential in custom_headers", "The URL holds a credential"
	const url = "https://surveys.example.com/hook"
	rows := []struct {
		name           string
		more           attributes
		summary, words string
	}{
		{"Authorization", attributes{"custom_headers": `{ Authorization = "Bearer x" }`}, header, "secret_headers_wo"},
		{"Proxy-Authorization", attributes{"custom_headers": `{ Proxy-Authorization = "Basic x" }`}, header, "secret_headers_wo"},
		{"X-API-Key", attributes{"custom_headers": `{ X-API-Key = "x" }`}, header, "secret_headers_wo"},
		{"Cookie", attributes{"custom_headers": `{ Cookie = "x=y" }`}, header, "secret_headers_wo"},
		{"an ordinary header", attributes{"custom_headers": `{ X-Env = "prod", Content-Language = "de" }`}, "", ""},
		{"a key in the URL", attributes{"endpoint": quoted(url + "?api_key=abc")}, address, "secret_headers_wo"},
		{"a token in the URL", attributes{"endpoint": quoted(url + "?channel=email&access_token=abc")}, address, "access_token"},
		{"an ordinary URL", attributes{"endpoint": quoted(url + "?channel=email")}, "", ""},
	}
	a := start(t)
	text := a.provider() + targets.block("keyed", attributes{"url": quoted(url + "?token=abc")})
	for i, row := range rows {
		text += webhooks.block(fmt.Sprintf("row_%d", i), row.more)
	}
	w := a.shell(text)
	found := map[string][]told{}
	for _, each := range w.warnings("plan") {
		found[each.Address] = append(found[each.Address], each)
	}
	expect := func(name, at, summary, words string) {
		t.Helper()
		said := found[at]
		if summary == "" && len(said) != 0 || summary != "" && (len(said) != 1 || said[0].Summary != summary || !strings.Contains(said[0].Detail, words) || !strings.Contains(said[0].Detail, "clear text in state")) {
			t.Errorf("%s: %q with %q expected, got %v", name, summary, words, said)
		}
	}
	for i, row := range rows {
		expect(row.name, webhooks.address(fmt.Sprintf("row_%d", i)), row.summary, row.words)
	}
	expect("a key in a target", targets.address("keyed"), address, "password_wo")
	w.apply()
	if warnings := w.warnings("plan"); len(warnings) != 0 {
		t.Errorf("nothing changes, got %v", warnings)
	}
}

// An import does not read credentials into state, and leaves them where they are.
func TestAnImportLeavesOutHeadersWithCredentials(t *testing.T) {
	t.Parallel()
	a := start(t)
	made := a.call("POST", "/webhooks", map[string]any{"webhook": map[string]any{
		"name": "Stella", "endpoint": "https://surveys.example.com/hook", "http_method": "POST", "request_format": "json", "status": "active",
		"subscriptions": []string{"conditional_ticket_events"}, "custom_headers": map[string]any{"Authorization": "Bearer s3cr3t-by-hand", "X-Env": "prod"},
	}})
	id := made["webhook"].(map[string]any)["id"].(string)
	block := func(more attributes) string {
		return a.provider() + webhooks.block("hook", attributes{"name": `"Stella"`, "custom_headers": `{ X-Env = "prod" }`}, more)
	}
	w := a.shell(block(nil) + "import {\n  to = " + webhooks.address("hook") + "\n  id = " + quoted(id) + "\n}\n")
	warnings := w.warnings("plan")
	if len(warnings) != 1 || warnings[0].Summary != "Headers with credentials are left out" || !strings.Contains(warnings[0].Detail, "Authorization") {
		t.Errorf("got %v", warnings)
	}
	a.forget()
	w.apply()
	w.noChanges()
	if writes := a.writes(); len(writes) != 0 {
		t.Errorf("nothing is written, got %s", describe(writes))
	}
	w.configure(block(attributes{"description": `"Imported"`}))
	w.apply()
	w.noChanges()
	a.expectHeaders("an update of something else", `{"Authorization":"Bearer s3cr3t-by-hand","X-Env":"prod"}`)
	w.plan()
	w.holdsNone("s3cr3t-by-hand")

	w.configure(block(attributes{"secret_headers_wo": `{ Authorization = "Bearer s3cr3t-mine" }`, "secret_headers_wo_version": "1"}))
	w.apply()
	w.noChanges()
	a.expectHeaders("managed", `{"Authorization":"Bearer s3cr3t-mine","X-Env":"prod"}`)
}
