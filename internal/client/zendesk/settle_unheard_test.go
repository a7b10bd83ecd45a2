package zendesk_test

import (
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
)

// An apply hears nothing of a trigger that does not change, so a newly listed one
// may have to follow the exclusions before it. It is not raised over them.
func TestANewlyListedTriggerStaysBehindTheExclusionsBeforeIt(t *testing.T) {
	t.Parallel()
	for name, unheard := range map[string]bool{"heard": false, "unheard": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			send := d.send("send", "no_survey", true)
			first, second := d.exclusion("first", "other"), d.exclusion("second", "no_survey")
			placement := evaluation.Placement{ID: send, Active: true, After: []string{second}}
			c, want := d.client(), "first second send"
			if !unheard {
				c.Evaluation().Declare(second, evaluation.Declaration{Active: true})
				want = "second send first" // the listed one is raised
			}
			noError(t, c.Evaluation().Settle(ctx(), placement))
			equal(t, "order", d.order(send, first, second), want)
			equal(t, "writes", d.count(jobs), 1)
		})
	}
}

// An exclusion enters a category before the sends that honour its mark and before
// the exclusions that follow it. An inactive one has no place there until it is
// activated.
func TestAnExclusionEntersACategoryBeforeWhatFollowsIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		follower func(d *desk, category string) string
		inactive bool
	}{
		"a send, while it is inactive": {func(d *desk, c string) string { return d.send("follower", "no_survey", true, "category_id", c) }, true},
		"another exclusion":            {func(d *desk, c string) string { return d.exclusion("follower", "other", "category_id", c) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			earlier, later := d.category("earlier"), d.category("later")
			moved := d.exclusion("moved", "no_survey", "category_id", earlier)
			if test.inactive {
				d.admin("PUT", "/triggers/"+moved, map[string]any{"trigger": map[string]any{"active": false}})
			}
			follower := test.follower(d, later)
			c := d.client()
			if test.inactive {
				noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: moved, CategoryID: later}))
				equal(t, "order", d.order(moved, follower), "follower (moved)")
			}
			noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: moved, CategoryID: later, Active: true, Protects: true}))
			equal(t, "order", d.order(moved, follower), "moved follower")
		})
	}
}

// What somebody deactivated was in force once: it may be what Terraform is
// replacing and will delete. Only what nobody changed is an orphan.
func TestAnExclusionThatWasDeactivatedIsNotAdopted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	in := sendInput("exclusion", "no_survey")
	made, err := d.client().CreateInactiveTrigger(ctx(), in, false, func() {})
	noError(t, err)
	adopted, err := d.client().CreateInactiveTrigger(ctx(), in, false, func() {})
	noError(t, err)
	equal(t, "adopted", adopted.ID, made.ID)
	d.world.Clock.Advance(time.Minute)
	for _, active := range []bool{true, false} {
		d.admin("PUT", "/triggers/"+made.ID, map[string]any{"trigger": map[string]any{"active": active}})
	}
	another, err := d.client().CreateInactiveTrigger(ctx(), in, false, func() {})
	noError(t, err)
	equal(t, "another", another.ID != made.ID, true)
}
