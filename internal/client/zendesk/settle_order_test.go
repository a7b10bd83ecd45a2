package zendesk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const jobs = "POST /trigger_categories/jobs"

// made creates an inactive send by the client.
func made(t *testing.T, c *zendesk.Client, title string) string {
	t.Helper()
	trigger, err := c.CreateInactiveTrigger(ctx(), sendInput(title, "no_survey"), true, func() {})
	noError(t, err)
	return trigger.ID
}

// Terraform may have read the list long ago.
func TestAnOrderIsComputedFromANewList(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	exclusion := d.exclusion("exclusion", "no_survey")
	c := d.client()
	send := made(t, c, "send") // reads the list
	d.drag(exclusion, 99)
	noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}}))
	equal(t, "order", d.order(exclusion, send), "exclusion send")
	equal(t, "writes", d.count(jobs), 1)
}

// Nothing decides on an old list of categories either.
func TestCategoriesAreReadAgainWhereTheyMatter(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, second := d.category("first"), d.category("second")
	exclusion := d.exclusion("exclusion", "no_survey", "category_id", first)
	send := d.send("send", "no_survey", false, "category_id", second)
	c := d.client()
	_, _, err := c.Evaluation().Satisfied(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}}) // reads both
	noError(t, err)
	d.admin("PATCH", "/trigger_categories/"+second, map[string]any{"trigger_category": map[string]any{"position": 1}})
	err = c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}})
	var broken *evaluation.OrderError
	if !errors.As(err, &broken) || broken.Listed != exclusion || !strings.Contains(err.Error(), `"first"`) || !strings.Contains(err.Error(), `"second"`) {
		t.Errorf("got %v", err)
	}
	equal(t, "order", d.order(exclusion, send), "(send) exclusion")
}

// Somebody drags between our list and our request. What Zendesk answers does not
// fit what was computed, so the account is read again, and so it is when the
// answer is lost. The send is off until it is repaired.
func TestADragUnderOurHandsIsNoticedInTheAnswer(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]bool{"answered": false, "lost": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.countsInactive()
			exclusion := d.exclusion("exclusion", "no_survey")
			d.exclusion("between", "other") // else the numbers that we believe in would be equal
			c := d.client()
			send := made(t, c, "send")
			d.before[jobs] = func(n int) {
				if n == 1 {
					d.drag(exclusion, 99)
				}
			}
			if lost {
				d.world.Faults.Add(engine.Fault{System: "zendesk", Method: "POST", Path: "/api/v2/trigger_categories/jobs", Kind: engine.DropAfterCommit})
			}
			var found []string
			d.after[jobs] = func(int) { found = append(found, d.order(exclusion, send)) }
			noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}}))
			equal(t, "order after each write", strings.Join(found, ", "), "send exclusion, (send) exclusion, exclusion send")
		})
	}
}

// Somebody who never stops: the send must not stay on, and the error names both
// triggers and where they stand.
func TestASendThatIsFoundEarlyIsDeactivated(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]bool{"by a job": false, "by the other endpoint": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.countsInactive()
			exclusion := d.exclusion("exclusion", "no_survey")
			c := d.client()
			send := made(t, c, "send")
			d.edit = silent
			d.after[jobs] = func(n int) {
				d.drag(exclusion, 99)
				if n == 5 && broken { // the last attempt: each before it was taken back
					d.fail("POST", "/api/v2/trigger_categories/jobs", 3)
				}
			}
			err := c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}})
			var order *evaluation.OrderError
			if !errors.As(err, &order) || order.Listed != exclusion || !strings.Contains(err.Error(), `"send" is at position`) ||
				!strings.Contains(err.Error(), `"exclusion"`) || !strings.Contains(err.Error(), "deactivated again") {
				t.Errorf("got %v", err)
			}
			equal(t, "may be active", evaluation.MayBeActive(err), false)
			equal(t, "by the other endpoint", d.count("PUT /triggers/"+send) == 1, broken)
			equal(t, "order", d.order(exclusion, send), "(send) exclusion")
		})
	}
}

// When even that fails the error shouts.
func TestASendThatCannotBeDeactivatedIsCalledActive(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	exclusion := d.exclusion("exclusion", "no_survey")
	c := d.client()
	send := made(t, c, "send")
	d.edit = silent
	d.after[jobs] = func(n int) {
		d.drag(exclusion, 99)
		if n == 5 {
			d.fail("POST", "/api/v2/trigger_categories/jobs", 9)
			d.refuse("PUT /triggers/" + send)
		}
	}
	err := c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}})
	if !evaluation.MayBeActive(err) || !strings.Contains(err.Error(), "may be ACTIVE and unprotected") {
		t.Errorf("got %v", err)
	}
}

// Two processes make a send of the same title, each before it could see the
// other's. Each looks again before it switches on, so they are never both on.
func TestOfTwoSendsOfOneTitleAtMostOneIsActivated(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one, two := d.client(), d.client()
	for _, c := range []*zendesk.Client{one, two} {
		_, err := c.Triggers(ctx())
		noError(t, err)
	}
	first := made(t, one, "send")
	second := made(t, two, "send")
	var duplicate *zendesk.DuplicateError
	err := one.Evaluation().Settle(ctx(), evaluation.Placement{ID: first, Active: true, Check: zendesk.Sole(first, true), New: true})
	if !errors.As(err, &duplicate) || !duplicate.Made || duplicate.ID != first || len(duplicate.Existing) != 1 || duplicate.Existing[0].ID != second {
		t.Errorf("got %v", err)
	}
	err = two.Evaluation().Settle(ctx(), evaluation.Placement{ID: second, Active: true, Check: zendesk.Sole(second, true), New: true})
	if !errors.As(err, &duplicate) {
		t.Errorf("got %v", err)
	}
	equal(t, "order", d.order(first, second), "(send) (send)")
	equal(t, "writes", d.count(jobs), 0)
}

// The old content relies on an exclusion that the new place would run before:
// neither place nor content can change first.
func TestAMoveThatWouldEndAProtectionTooEarlyIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, second := d.category("first"), d.category("second")
	next := d.exclusion("next", "later", "category_id", first)
	present := d.exclusion("present", "no_survey", "category_id", second)
	send := d.send("send", "no_survey", true, "category_id", second)
	c := d.client()
	err := c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, CategoryID: first, Active: true, After: []string{next}})
	var broken *evaluation.OrderError
	if !errors.As(err, &broken) || !strings.Contains(err.Error(), `"send" cannot move`) || !strings.Contains(err.Error(), `"present"`) {
		t.Errorf("got %v", err)
	}
	equal(t, "writes", d.count(jobs), 0)
	equal(t, "order", d.order(next, present, send), "next present send")

	// Within one category both can be had.
	near := d.exclusion("near", "later", "category_id", second)
	noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{near}}))
	equal(t, "order", d.order(near, present, send), "present near send")
}

// A list may lag behind a create. What it lacks is asked for by id.
func TestATriggerThatTheListLacksIsNotTakenForGone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	exclusion := d.exclusion("exclusion", "no_survey")
	c := d.client()
	send := made(t, c, "send")
	d.edit = func(line string, body []byte) []byte {
		if line == "GET /triggers" {
			return lacking(body, "triggers", send)
		}
		return body
	}
	noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}}))
	equal(t, "order", d.order(exclusion, send), "exclusion send")
}

// Switching on what exists already would mean two surveys too. One that is off
// does not matter: nobody has just made it.
func TestASecondSendOfOneTitleIsNotActivatedLater(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	on, off := d.send("send", "no_survey", true), d.send("send", "no_survey", false)
	c := d.client()
	_, err := c.Triggers(ctx())
	noError(t, err)
	var duplicate *zendesk.DuplicateError
	err = c.Evaluation().Settle(ctx(), evaluation.Placement{ID: off, Active: true, Check: zendesk.Sole(off, false)})
	if !errors.As(err, &duplicate) || duplicate.Made || duplicate.ID != off || len(duplicate.Existing) != 1 || duplicate.Existing[0].ID != on {
		t.Errorf("got %v", err)
	}
	equal(t, "order", d.order(on, off), "send (send)")
	equal(t, "writes", d.count(jobs), 0)

	d.admin("PUT", "/triggers/"+on, map[string]any{"trigger": map[string]any{"active": false}})
	noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: off, Active: true, Check: zendesk.Sole(off, false)}))
	equal(t, "order", d.order(on, off), "(send) send")
}

// ... and so may the list of categories behind one that this apply has just made.
func TestACategoryThatTheListLacksIsNotTakenForGone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, second, unseen := d.category("first"), d.category("second"), d.category("unseen")
	exclusion := d.exclusion("exclusion", "no_survey", "category_id", first)
	send := d.send("send", "no_survey", false, "category_id", second)
	d.edit = func(line string, body []byte) []byte {
		if line == "GET /trigger_categories" {
			return lacking(body, "trigger_categories", unseen)
		}
		return body
	}
	placement := evaluation.Placement{ID: send, CategoryID: unseen, Active: true, After: []string{exclusion}}
	c := d.client()
	noError(t, c.Evaluation().Settle(ctx(), placement))
	equal(t, "order", d.order(exclusion, send), "exclusion send")

	settled, _, err := d.client().Evaluation().Satisfied(ctx(), placement)
	noError(t, err)
	equal(t, "settled", settled, true)
	settled, err = d.client().Evaluation().CategorySatisfied(ctx(), evaluation.Relation{ID: unseen, After: []string{first}})
	noError(t, err)
	equal(t, "category settled", settled, true)
	noError(t, settleCategory(d.client(), second, []string{unseen}))
	settled, err = d.client().Evaluation().CategorySatisfied(ctx(), evaluation.Relation{ID: second, After: []string{unseen}})
	noError(t, err)
	equal(t, "moved", settled, true)
	equal(t, "writes", d.count(jobs), 2)

	var broken *evaluation.OrderError
	if err := settleCategory(c, second, []string{"99"}); !errors.As(err, &broken) || broken.Listed != "99" {
		t.Errorf("got %v", err)
	}
}

// A server that says no more of a job than that it is done, and whose list lags
// behind: it gets time to show what was written, and the last word has the trigger.
func TestAListThatLagsBehindAWriteIsNoFailure(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lag    time.Duration
		writes int
	}{"for a moment": {150 * time.Millisecond, 1}, "for long": {time.Hour, 3}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			exclusion := d.exclusion("exclusion", "no_survey")
			c := d.client()
			send := made(t, c, "send")
			var old []byte
			written := time.Now()
			d.after[jobs] = func(int) { written = time.Now() }
			d.edit = func(line string, body []byte) []byte {
				switch {
				case line != "GET /triggers":
				case old == nil:
					old = body
				case time.Since(written) < test.lag:
					return old
				}
				return silent(line, body)
			}
			noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}}))
			equal(t, "order", d.order(exclusion, send), "exclusion send")
			equal(t, "writes", d.count(jobs), test.writes)
		})
	}
}

// An answer that differs is no reason to read categories that do not matter.
func TestCategoriesThatDoNotMatterAreNotReadAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	exclusion := d.exclusion("exclusion", "no_survey")
	d.exclusion("between", "other")
	c := d.client()
	send := made(t, c, "send")
	d.before[jobs] = func(n int) {
		if n == 1 {
			d.drag(exclusion, 99)
		}
	}
	noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}}))
	equal(t, "order", d.order(exclusion, send), "exclusion send")
	equal(t, "lists of categories", d.count("GET /trigger_categories"), 1)
}

// ... and so may the list of categories.
func TestAListOfCategoriesThatLagsBehindAWriteIsNoFailure(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, second := d.category("first"), d.category("second")
	c := d.client()
	var old []byte
	written := time.Now()
	d.after[jobs] = func(n int) {
		if n == 1 {
			written = time.Now()
		}
	}
	d.edit = func(line string, body []byte) []byte {
		switch {
		case line != "GET /trigger_categories":
		case old == nil:
			old = body
		case time.Since(written) < 150*time.Millisecond:
			return old
		}
		return silent(line, body)
	}
	noError(t, settleCategory(c, first, []string{second}))
	settled, err := d.client().Evaluation().CategorySatisfied(ctx(), evaluation.Relation{ID: first, After: []string{second}})
	noError(t, err)
	equal(t, "settled", settled, true)
}
