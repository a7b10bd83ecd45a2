package zendesk

import (
	"context"
	"encoding/json"
)

// AccountSettings are those of the account's settings that surveys depend on.
type AccountSettings struct {
	// CustomerSatisfaction is true when Zendesk's own satisfaction survey is on.
	// Without it there is no CSAT automation to switch off.
	CustomerSatisfaction bool
}

// settingsKind has one object.
var settingsKind = kind[AccountSettings]{
	noun: "account settings", path: "/account/settings", one: "settings",
	id:     func(AccountSettings) string { return "settings" },
	decode: decodeSettings,
}

func decodeSettings(raw json.RawMessage) (AccountSettings, error) {
	var wire struct {
		ActiveFeatures struct {
			CustomerSatisfaction bool `json:"customer_satisfaction"`
		} `json:"active_features"`
	}
	err := decodeObject(raw, &wire)
	return AccountSettings{CustomerSatisfaction: wire.ActiveFeatures.CustomerSatisfaction}, err
}

// AccountSettings reads the account's settings, once.
//
// https://developer.zendesk.com/api-reference/ticketing/account-configuration/account_settings/#show-settings
func (c *Client) AccountSettings(ctx context.Context) (*AccountSettings, error) {
	return sole(ctx, c.settings)
}
