package kustomer

import (
	"context"
	"fmt"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// PlanNativeSurvey notes that the plan of a resource leaves Kustomer's own surveys of a
// channel enabled or not.
func (c *Client) PlanNativeSurvey(channel string, enabled bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.native[channel] = enabled
}

// PlanNativeSurveyRestored notes that the end of a resource enables surveys of a channel,
// unless another resource is planned for it.
func (c *Client) PlanNativeSurveyRestored(channel string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, planned := c.native[channel]; !planned {
		c.native[channel] = true
	}
}

// NativeSurvey is Kustomer's own surveys of a channel once what is planned so far is
// applied.
func (c *Client) NativeSurvey(ctx context.Context, channel string) (survey.Native, error) {
	native := survey.Native{
		Product: system.Name, Account: c.Account(), Resource: [2]string{"surveytrigger_kustomer_native_csat", channel},
		Arguments: []string{fmt.Sprintf("channel = %q", channel), "enabled = false"},
	}
	c.mu.Lock()
	enabled, planned := c.native[channel]
	c.mu.Unlock()
	if planned && !enabled {
		return native, nil
	}
	all, err := c.Surveys(ctx)
	for _, each := range all {
		if each.Channel == channel && (each.Enabled || planned) {
			native.IDs, native.Names = append(native.IDs, each.ID), append(native.Names, fmt.Sprintf("the satisfaction survey %q (%s)", each.Name, each.ID))
		}
	}
	return native, err
}

// Checks are what the user wants to hear of the account.
func (c *Client) Checks() checks.Settings { return c.checks }
