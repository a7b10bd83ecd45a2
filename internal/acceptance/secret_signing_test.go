package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// signed is a webhook and a second one that is told the first one's signing
// secret: a receiver that wants it as its key.
func signed(url, generation string) string {
	return `
ephemeral "surveytrigger_zendesk_webhook_signing_secret" "survey" {
  webhook_id = surveytrigger_zendesk_webhook.survey.id
}

` + webhooks.block("survey") + webhooks.block("receiver", attributes{
		"endpoint":       quoted(url),
		"authentication": `{ bearer = { token_wo = "${ephemeral.surveytrigger_zendesk_webhook_signing_secret.survey.algorithm} ${ephemeral.surveytrigger_zendesk_webhook_signing_secret.survey.secret}", token_wo_version = ` + generation + ` } }`,
	})
}

func (a *account) signingSecret(webhook, method string) string {
	a.t.Helper()
	return a.call(method, "/webhooks/"+webhook+"/signing_secret", nil)["signing_secret"].(map[string]any)["secret"].(string)
}

// The secret goes from Zendesk to where it is needed, also when it is renewed.
func TestASigningSecretIsHandedOn(t *testing.T) {
	t.Parallel()
	a := start(t)
	url, last := receiver(t)
	w := a.shell(signed(url, "1"))
	received := func(secret string) {
		t.Helper()
		a.call("POST", "/webhooks/test?webhook_id="+w.attribute(webhooks.address("receiver"), "id"), map[string]any{"request": map[string]any{"payload": "{}"}})
		if got := last().Get("Authorization"); got != "Bearer SHA256 "+secret {
			t.Errorf("the receiver is told %q instead of %q", got, secret)
		}
	}
	w.run("plan", "-out=first.plan")
	w.run("apply", "first.plan")
	hook := w.attribute(webhooks.address("survey"), "id")
	first := a.signingSecret(hook, http.MethodGet)
	received(first)
	w.noChanges()

	second := a.signingSecret(hook, http.MethodPost) // renews it
	w.noChanges()
	w.configure(signed(url, "2"))
	w.run("plan", "-out=second.plan")
	w.run("apply", "second.plan")
	received(second)
	w.noChanges()
	if first == second {
		t.Error("the secret was not renewed")
	}
	w.destroy()
}

func TestASigningSecretThatCannotBeReadSaysWhy(t *testing.T) {
	t.Parallel()
	a := start(t)
	hook := a.hookByHand()
	reads := func(id string) string {
		return "ephemeral \"surveytrigger_zendesk_webhook_signing_secret\" \"x\" {\n  webhook_id = " + quoted(id) + "\n}\n"
	}
	for name, row := range map[string]struct {
		config string
		env    []string
		words  []string
	}{
		"an agent":          {reads(hook), []string{"ZENDESK_OAUTH_CLIENT_ID=", "ZENDESK_ACCESS_TOKEN=sandbox-zendesk-agent-access-token"}, []string{"403", "shown to admins only"}},
		"no such webhook":   {reads("01NOTHERE"), nil, []string{"404", "01NOTHERE", "Check the id"}},
		"another path":      {reads(".."), nil, []string{`".." is not the id of a webhook`}},
		"wrong credentials": {reads(hook), []string{"ZENDESK_OAUTH_CLIENT_ID=", "ZENDESK_ACCESS_TOKEN=wrong"}, []string{"401", "Couldn't authenticate you"}},
	} {
		w := a.process(row.config)
		w.setenv(row.env...)
		found := w.errors("plan")
		if len(found) != 1 || found[0].Summary != "Cannot open zendesk_webhook_signing_secret" {
			t.Errorf("%s: one error expected, got %v", name, found)
			continue
		}
		for _, word := range row.words {
			if !strings.Contains(found[0].Detail, word) {
				t.Errorf("%s: %q is not in %s", name, word, found[0].Detail)
			}
		}
	}
}

// A plan in which the webhook is not there yet asks for no secret.
func TestTheSecretOfAWebhookToComeIsNotAskedForByThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(signed("https://receiver.example.com", "1"))
	a.forget()
	w.plan()
	if asked := slices.DeleteFunc(a.requests(), func(r request) bool { return !strings.Contains(r.Path, "signing_secret") }); len(asked) != 0 {
		t.Errorf("got %s", describe(asked))
	}
}
