package kustomer

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// Key is an API key as the organization describes it. Its roles never change.
type Key struct {
	ID, Name string
	// Roles are sorted.
	Roles []string
	// Expires is when it ends; zero where it never does, and where the API does not
	// tell.
	Expires time.Time
}

// Expired reports whether the key has ended.
func (k Key) Expired() bool { return !k.Expires.IsZero() && !time.Now().Before(k.Expires) }

// CurrentKey describes the key in use. Any valid key may ask, whatever its roles.
//
// https://developer.kustomer.com/api/access-management
func (c *Client) CurrentKey(ctx context.Context) (*Key, error) {
	const path = "/auth/tokens/current"
	key, err := c.readKey(ctx, path)
	if err != nil || key.Roles != nil {
		return key, err
	}
	// A record without roles: the machine user behind the key has them too.
	user, err := c.readKey(ctx, "/users/current")
	if err != nil {
		return nil, err
	}
	key.Roles = user.Roles
	return key, nil
}

func (c *Client) readKey(ctx context.Context, path string) (*Key, error) {
	var body json.RawMessage
	if err := c.api.Fetch(ctx, http.MethodGet, path, nil, &body); err != nil {
		return nil, err
	}
	raw, err := envelope{}.Unwrap(body)
	if err != nil {
		return nil, c.api.Undecodable(http.MethodGet, path, nil, err)
	}
	var read resource[struct {
		Name      client.Text
		Roles     []string
		ExpiresAt client.Text // see guesses.go
	}]
	if err := client.DecodeMember(raw, &read); err != nil {
		return nil, c.api.Undecodable(http.MethodGet, path, nil, err)
	}
	slices.Sort(read.Attributes.Roles)
	return &Key{
		ID: string(read.ID), Name: string(read.Attributes.Name), Roles: slices.Compact(read.Attributes.Roles), Expires: expiry(string(read.Attributes.ExpiresAt)),
	}, nil
}
