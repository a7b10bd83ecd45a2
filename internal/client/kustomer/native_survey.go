package kustomer

import (
	"context"
	"fmt"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// NativePlan is what the resources of one run make of Kustomer's own surveys of a channel.
func (c *Client) NativePlan(channel string) *survey.NativePlan {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.native[channel] == nil {
		c.native[channel] = &survey.NativePlan{}
	}
	return c.native[channel]
}

// NativeSurvey is Kustomer's own surveys of a channel once what is planned so far is
// applied.
func (c *Client) NativeSurvey(ctx context.Context, channel string) (survey.Native, error) {
	native := c.surveyOn(channel)
	enabled, planned := c.NativePlan(channel).Planned()
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

// RestoredSurvey is what the end of a resource restores: the surveys of a channel with
// these ids.
func (c *Client) RestoredSurvey(channel string, ids []string) survey.Native {
	native := c.surveyOn(channel)
	native.IDs, native.Names = ids, []string{fmt.Sprintf("channel %q", channel)}
	return native
}

func (c *Client) surveyOn(channel string) survey.Native {
	return survey.Native{
		Product: system.Name, Account: c.Account(), Resource: [2]string{"surveytrigger_kustomer_native_csat", channel},
		Arguments: []string{fmt.Sprintf("channel = %q", channel), "enabled = false"},
	}
}

// Checks are what the user wants to hear of the account.
func (c *Client) Checks() checks.Settings { return c.checks }
