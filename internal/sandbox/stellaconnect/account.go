package stellaconnect

import (
	"fmt"
	"slices"
	"strings"
)

// The credentials of the simulated account. Test and production key are two
// keys for the same host; the secret signs what user management wants signed.
const (
	TestKey       = "stella-test-key-4f1c9d20"
	ProductionKey = "stella-production-key-8b7e63aa"
	APISecret     = "stella-api-secret-51d2c07e"
)

// TestRecipient gets every survey that was asked for with the test key.
const TestRecipient = "stella-test@example.com"

type employee struct {
	email, customID string
	// approved is the state of the profile; only a person can approve one.
	approved bool
}

// Settings are what a person sets in Stella Connect's screens.
type Settings struct {
	// SuppressionDays is the suppression period in days, for each customer
	// e-mail and brand; 0 is none.
	SuppressionDays int `json:"suppression_days"`
	// IntegratedChannels are the channels whose Integrated Channel switch is on.
	IntegratedChannels []string `json:"integrated_channels"`
}

// account is the customer's account at the vendor.
type account struct {
	employees []employee
	channels  []string
	settings  Settings
}

// seededAccount: the admin has an account but takes no cases, hence no approved
// profile. Store is the custom channel of the article, set up by the client
// success manager.
func seededAccount() account {
	channels := []string{"chat", "email", "phone", "store"}
	return account{
		employees: []employee{
			{email: "admin@example.com", customID: "employee-admin"},
			{email: "ana.agent@example.com", customID: "employee-ana", approved: true},
			{email: "noah.new@example.com", customID: "employee-noah"},
		},
		channels: channels,
		settings: Settings{IntegratedChannels: slices.Clone(channels)},
	}
}

// find looks an employee up by the profile's e-mail or, when the request names
// none, by the custom id.
func (a account) find(email, customID string) (employee, bool) {
	for _, known := range a.employees {
		if email != "" && sameAddress(known.email, email) {
			return known, true
		}
		if email == "" && customID != "" && known.customID == customID {
			return known, true
		}
	}
	return employee{}, false
}

// change is a partial change of [Settings]: nil leaves a setting alone.
type change struct {
	SuppressionDays    *int      `json:"suppression_days"`
	IntegratedChannels *[]string `json:"integrated_channels"`
}

// apply changes the settings or, when one of them is wrong, none of them.
func (a *account) apply(c change) error {
	if c.SuppressionDays != nil && *c.SuppressionDays < 0 {
		return fmt.Errorf("suppression_days %d is negative", *c.SuppressionDays)
	}
	if c.IntegratedChannels != nil {
		for _, channel := range *c.IntegratedChannels {
			if !slices.Contains(a.channels, channel) {
				return fmt.Errorf("integrated_channels: unknown channel %q: the account has %s",
					channel, strings.Join(a.channels, ", "))
			}
		}
		a.settings.IntegratedChannels = append([]string{}, *c.IntegratedChannels...)
	}
	if c.SuppressionDays != nil {
		a.settings.SuppressionDays = *c.SuppressionDays
	}
	return nil
}
