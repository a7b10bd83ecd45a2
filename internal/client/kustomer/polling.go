package kustomer

import (
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
)

func (s PlannedSend) surveysMail() bool { return s.Enabled && slices.Contains(s.Channels, "email") }

// PlanPolling notes that a survey backend polls the organization, and names the enabled
// send workflows that this run has planned so far for e-mail, if that is to be reported.
func (c *Client) PlanPolling(backend string) (sends []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.sends {
		if s.surveysMail() && c.Checks().Level(checks.OverlappingSends, s.ID) != checks.Off {
			sends = append(sends, s.Name)
		}
	}
	slices.Sort(sends)
	return c.polled.By(backend, sends)
}

// PollingBeside are the survey backends that poll the organization beside an enabled send
// workflow for e-mail, if that is to be reported.
func (c *Client) PollingBeside(s PlannedSend) (backends []string) {
	if !s.surveysMail() {
		return nil
	}
	return c.polled.Beside()
}
