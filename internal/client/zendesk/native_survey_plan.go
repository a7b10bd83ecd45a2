package zendesk

import (
	"context"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// nativeSurveyPlan is what the resources of one run make of the built-in automation.
type nativeSurveyPlan struct {
	plan survey.NativePlan

	mu      sync.Mutex
	checked bool   // somebody has looked whether both surveys go out
	planned string // the id that a planned resource has
	adopted string // the id that a resource of this process has adopted
}

// NativePlan is what the resources of one run make of Zendesk's own survey. It knows no
// channels.
func (c *Client) NativePlan(string) *survey.NativePlan { return &c.nativeSurvey.plan }

// PlanNativeSurvey notes that the plan of a resource leaves the automation enabled
// or not. It is false when another resource of this run is planned for the same
// automation. Replaced is the id of what the resource replaces, if that is known.
func (c *Client) PlanNativeSurvey(id, replaced string, enabled bool) bool {
	n := &c.nativeSurvey
	n.plan.Keep(enabled)
	n.mu.Lock()
	defer n.mu.Unlock()
	first := n.planned != id || id == replaced
	n.planned = id
	return first
}

// NativeSurvey is Zendesk's own survey once what is planned so far is applied. It knows
// no channels.
func (c *Client) NativeSurvey(ctx context.Context, _ string) (survey.Native, error) {
	found, err := c.FindNativeSurvey(ctx)
	if enabled, isPlanned := c.nativeSurvey.plan.Planned(); err == nil && found.Automation != nil && isPlanned {
		planned := *found.Automation
		planned.Active = enabled
		found.Automation = &planned
	}
	native := c.nativeSurveyOf()
	found.senders(&native)
	return native, err
}

// RestoredSurvey is what the end of a resource restores: the automation with this id.
func (c *Client) RestoredSurvey(id string) survey.Native {
	native := c.nativeSurveyOf()
	native.IDs, native.Names = []string{id}, []string{"automation " + id}
	return native
}

func (c *Client) nativeSurveyOf() survey.Native {
	return survey.Native{Product: system.Name, Account: c.Account(), Resource: [2]string{"surveytrigger_zendesk_native_csat", "this"}, Arguments: []string{"enabled = false"}}
}

// AdoptNativeSurvey is false when this process has adopted the automation before.
func (c *Client) AdoptNativeSurvey(id string) bool {
	n := &c.nativeSurvey
	n.mu.Lock()
	defer n.mu.Unlock()
	first := n.adopted != id
	n.adopted = id
	return first
}

// HasAdoptedNativeSurvey reports whether this process has adopted the automation: the
// end of an earlier resource then leaves it alone.
func (c *Client) HasAdoptedNativeSurvey(id string) bool {
	n := &c.nativeSurvey
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.adopted == id
}

// FirstNativeSurveyCheck is true for the caller that is to look whether both surveys
// go out. One who could not look calls [Client.RepeatNativeSurveyCheck].
func (c *Client) FirstNativeSurveyCheck() bool {
	n := &c.nativeSurvey
	n.mu.Lock()
	defer n.mu.Unlock()
	first := !n.checked
	n.checked = true
	return first
}

// RepeatNativeSurveyCheck lets the next caller look.
func (c *Client) RepeatNativeSurveyCheck() {
	n := &c.nativeSurvey
	n.mu.Lock()
	defer n.mu.Unlock()
	n.checked = false
}
