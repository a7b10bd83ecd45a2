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

func TestTheSigningSecretIsReadAndNeverShown(t *testing.T) {
	a := newAccount(t)
	a.on("GET "+hookPath+"/signing_secret", says(200, `{"signing_secret":{"algorithm":"SHA256","secret":"dGhpc19zZWNyZXQ"}}`))
	a.on("GET /groups", says(400, `{"error":"Bad","description":"dGhpc19zZWNyZXQ"}`))
	var log bytes.Buffer
	logged := tflogtest.RootLogger(context.Background(), &log)
	c := a.client()
	got, err := c.WebhookSigningSecret(logged, "01EJFTSCC78X5V07NPY2MHR00M")
	noError(t, err)
	if diff := cmp.Diff(&zendesk.SigningSecret{Algorithm: "SHA256", Secret: "dGhpc19zZWNyZXQ"}, got); diff != "" {
		t.Error(diff)
	}
	_, err = c.Groups(logged)
	for name, text := range map[string]string{"error": err.Error(), "log": log.String()} {
		if strings.Contains(text, "dGhpc19zZWNyZXQ") {
			t.Errorf("the %s shows the secret: %s", name, text)
		}
	}
}

func TestASigningSecretThatIsNotThere(t *testing.T) {
	a := newAccount(t)
	a.on("GET /webhooks/app/signing_secret", says(403, `{"errors":[{"code":"Forbidden","title":"Forbidden"}]}`))
	a.on("GET /webhooks/odd/signing_secret", says(200, `{"signing_secret":{"algorithm":"SHA256","secret":{"inner":"s3cr3t"}}}`))
	a.on("GET /webhooks/none/signing_secret", says(200, `{}`))
	c := a.client()
	_, err := c.WebhookSigningSecret(ctx(), "app")
	equal(t, "forbidden", zendesk.IsForbidden(err), true)
	equal(t, "remedy", strings.Contains(asError(t, err).Remedy(), "an app created"), true)
	_, err = c.WebhookSigningSecret(ctx(), "gone")
	equal(t, "not found", zendesk.IsNotFound(err), true)
	for _, id := range []string{"odd", "none", ".."} {
		if _, err := c.WebhookSigningSecret(ctx(), id); err == nil || strings.Contains(err.Error(), "s3cr3t") {
			t.Errorf("%s: %v", id, err)
		}
	}
}
