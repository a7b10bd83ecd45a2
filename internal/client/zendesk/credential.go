package zendesk

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/oauth2"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// AccessToken authenticates with an OAuth access token that the user holds.
func AccessToken(token string) Credential {
	return client.Fixed(func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }, token)
}

// APIToken authenticates as email/token with an API token. Zendesk ends API
// tokens on 2027-04-30.
func APIToken(email, token string) Credential {
	user := email + "/token"
	return client.Fixed(func(r *http.Request) { r.SetBasicAuth(user, token) },
		token, base64.StdEncoding.EncodeToString([]byte(user+":"+token)))
}

const (
	// tokenLife is assumed when the answer does not tell: the default of clients
	// created after 2026-04-30.
	tokenLife = 30 * time.Minute
	// tokenLifeMax is the longest that can be asked for.
	tokenLifeMax = 172_800 * time.Second
	tokenPath    = "/oauth/tokens"
)

// OAuth authenticates with the client credentials grant of a confidential OAuth
// client. The grant is documented with a JSON body, which oauth2's own
// clientcredentials cannot send.
//
// https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/
func OAuth(clientID, clientSecret string) Credential {
	return client.Renewed(func(ctx context.Context, plain *client.Connection) (*oauth2.Token, error) {
		var got struct {
			AccessToken string      `json:"access_token"`
			ExpiresIn   client.Text `json:"expires_in"` // seconds
		}
		err := plain.Fetch(ctx, http.MethodPost, tokenPath, map[string]string{
			"grant_type": "client_credentials", "client_id": clientID, "client_secret": clientSecret, "scope": "read write",
		}, &got)
		if err != nil {
			return nil, err
		}
		if got.AccessToken == "" {
			return nil, plain.Undecodable(http.MethodPost, tokenPath, nil, errors.New("it holds no access_token"))
		}
		life := tokenLife
		if seconds, err := strconv.ParseFloat(string(got.ExpiresIn), 64); err == nil && seconds > 0 {
			life = time.Duration(min(seconds, tokenLifeMax.Seconds()) * float64(time.Second))
		}
		return &oauth2.Token{AccessToken: got.AccessToken, TokenType: "Bearer", Expiry: time.Now().Add(life)}, nil
	}, clientSecret)
}
