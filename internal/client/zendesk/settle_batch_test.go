package zendesk_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
)

// Deleting shifts the numbers of those behind: it waits until what was computed
// from the list is written.
func TestADeleteWaitsForAnOrderThatIsBeingWritten(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	doomed := d.exclusion("doomed", "other")
	exclusion := d.exclusion("exclusion", "no_survey")
	c := d.client()
	send := made(t, c, "send")
	var deleting sync.WaitGroup
	d.before[jobs] = func(int) {
		deleting.Go(func() { noError(t, c.DeleteTrigger(ctx(), doomed)) })
		time.Sleep(20 * time.Millisecond) // time enough to do it wrong
		equal(t, "deletes", d.count("DELETE /triggers/"+doomed), 0)
	}
	noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}}))
	deleting.Wait()
	equal(t, "deletes", d.count("DELETE /triggers/"+doomed), 1)
}

// Deletes do not wait for each other, but an order waits for all of them.
func TestDeletesGoTogether(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one, two := d.exclusion("one", "other"), d.exclusion("two", "other")
	c := d.client()
	send := made(t, c, "send")
	var others sync.WaitGroup
	d.before["DELETE /triggers/"+one] = func(int) {
		others.Go(func() { noError(t, c.DeleteTrigger(ctx(), two)) })
		for patience := time.Now().Add(2 * time.Second); d.count("DELETE /triggers/"+two) == 0 && time.Now().Before(patience); {
			time.Sleep(time.Millisecond)
		}
		equal(t, "deletes of the other one", d.count("DELETE /triggers/"+two), 1)
		others.Go(func() { noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true})) })
		time.Sleep(150 * time.Millisecond) // time enough to do it wrong
		equal(t, "writes", d.count(jobs), 0)
	}
	noError(t, c.DeleteTrigger(ctx(), one))
	others.Wait()
	equal(t, "writes", d.count(jobs), 1)
}

// Time that runs out while the batch is under way does not decide anything: the
// others of the batch still have theirs, and the outcome is what is told.
func TestABatchThatHasBegunTellsItsOutcome(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.client()
	hasty, patient := made(t, c, "hasty"), made(t, c, "patient")
	flights := []*evaluation.Change{c.Evaluation().Begin(), c.Evaluation().Begin()}
	limited, cancel := context.WithCancel(ctx())
	d.before[jobs] = func(int) { cancel(); time.Sleep(20 * time.Millisecond) }
	var both sync.WaitGroup
	both.Go(func() { noError(t, flights[0].Settle(limited, evaluation.Placement{ID: hasty, Active: true})) })
	both.Go(func() { noError(t, flights[1].Settle(ctx(), evaluation.Placement{ID: patient, Active: true})) })
	both.Wait()
	equal(t, "order", d.order(hasty, patient), "hasty patient")
}

// What listed triggers declare themselves is kept, from this process's plan or
// from the caller's memory.
func TestARepairKeepsRelationsThatItKnows(t *testing.T) {
	t.Parallel()
	for name, tell := range map[string]func(c *zendesk.Client, p *evaluation.Placement, id, after string){
		"declared": func(c *zendesk.Client, _ *evaluation.Placement, id, after string) {
			c.Evaluation().Declare(id, evaluation.Declaration{Active: true, After: []string{after}})
		},
		"remembered": func(_ *zendesk.Client, p *evaluation.Placement, id, after string) {
			p.Known = map[string][]string{id: {after}}
		},
		"remembered wrongly": func(c *zendesk.Client, p *evaluation.Placement, id, after string) {
			p.Known = map[string][]string{id: {"99"}, after: {id}}
			c.Evaluation().Declare(id, evaluation.Declaration{Active: true, After: []string{after}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			send := d.send("send", "no_survey", true)
			teller := d.exclusion("teller", "vip")
			exclusion := d.exclusion("exclusion", "no_survey")
			c := d.client()
			p := evaluation.Placement{ID: send, Active: true, After: []string{exclusion}}
			tell(c, &p, exclusion, teller)
			noError(t, c.Evaluation().Settle(ctx(), p))
			equal(t, "order", d.order(send, teller, exclusion), "teller exclusion send")
		})
	}
}

// Two groups are touched at once, one of them by somebody who leaves: a server
// that closes the hole must not let a foreign trigger slip through.
func TestLeavingACategoryWhileOthersInItMove(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	home, away := d.category("home"), d.category("away")
	in := func(title string) string { return d.exclusion(title, title, "category_id", home) }
	leaving := d.send("leaving", "x", true, "category_id", home)
	send := d.send("send", "no_survey", true, "category_id", home)
	foreign := in("foreign")
	exclusion := d.exclusion("exclusion", "no_survey", "category_id", home)
	last := in("last")
	c := d.client()
	flights := []*evaluation.Change{c.Evaluation().Begin(), c.Evaluation().Begin()}
	var all sync.WaitGroup
	all.Go(func() {
		noError(t, flights[0].Settle(ctx(), evaluation.Placement{ID: leaving, CategoryID: away, Active: true}))
	})
	all.Go(func() {
		noError(t, flights[1].Settle(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}, Known: map[string][]string{exclusion: nil}}))
	})
	all.Wait()
	equal(t, "order", d.order(leaving, send, foreign, exclusion, last), "exclusion send foreign last leaving")
	equal(t, "writes", d.count(jobs), 1)
}

// Categories are put in order from a new list too, and a vendor in trouble is
// asked again.
func TestCategoriesAreMovedBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, second, third := d.category("first"), d.category("second"), d.category("third")
	c := d.client()
	_, err := c.Categories(ctx())
	noError(t, err)
	noError(t, settleCategory(c, third, []string{second}))
	equal(t, "writes", d.count(jobs), 0)

	turn := func(ids ...string) {
		for _, id := range ids {
			d.admin("PATCH", "/trigger_categories/"+id, map[string]any{"trigger_category": map[string]any{"position": 1}})
		}
	}
	turn(first, second, third)
	c.ForgetCategories()
	_, err = c.Categories(ctx())
	noError(t, err)
	turn(third, second, first) // and back, which the list does not show
	noError(t, settleCategory(c, third, []string{first}))
	equal(t, "writes", d.count(jobs), 0)

	turn(first, second, third)
	c.ForgetCategories()
	d.fail("POST", "/api/v2/trigger_categories/jobs", 2)
	lists := d.count("GET /trigger_categories")
	noError(t, settleCategory(c, third, []string{first}))
	equal(t, "writes", d.count(jobs), 3)
	equal(t, "lists, one before each write", d.count("GET /trigger_categories")-lists, 3)
	settled, err := c.Evaluation().CategorySatisfied(ctx(), evaluation.Relation{ID: third, After: []string{first}})
	noError(t, err)
	equal(t, "settled", settled, true)
	settled, err = d.client().Evaluation().CategorySatisfied(ctx(), evaluation.Relation{ID: third, After: []string{first}})
	noError(t, err)
	equal(t, "settled in the account", settled, true)

	d.fail("POST", "/api/v2/trigger_categories/jobs", 9)
	err = settleCategory(c, first, []string{third})
	if err == nil || !strings.Contains(err.Error(), "500") {
		t.Errorf("got %v", err)
	}
	var broken *evaluation.OrderError
	if err = settleCategory(c, first, []string{"99"}); !errors.As(err, &broken) || broken.Listed != "99" {
		t.Errorf("got %v", err)
	}
}

// An orphan is adopted only if it is exactly what would be made.
func TestOnlyAnEqualOrphanIsAdopted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_ = made(t, d.client(), "send")
	described := sendInput("send", "no_survey")
	described.Description = ptr("for people")
	other := sendInput("send", "another_tag")
	for _, in := range []zendesk.TriggerInput{described, other} {
		var duplicate *zendesk.DuplicateError
		if _, err := d.client().CreateInactiveTrigger(ctx(), in, true, func() {}); !errors.As(err, &duplicate) {
			t.Errorf("got %v", err)
		}
	}
	c := d.client()
	adopted, err := c.CreateInactiveTrigger(ctx(), sendInput("send", "no_survey"), true, func() {})
	noError(t, err)
	equal(t, "to be deleted", c.BeginDelete(zendesk.NounTrigger, adopted.ID), false)
	equal(t, "creates", d.count("POST /triggers"), 1)

	d.admin("PUT", "/triggers/"+adopted.ID, map[string]any{"trigger": map[string]any{"description": "by hand"}})
	var duplicate *zendesk.DuplicateError
	if _, err := d.client().CreateInactiveTrigger(ctx(), sendInput("send", "no_survey"), true, func() {}); !errors.As(err, &duplicate) {
		t.Errorf("somebody has described it, so it is somebody's: %v", err)
	}
}

// A trigger that is being deleted looks like an orphan until it is gone.
func TestWhatIsBeingDeletedIsNotAdopted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	in := sendInput("exclusion", "no_survey")
	doomed, err := d.client().CreateInactiveTrigger(ctx(), in, false, func() {})
	noError(t, err)
	c := d.client()
	_, err = c.Triggers(ctx())
	noError(t, err)
	var made *zendesk.Trigger
	d.before["DELETE /triggers/"+doomed.ID] = func(int) {
		made, err = c.CreateInactiveTrigger(ctx(), in, false, func() {})
		noError(t, err)
	}
	equal(t, "to be deleted", c.BeginDelete(zendesk.NounTrigger, doomed.ID), true)
	noError(t, c.DeleteTrigger(ctx(), doomed.ID))
	equal(t, "order", d.order(doomed.ID, made.ID), "(exclusion)")
}
