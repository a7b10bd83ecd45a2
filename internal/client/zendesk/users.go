package zendesk

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// User is the one that a credential stands for.
type User struct {
	// ID is empty for somebody whom Zendesk does not know: it answers a request without
	// a valid credential like one of an anonymous visitor.
	ID, Email string
	// Role is "end-user", "agent" or "admin".
	Role string
}

// CurrentUser is the user of the credential.
//
// https://developer.zendesk.com/api-reference/ticketing/users/users/#show-self
func (c *Client) CurrentUser(ctx context.Context) (*User, error) {
	const path = "/users/me"
	var answer struct{ User json.RawMessage }
	if err := c.api.Fetch(ctx, http.MethodGet, path, nil, &answer); err != nil {
		return nil, err
	}
	var read struct{ ID, Email, Role client.Text }
	if err := client.DecodeMember(answer.User, &read); err != nil {
		return nil, c.api.Undecodable(http.MethodGet, path, nil, err)
	}
	return &User{ID: string(read.ID), Email: string(read.Email), Role: string(read.Role)}, nil
}
