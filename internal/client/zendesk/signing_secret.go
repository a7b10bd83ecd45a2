package zendesk

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
)

// SigningSecret is what the receiver of a webhook checks signatures with: the
// header x-zendesk-webhook-signature is base64(HMAC(secret, timestamp + body)).
type SigningSecret struct {
	// Algorithm is "SHA256".
	Algorithm string
	// Secret is registered with the client's redactor.
	Secret string
}

// WebhookSigningSecret reads the signing secret of a webhook. It is never kept.
// See [IsNotFound]; [IsForbidden] holds for a webhook that an app created.
//
// https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/#show-webhook-signing-secret
func (c *Client) WebhookSigningSecret(ctx context.Context, webhookID string) (*SigningSecret, error) {
	path, err := webhookKind.At(webhookID)
	if err != nil {
		return nil, err
	}
	path += "/signing_secret"
	body, err := c.api.Call(ctx, http.MethodGet, path, nil)
	if err != nil {
		var refused *Error
		if IsForbidden(err) && !IsAccountWide(err) && errors.As(err, &refused) {
			refused.Advice = "Signing secrets are shown to admins only, and not for webhooks that an app created. " +
				"Check the role of the user in the provider's zendesk section, and who created the webhook."
		}
		return nil, err
	}
	var answer struct {
		SigningSecret struct {
			Algorithm string `json:"algorithm"`
			Secret    string `json:"secret"` // not text, whose error quotes what it cannot read
		} `json:"signing_secret"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, c.api.Undecodable(http.MethodGet, path, body, err)
	}
	secret := SigningSecret(answer.SigningSecret)
	if secret.Secret == "" {
		return nil, c.api.Undecodable(http.MethodGet, path, nil, errors.New("it holds no signing_secret"))
	}
	c.api.Secrets.Add(secret.Secret)
	return &secret, nil
}
