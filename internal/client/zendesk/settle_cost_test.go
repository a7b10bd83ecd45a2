package zendesk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
)

// large is an account whose triggers fill more than one page, and a client that
// has listed them.
func large(t *testing.T) (*desk, *zendesk.Client) {
	t.Helper()
	d := newDesk(t)
	for i := range 120 {
		d.exclusion(fmt.Sprintf("foreign %d", i), "other")
	}
	c := d.client()
	_, err := c.Triggers(ctx())
	noError(t, err)
	return d, c
}

// sent are the requests of the clients that follow.
func (d *desk) sent(during func()) []string {
	d.mu.Lock()
	before := len(d.lines)
	d.mu.Unlock()
	during()
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Sorted(slices.Values(d.lines[before:]))
}

// together creates sends at the same time and switches them on after the given
// trigger.
func together(t *testing.T, c *zendesk.Client, after string, titles ...string) {
	t.Helper()
	var all sync.WaitGroup
	flights := map[string]*evaluation.Change{}
	for _, title := range titles {
		flights[title] = c.Evaluation().Begin()
	}
	for title, flight := range flights {
		all.Go(func() {
			trigger, err := c.CreateInactiveTrigger(ctx(), sendInput(title, "no_survey"), true, func() {})
			if err == nil {
				err = flight.Settle(ctx(), evaluation.Placement{ID: trigger.ID, Active: true, After: []string{after}, Check: zendesk.Sole(trigger.ID, true), New: true})
			}
			if err != nil {
				t.Error(title, err)
			}
		})
	}
	all.Wait()
}

// A batch of sends costs one request each, one look at the account, whatever its
// size, and one that switches them on.
func TestABatchInALargeAccountLooksAtOnePage(t *testing.T) {
	t.Parallel()
	d, _ := large(t)
	exclusion := d.exclusion("exclusion", "no_survey")
	c := d.client()
	_, err := c.Trigger(ctx(), exclusion)
	noError(t, err)
	sent := d.sent(func() { together(t, c, exclusion, "a", "b", "c") })
	want := []string{"GET /triggers", "GET /trigger_categories", "POST /trigger_categories/jobs", "POST /triggers", "POST /triggers", "POST /triggers"}
	slices.Sort(want)
	if !slices.Equal(sent, want) {
		t.Errorf("sent %v, want %v", sent, want)
	}
	sent = d.sent(func() { together(t, c, exclusion, "d", "e", "f") })
	want = slices.DeleteFunc(want, func(line string) bool { return line == "GET /trigger_categories" }) // known by now
	if !slices.Equal(sent, want) {
		t.Errorf("then sent %v, want %v", sent, want)
	}
}

// What others do at the same moment is on that page: the same send is not
// switched on twice, and a drag is repaired.
func TestTheLookInALargeAccountSeesWhatOthersDo(t *testing.T) {
	t.Parallel()
	d, c := large(t)
	d.countsInactive()
	exclusion := d.exclusion("exclusion", "no_survey")
	send := made(t, c, "send")
	other := d.send("send", "no_survey", true)
	var duplicate *zendesk.DuplicateError
	err := c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}, Check: zendesk.Sole(send, true), New: true})
	if !errors.As(err, &duplicate) || !duplicate.Made || duplicate.ID != send || duplicate.Existing[0].ID != other {
		t.Errorf("got %v", err)
	}
	equal(t, "order", d.order(exclusion, send), "exclusion (send)")

	dragged := made(t, c, "dragged")
	d.drag(exclusion, 999)
	equal(t, "order", d.order(exclusion, dragged), "(dragged) exclusion")
	noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: dragged, Active: true, After: []string{exclusion}}))
	equal(t, "order", d.order(exclusion, dragged), "exclusion dragged")
}

// What is gone is on no page, but then the numbers do not add up.
func TestTheLookInALargeAccountMissesWhatIsGone(t *testing.T) {
	t.Parallel()
	d, c := large(t)
	exclusion := d.exclusion("exclusion", "no_survey")
	c.ForgetTriggers()
	send := made(t, c, "send")
	d.admin("DELETE", "/triggers/"+exclusion, nil)
	var broken *evaluation.OrderError
	err := c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}})
	if !errors.As(err, &broken) || broken.Listed != exclusion {
		t.Errorf("got %v", err)
	}
	equal(t, "writes", d.count(jobs), 0)
}

// Batches look at the categories once each, before they write; in company, what they
// activated is checked once more.
func TestCategoriesAreReadOnceForEachBatch(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, second := d.category("first"), d.category("second")
	exclusion := d.exclusion("exclusion", "no_survey", "category_id", first)
	c := d.client()
	settle := func(p evaluation.Placement) {
		t.Helper()
		p.Active, p.After = true, []string{exclusion}
		noError(t, c.Evaluation().Settle(ctx(), p))
	}
	lists := func(want int) {
		t.Helper()
		equal(t, "lists of categories", d.count("GET /trigger_categories"), want)
	}
	send := func(title, category string) string {
		c.Evaluation().Creating(title)
		return d.send(title, "no_survey", false, "category_id", category)
	}
	settle(evaluation.Placement{ID: send("one", second)})
	lists(1)
	settle(evaluation.Placement{ID: send("two", second)})
	settle(evaluation.Placement{ID: send("three", second)})
	lists(3)
	settle(evaluation.Placement{ID: send("four", first), CategoryID: second})
	lists(4)
	d.exclusion("of another workspace", "staff", "category_id", first)
	settle(evaluation.Placement{ID: send("five", second)})
	lists(6)
}

// Another workspace moves the category of the sends above that of the exclusions,
// after a batch has seen them in order: what comes next is never activated.
func TestACategoryThatMovedMeanwhileIsSeen(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, second := d.category("first"), d.category("second")
	exclusion := d.exclusion("exclusion", "no_survey", "category_id", first)
	c := d.client()
	earlier := d.send("earlier", "no_survey", false, "category_id", second)
	noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: earlier, Active: true, After: []string{exclusion}}))
	d.admin("PATCH", "/trigger_categories/"+second, map[string]any{"trigger_category": map[string]any{"name": "second", "position": 1}})
	later := d.send("later", "no_survey", false, "category_id", second)
	written := d.count(jobs)
	var broken *evaluation.OrderError
	if err := c.Evaluation().Settle(ctx(), evaluation.Placement{ID: later, Active: true, After: []string{exclusion}}); !errors.As(err, &broken) || broken.Listed != exclusion {
		t.Errorf("got %v", err)
	}
	equal(t, "order", d.order(later), "(later)")
	equal(t, "writes", d.count(jobs)-written, 0)
}

// Nor is new content written to a send that is active, and whose category was moved.
func TestContentIsNotWrittenOnAnOldOrderOfCategories(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, second := d.category("first"), d.category("second")
	exclusion := d.exclusion("exclusion", "no_survey", "category_id", first)
	send := d.send("send", "no_survey", true, "category_id", second)
	c := d.client()
	read, err := c.Evaluation().Snapshot(ctx())
	noError(t, err)
	d.admin("PATCH", "/trigger_categories/"+second, map[string]any{"trigger_category": map[string]any{"name": "second", "position": 1}})
	is, _ := read.Trigger(send)
	written := false
	change := evaluation.Placement{ID: send, Active: true, After: []string{exclusion}, Content: is.Rule, Write: func(context.Context, bool) error {
		written = true
		return nil
	}}
	var broken *evaluation.OrderError
	if err := c.Evaluation().Settle(ctx(), change); !errors.As(err, &broken) || broken.Listed != exclusion || written {
		t.Errorf("written: %t, %v", written, err)
	}
}

// Another workspace, which creates triggers at the same time, writes positions from an
// older list just after a batch has activated its send. Alone in the account nobody asks.
func TestAnOrderThatAnotherWorkspaceWritesAfterAnActivationIsSeen(t *testing.T) {
	t.Parallel()
	for name, accompanied := range map[string]bool{"with another workspace": true, "alone": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			exclusion := d.exclusion("exclusion", "no_survey")
			c := d.client()
			settle := func(title string) string {
				c.Evaluation().Creating(title)
				send := d.send(title, "no_survey", false)
				noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}}))
				return send
			}
			settle("earlier")
			if accompanied {
				d.exclusion("of another workspace", "staff")
				moves := sync.OnceFunc(func() { d.drag(exclusion, 999) })
				d.after[jobs] = func(int) { moves() }
			}
			lists := d.count("GET /triggers")
			later := settle("later")
			equal(t, "order", d.order(exclusion, later), "exclusion later")
			if read := d.count("GET /triggers") - lists; !accompanied && read != 1 {
				t.Errorf("%d lists, one before the activation expected", read)
			}
		})
	}
}

// A long apply listed the account before anybody checked the mark of its new exclusion.
// Another workspace makes the first send that does, and the exclusion goes before it.
func TestANewExclusionLooksForSendsThatWereMadeSinceTheListWasRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.client()
	_, err := c.Triggers(ctx())
	noError(t, err)
	send := d.send("of another workspace", "no_survey", true)
	exclusion := d.exclusion("exclusion", "no_survey", "active", false)
	_, err = c.Trigger(ctx(), exclusion)
	noError(t, err)
	noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: exclusion, Active: true, Protects: true, Strict: true, New: true}))
	equal(t, "order", d.order(exclusion, send), "exclusion of another workspace")
}

// Another workspace activates its exclusion, behind a send that does not list it, just
// after this one has looked and while it activates the send.
func TestAnExclusionThatAnotherWorkspaceActivatesAtTheSameTimeIsFollowed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.exclusion("earlier", "staff")
	c := d.client()
	settle := func(title string) string {
		c.Evaluation().Creating(title)
		send := d.send(title, "no_survey", false)
		noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true, Check: zendesk.Sole(send, true)}))
		return send
	}
	settle("first")
	exclusion := d.exclusion("of another workspace", "no_survey", "active", false)
	activates := sync.OnceFunc(func() {
		d.admin("PUT", "/triggers/"+exclusion, map[string]any{"trigger": map[string]any{"active": true, "position": 999}})
	})
	d.after[jobs] = func(int) { activates() }
	send := settle("second")
	equal(t, "order", d.order(exclusion, send), "of another workspace second")
}
