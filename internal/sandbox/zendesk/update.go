package zendesk

import (
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// update is one create or change of a ticket while its triggers run. The ticket already carries the change.
type update struct {
	*call
	before  *ticket  // the ticket as it was; nil when it was made
	ticket  *ticket  // the ticket as it is, triggers' changes included
	comment *comment // the comment that came with the update, if one did
	via     int      // the channel of this update
	actor   *user    // who updated
	audit   *audit   // the history of this update
	rule    *trigger // the trigger that is firing; nil before the first does
}

// run lets the active triggers run in evaluation order; each sees what earlier ones did, and none fires twice in one
// update. In [engine.Restart] a trigger that changed the ticket makes the check begin again at the first; in
// [engine.SinglePass] it goes on to the next. "Changed" always compares with the ticket before the whole update.
func (u *update) run() {
	u.recordWritten()
	active := slices.DeleteFunc(u.triggersInOrder(), func(t *trigger) bool { return !t.Active })
	fired := map[int64]bool{}
	for at := 0; at < len(active); {
		rule := active[at]
		if fired[rule.ID] || !u.meets(rule) {
			at++
			continue
		}
		fired[rule.ID] = true
		before := u.ticket.clone()
		u.rule = rule
		changed := u.fire(rule)
		u.recordChanges(before)
		if changed && u.world.Mode != engine.SinglePass {
			at = 0
			continue
		}
		at++
	}
}

// meets tells whether all of `all` hold and, if there are any, at least one of `any`.
func (u *update) meets(rule *trigger) bool {
	for _, c := range rule.All {
		if !u.holds(c) {
			return false
		}
	}
	return len(rule.Any) == 0 || slices.ContainsFunc(rule.Any, u.holds)
}

// fire does a trigger's actions in their order and tells whether they changed the ticket.
func (u *update) fire(rule *trigger) (changed bool) {
	before := u.ticket.clone()
	for _, act := range rule.Actions {
		u.do(act)
	}
	if u.ticket.same(before) {
		return false
	}
	u.ticket.Updated = u.now()
	return true
}
