package acceptance

import (
	"net/http"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

func theBackendHasOne(kind string) func(*testing.T, *account, *workspace) {
	return func(_ *testing.T, a *account, _ *workspace) { a.theOnly(kind) }
}

func theAgentIsInvited(t *testing.T, a *account, _ *workspace) {
	var mails []engine.Email
	a.send(http.MethodGet, "/_sandbox/outbox", nil, &mails)
	if len(mails) != 1 || mails[0].To != "night.shift@example.com" {
		t.Errorf("one invitation expected, got %+v", mails)
	}
}
