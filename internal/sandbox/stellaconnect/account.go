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

// Settings are what a person sets in Stella Connect's screens.
type Settings struct {
	// SuppressionDays is the suppression period in days, for each customer
	// e-mail and brand; 0 is none.
	SuppressionDays int `json:"suppression_days"`
	// IntegratedChannels are the channels whose Integrated Channel switch is on.
	IntegratedChannels []string `json:"integrated_channels"`
	// Approved are the e-mail addresses of the employees whose profile is approved.
	Approved []string `json:"approved"`
}

// account is the customer's account at the vendor.
type account struct {
	employees []*employee
	channels  []string
	settings  Settings
}

// seededAccount: the admin has an account but takes no cases, hence no approved
// profile. Store is the custom channel of the article, set up by the client
// success manager.
func seededAccount() account {
	channels := []string{"chat", "email", "phone", "store"}
	return account{
		employees: []*employee{
			seeded(1, "admin@example.com", "employee-admin", "Admin", "Acme"),
			approved(seeded(2, "ana.agent@example.com", "employee-ana", "Ana", "Agent")),
			seeded(3, "noah.new@example.com", "employee-noah", "Noah", "New"),
		},
		channels: channels,
		settings: Settings{IntegratedChannels: slices.Clone(channels)},
	}
}

// change is a partial change of [Settings]: nil leaves a setting alone.
type change struct {
	SuppressionDays    *int      `json:"suppression_days"`
	IntegratedChannels *[]string `json:"integrated_channels"`
	// Approved are employees whose profile a person approves now. Nobody else's approval
	// changes.
	Approved []string `json:"approved"`
}

// shown are the settings as they are.
func (a *account) shown() Settings {
	settings := a.settings
	settings.Approved = []string{}
	for _, each := range a.employees {
		if each.approved {
			settings.Approved = append(settings.Approved, each.email)
		}
	}
	return settings
}

// apply changes the settings or, when one of them is wrong, none of them.
func (a *account) apply(c change) error {
	if c.SuppressionDays != nil && *c.SuppressionDays < 0 {
		return fmt.Errorf("suppression_days %d is negative", *c.SuppressionDays)
	}
	for _, email := range c.Approved {
		if a.find(email, "") == nil {
			return fmt.Errorf("approved: the account has no employee %q", email)
		}
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
	for _, email := range c.Approved {
		a.find(email, "").approved = true
	}
	if c.SuppressionDays != nil {
		a.settings.SuppressionDays = *c.SuppressionDays
	}
	return nil
}
