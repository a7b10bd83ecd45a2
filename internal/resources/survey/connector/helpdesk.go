package connector

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	deskclient "github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/desk"
	kustomerclient "github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	zendeskclient "github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer"
)

// tryKustomer asks for the key in use, which any valid key may.
func tryKustomer(ctx context.Context, at place, credential map[string]string) ([]string, error) {
	made, err := kustomerclient.New(kustomerclient.Config{
		Subdomain: at.subdomain, Endpoint: at.endpoint, Credential: kustomerclient.APIKey(credential["api_key"]), UserAgent: userAgent,
	})
	if err != nil {
		return nil, err
	}
	key, err := made.CurrentKey(ctx)
	if err != nil {
		return nil, err
	}
	if key.Expired() {
		return nil, &insufficient{"The API key has expired", fmt.Sprintf("the key %q ended at %s. Make another one in Settings > Security > API Keys, and set its expiration date to \"No Expiration\".", key.Name, key.Expires.UTC().Format(time.RFC3339))}
	}
	if missing := rules.Missing(key.Roles, rules.ArticleRoles, rules.ConnectorOperations); len(missing) > 0 {
		var names []string
		for _, each := range missing {
			names = append(names, "  "+each.String())
		}
		return nil, &insufficient{"Roles of the API key are missing", fmt.Sprintf(
			"the key %q lacks roles that the survey backend needs:\n\n%s\n\nIt has %s. The roles of a key cannot be changed: make another one in Settings > Security > API Keys, with \"No Expiration\".",
			key.Name, strings.Join(names, "\n"), strings.Join(key.Roles, ", "))}
	}
	return key.Roles, nil
}

// tryZendesk asks who the user is.
func tryZendesk(ctx context.Context, at place, credential map[string]string) ([]string, error) {
	made, err := zendeskclient.New(zendeskclient.Config{
		Subdomain: at.subdomain, Endpoint: at.endpoint, Credential: zendeskclient.AccessToken(credential["access_token"]), UserAgent: userAgent,
	})
	if err != nil {
		return nil, err
	}
	user, err := made.CurrentUser(ctx)
	switch {
	case err != nil:
		return nil, err
	case user.ID == "" || !slices.Contains([]string{"agent", "admin"}, user.Role):
		return nil, &insufficient{"The user is no agent", fmt.Sprintf(
			"it is that of the user %q, whose role is %q. A survey backend reads tickets and writes comments and fields: give it a token of an agent or admin.", user.Email, user.Role)}
	}
	return []string{user.Role}, nil
}

// tryDesk asks for a user, which any valid credential may. Desk.com tells no roles.
func tryDesk(ctx context.Context, at place, credential map[string]string) ([]string, error) {
	made, err := deskclient.New(deskclient.Config{
		Subdomain: at.subdomain, Endpoint: at.endpoint, UserAgent: userAgent,
		Credential: deskclient.OAuth(credential["consumer_key"], credential["consumer_secret"], credential["access_token"], credential["access_token_secret"]),
	})
	if err != nil {
		return nil, err
	}
	err = made.Try(ctx)
	var answered *client.Error
	if client.IsUnauthorized(err) && errors.As(err, &answered) {
		refusal := deskclient.RefusalOf(answered)
		return nil, &rejected{part: refusal.Part, why: refusal.Words, cause: err, next: "Admin > Settings > API in Desk.com shows all four parts on the page of the API application."}
	}
	return []string{}, err
}
