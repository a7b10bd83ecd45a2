package acceptance

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
)

// chatsNotify is a send that calls the target "old" for each solved chat.
var chatsNotify = sends.block("chats", attributes{"webhook_id": "", "target_id": targets.address("old") + ".id"})

func basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

// The password is renewed in the backend and given to Terraform as an ephemeral
// variable.
func TestARotatedPasswordIsSentByOnePut(t *testing.T) {
	t.Parallel()
	const first, second = `first"s3cr3t<key`, `second\s3cr3t&key`
	a := start(t)
	url, last := receiver(t)
	w := a.shell(`
variable "password" {
  type      = string
  ephemeral = true
}
variable "generation" {}
` + targets.block("old", attributes{"url": quoted(url), "username": `"connect"`, "password_wo": "var.password", "password_wo_version": "var.generation"}) + chatsNotify)
	given := func(password, generation string) {
		w.setenv("TF_VAR_password="+password, "TF_VAR_generation="+generation)
	}
	received := func(wanted string) {
		t.Helper()
		a.solve(ticket{via: 29})
		if got := last().Get("Authorization"); got != wanted {
			t.Errorf("the backend is sent %q instead of %q", got, wanted)
		}
	}
	given(first, "1")
	w.run("plan", "-out=first.plan")
	w.run("apply", "first.plan")
	received(basic("connect", first))

	a.forget()
	given(second, "1")
	w.noChanges()
	w.apply()
	if writes := a.writes(); len(writes) != 0 {
		t.Errorf("without a new version the stored password stays, got %s", describe(writes))
	}
	received(basic("connect", first))

	a.forget()
	given(second, "2")
	w.run("plan", "-out=second.plan")
	w.run("apply", "second.plan")
	a.sent(targets, "rotation", w.attribute(targets.address("old"), "id"), sentConnect)
	received(basic("connect", second))
	w.noChanges()
}

// Zendesk may forget the password when it gets another user name alone, so what
// changes beside it must not touch the credential.
func TestTheStoredPasswordSurvivesEveryOtherChange(t *testing.T) {
	t.Parallel()
	a := start(t)
	url, last := receiver(t)
	config := func(more attributes) string {
		return a.provider() + sends.prelude + targets.block("old", attributes{"url": quoted(url)}, more) + chatsNotify
	}
	received := func(wanted string) {
		t.Helper()
		a.solve(ticket{via: 29})
		if got := last().Get("Authorization"); got != wanted {
			t.Errorf("the backend is sent %q instead of %q", got, wanted)
		}
	}
	w := a.shell(config(attributes{"username": connectTarget}))
	w.apply()
	received(basic("connect", "s3cr3t-password"))

	w.configure(config(attributes{"username": `"connect"`, "title": `"New"`, "method": `"put"`, "password_wo_version": "7"}))
	w.apply()
	received(basic("connect", "s3cr3t-password"))

	w.configure(config(nil))
	w.apply()
	received("")
	w.noChanges()
}

// What could not be sent as one credential is refused by the plan.
func TestHalfACredentialIsRefusedByThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + targets.block("old", attributes{"username": connectTarget}))
	w.apply()
	a.forget()
	for name, row := range map[string]struct {
		credential   attributes
		line, detail string
	}{
		"another user": {attributes{"username": `"somebody"`}, `resource "surveytrigger_zendesk_http_target" "old" {`, `forget the stored password`},
		"no user":      {attributes{"password_wo": `"x"`}, `password_wo = "x"`, `"username" must be specified`},
	} {
		w.configure(a.provider() + targets.block("old", row.credential))
		if found := w.errors("plan"); len(found) != 1 || found[0].line() != row.line || !strings.Contains(found[0].Detail, row.detail) {
			t.Errorf("%s: one error with %q expected, got %v", name, row.detail, found)
		}
	}
	w.configure(a.provider() + targets.block("new", attributes{"username": `"connect"`}))
	if found := w.errors("plan"); len(found) != 1 || !strings.Contains(found[0].Detail, `set "password_wo"`) {
		t.Errorf("a new target needs its password, got %v", found)
	}
	if writes := a.writes(); len(writes) != 0 {
		t.Errorf("a plan writes nothing, got %s", describe(writes))
	}

	// The same without a password in the configuration: the stored one stays.
	w.configure(a.provider() + targets.block("old", attributes{"username": `"connect"`}))
	w.noChanges()
}

// Import tells all but the password: with one in the configuration, that is the
// only thing to send.
func TestAfterImportingATargetOnlyItsPasswordIsSent(t *testing.T) {
	t.Parallel()
	a := start(t)
	made := func(more map[string]any) string {
		return number(a.call("POST", "/targets", map[string]any{"target": merged(map[string]any{
			"type": "http_target", "title": "By hand", "target_url": "https://surveys.example.com/zd", "method": "post", "content_type": "application/json",
		}, more)})["target"].(map[string]any)["id"])
	}
	login := map[string]any{"username": "connect", "password": "secret"}
	rows := map[string]struct {
		id       string
		declared attributes
		sends    string
	}{
		"plain":    {made(nil), nil, ""},
		"other":    {made(map[string]any{"method": "PATCH", "content_type": "application/xml", "active": false}), attributes{"method": `"patch"`, "content_type": `"application/xml"`, "active": `false`}, ""},
		"synonym":  {made(map[string]any{"type": "url_target_v2"}), nil, ""},
		"bodyless": {made(map[string]any{"method": "get", "content_type": nil}), attributes{"method": `"get"`}, ""},
		"kept":     {made(login), attributes{"username": `"connect"`}, ""},
		"secret":   {made(login), attributes{"username": connectTarget, "password_wo_version": `1`}, sentConnect},
	}
	config := a.provider()
	for name, row := range rows {
		config += targets.block(name, attributes{"title": `"By hand"`}, row.declared) + "import {\n  to = " + targets.address(name) + "\n  id = " + quoted(row.id) + "\n}\n"
	}
	a.forget()
	w := a.shell(config)
	for _, change := range w.plan().ResourceChanges {
		_, name, _ := strings.Cut(change.Address, ".")
		var wanted []string
		if rows[name].sends != "" {
			wanted = []string{"password_wo_version"}
		}
		if differing := changed(change.Change); !slices.Equal(differing, wanted) || change.Change.Importing == nil {
			t.Errorf("%s: these attributes change: %v, expected %v", name, differing, wanted)
		}
	}
	w.apply()
	for name, row := range rows {
		a.sent(targets, name, row.id, row.sends)
	}
	w.noChanges()
}
