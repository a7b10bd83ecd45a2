package acceptance

import (
	"strings"
	"testing"
)

// An account of today takes no HTTP targets. The error holds a webhook that does
// the same, and this test takes it at its word.
func TestWhereTargetsAreRefusedTheErrorIsTheWayOn(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		target attributes
		header string
	}{
		"without a credential": {attributes{"method": `"put"`, "content_type": `"application/xml"`}, ""},
		"with a credential":    {attributes{"username": connectTarget}, basic("connect", "s3cr3t-password")},
		"with odd characters":  {attributes{"title": `"100 %%{x} \"$${y}\" \\ é"`, "username": "\"a\\\"b$${c}\"\n  password_wo = \"s3cr3t-password\""}, basic(`a"b${c}`, "s3cr3t-password")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.zendesk(map[string]any{"http_targets": "refused"})
			url, last := receiver(t)
			const variable = "variable \"password\" {\n  default = \"s3cr3t-password\"\n}\n"
			w := a.shell(a.provider() + targets.block("old", attributes{"url": quoted(url + "/{{ticket.id}}")}, row.target) + chatsNotify)
			found := w.errors("apply", "-auto-approve")
			if len(found) != 1 || found[0].Summary != "This account cannot create HTTP targets" {
				t.Fatalf("one error expected, got %v", found)
			}
			_, block, shown := strings.Cut(found[0].Detail, "and webhook_id instead of target_id in the sends:\n\n")
			if !shown || !strings.HasPrefix(block, `resource "surveytrigger_zendesk_webhook" "survey" {`) {
				t.Fatalf("the error shows no webhook: %v", found[0])
			}
			if strings.Contains(block, "s3cr3t") {
				t.Errorf("the error shows the password:\n%s", block)
			}

			w.configure(a.provider() + variable + block + "\n" + sends.block("chats", attributes{"webhook_id": "surveytrigger_zendesk_webhook.survey.id"}))
			w.apply()
			w.noChanges()
			a.solve(ticket{via: 29})
			if got := last().Get("Authorization"); got != row.header {
				t.Errorf("the webhook of the error sends %q instead of %q", got, row.header)
			}
		})
	}
}

// Targets that exist go on working in such an account, and can be changed.
func TestATargetThatExistsIsManagedOnWhereNewOnesAreRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + targets.block("old"))
	w.apply()
	a.zendesk(map[string]any{"http_targets": "refused"})
	w.configure(a.provider() + targets.block("old", attributes{"title": `"New"`}))
	w.apply()
	w.noChanges()
	w.destroy()
	if left := a.list("/targets", "targets"); len(left) != 0 {
		t.Errorf("the target is still there: %v", left)
	}
}

// A refusal for another reason is told as what it is.
func TestAnAgentWhoMayMakeNoTargetIsNotSentToWebhooks(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.process(targets.block("old"))
	w.setenv("ZENDESK_OAUTH_CLIENT_ID=", "ZENDESK_ACCESS_TOKEN=sandbox-zendesk-agent-access-token")
	found := w.errors("apply", "-auto-approve")
	if len(found) != 1 || found[0].Summary != "Cannot create zendesk_http_target" || !strings.Contains(found[0].Detail, "need an admin") {
		t.Errorf("the missing right is named, got %v", found)
	}
}
