package desk

import (
	"context"
	"encoding/json"
	"net/url"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// User is an agent of the account.
type User struct {
	ID, Name, Email string
	// Level is "agent", "flexagent", "siteadmin" or "siteadmin_billing".
	Level string
}

var userKind = client.Kind[User]{
	Noun: "user", Path: "/users", Form: hal{}, Paging: byNumber,
	ID:    func(u User) string { return u.ID },
	Title: func(u User) string { return u.Name },
	Decode: func(raw json.RawMessage) (User, error) {
		var wire struct {
			identity
			Name, Email, Level client.Text
		}
		err := client.DecodeMember(raw, &wire)
		return User{ID: wire.id(), Name: string(wire.Name), Email: string(wire.Email), Level: string(wire.Level)}, err
	},
}

// Try asks for one user, whichever: any valid credential may. No recorded request tells
// whose credential it is.
func (c *Client) Try(ctx context.Context) error {
	_, err := client.ReadPage(ctx, c.Core, userKind, url.Values{"page": {"1"}, "per_page": {"1"}})
	return err
}
