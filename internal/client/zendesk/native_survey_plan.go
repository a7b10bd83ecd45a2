package zendesk

import (
	"context"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// nativeSurveyPlan is what the resources of one run make of the built-in automation.
type nativeSurveyPlan struct {
	mu      sync.Mutex
	checked bool   // somebody has looked whether both surveys go out
	planned string // the id that a planned resource has
	adopted string // the id that a resource of this process has adopted
	enabled *bool  // as planned last
	ending  string // the id of which a planned end may enable the automation
	begins  bool   // a send is planned to become active
	warned  bool   // somebody has been told of both
}

// PlanNativeSurvey notes that the plan of a resource leaves the automation enabled
// or not. It is false when another resource of this run is planned for the same
// automation. Replaced is the id of what the resource replaces, if that is known.
func (c *Client) PlanNativeSurvey(id, replaced string, enabled bool) bool {
	n := &c.nativeSurvey
	n.mu.Lock()
	defer n.mu.Unlock()
	first := n.planned != id || id == replaced
	n.planned, n.enabled = id, &enabled
	return first
}

// PlanNativeSurveyRestored notes that the end of a resource enables the automation,
// unless another resource is planned for it.
func (c *Client) PlanNativeSurveyRestored() {
	n := &c.nativeSurvey
	n.mu.Lock()
	defer n.mu.Unlock()
	if enabled := true; n.planned == "" {
		n.enabled = &enabled
	}
}

// PlanNativeSurveyEnd notes that the end of a resource enables the automation unless a
// send is active then, and reports whether that is to be told: this run makes or
// activates a send, and no other resource is planned for the automation.
func (c *Client) PlanNativeSurveyEnd(id string) bool {
	n := &c.nativeSurvey
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.planned == "" {
		n.ending = id
	}
	return n.mayReturn()
}

// PlanSendBegins notes that this run makes an active send, or activates one. It gives the
// id of the automation that the end of a resource may enable beside it, if that is to be
// told.
func (c *Client) PlanSendBegins() (automation string, told bool) {
	n := &c.nativeSurvey
	n.mu.Lock()
	defer n.mu.Unlock()
	n.begins = true
	return n.ending, n.mayReturn()
}

// mayReturn is true once, for whoever is planned later. The caller holds the lock.
func (n *nativeSurveyPlan) mayReturn() bool {
	first := n.begins && n.ending != "" && n.planned == "" && !n.warned
	n.warned = n.warned || first
	return first
}

// NativeSurvey is Zendesk's own survey once what is planned so far is applied. It knows
// no channels.
func (c *Client) NativeSurvey(ctx context.Context, _ string) (survey.Native, error) {
	found, err := c.FindNativeSurvey(ctx)
	n := &c.nativeSurvey
	n.mu.Lock()
	defer n.mu.Unlock()
	if err == nil && found.Automation != nil && n.enabled != nil {
		planned := *found.Automation
		planned.Active = *n.enabled
		found.Automation = &planned
	}
	native := survey.Native{Product: system.Name, Account: c.Account(), Resource: [2]string{"surveytrigger_zendesk_native_csat", "this"}, Arguments: []string{"enabled = false"}}
	found.senders(&native)
	return native, err
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
