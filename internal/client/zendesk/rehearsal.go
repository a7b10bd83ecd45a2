package zendesk

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// Rehearsal is what the receiver of a webhook answered to a test.
type Rehearsal struct {
	Status int
	// Body is without secrets that this process knows.
	Body string
}

// Accepted reports a 2xx.
func (r Rehearsal) Accepted() bool { return r.Status/100 == 2 }

// TestWebhook lets Zendesk call a webhook once with a body, with the method and the
// credential that it stores. It is no delivery: it is not in the webhook's history.
//
// https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/#test-webhook
func (c *Client) TestWebhook(ctx context.Context, id, body string) (Rehearsal, error) {
	var wire struct {
		Response struct {
			StatusCode client.Whole    `json:"status_code"`
			Status     client.Whole    `json:"status"` // the reference says so, live accounts do not
			Payload    json.RawMessage `json:"payload"`
		} `json:"response"`
	}
	path := "/webhooks/test?" + url.Values{"webhook_id": {id}}.Encode()
	request := map[string]any{"request": map[string]any{"payload": body}}
	if err := c.api.Fetch(transport.Once(ctx), http.MethodPost, path, request, &wire); err != nil {
		return Rehearsal{}, err
	}
	answered := string(wire.Response.Payload)
	var text string
	if json.Unmarshal(wire.Response.Payload, &text) == nil {
		answered = text
	}
	return Rehearsal{Status: int(cmp.Or(wire.Response.StatusCode, wire.Response.Status)), Body: c.api.Secrets.Redact(answered)}, nil
}
