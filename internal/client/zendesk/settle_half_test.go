package zendesk_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// half does the first item of a job and refuses the rest.
func (d *desk) half(status int, answer string) {
	d.instead = func(line, body string) (int, string) {
		if line != jobs {
			return 0, ""
		}
		var sent struct {
			Job struct {
				Action string                      `json:"action"`
				Items  map[string][]map[string]any `json:"items"`
			} `json:"job"`
		}
		noError(d.t, json.Unmarshal([]byte(body), &sent))
		sent.Job.Items["triggers"] = sent.Job.Items["triggers"][:1]
		d.admin(http.MethodPost, "/trigger_categories/jobs", sent)
		d.instead = nil
		return status, answer
	}
}

// Zendesk documents that a batch happens as a whole or not at all. A send must not
// go on firing should that not be so.
func TestARefusedBatchMayBeHalfDone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	exclusion := d.exclusion("exclusion", "no_survey")
	c := d.client()
	sends := []string{made(t, c, "first"), made(t, c, "second")}
	d.half(http.StatusUnprocessableEntity, `{"error":"RecordInvalid","description":"Not today"}`)
	flights := []*evaluation.Change{c.Evaluation().Begin(), c.Evaluation().Begin()}
	errs := make([]error, 2)
	var both sync.WaitGroup
	for i, flight := range flights {
		both.Go(func() {
			errs[i] = flight.Settle(ctx(), evaluation.Placement{ID: sends[i], Active: true, After: []string{exclusion}})
		})
	}
	both.Wait()
	again := 0
	for _, err := range errs {
		if err == nil || !strings.Contains(err.Error(), "Not today") || evaluation.MayBeActive(err) {
			t.Errorf("got %v", err)
		} else if strings.Contains(err.Error(), "deactivated again") {
			again++
		}
	}
	equal(t, "order", d.order(exclusion, sends[0], sends[1]), "exclusion (first) (second)")
	equal(t, "sends that had been switched on", again, 1)
	equal(t, "looks", d.count("GET /triggers/"+sends[0])+d.count("GET /triggers/"+sends[1]), 2)
}

// Whom the vendor does not let in has changed nothing, so nobody has to look.
func TestABatchThatWasSentAwayIsNotLookedAt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.client()
	send := made(t, c, "send")
	d.instead = func(string, string) (int, string) {
		return http.StatusUnauthorized, `{"error":"Couldn't authenticate you"}`
	}
	sent := d.sent(func() {
		if err := c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true}); !zendesk.IsUnauthorized(err) || evaluation.MayBeActive(err) {
			t.Errorf("got %v", err)
		}
	})
	equal(t, "requests", strings.Join(sent, ", "), "GET /trigger_categories, "+jobs)
}

// Nor has whom it asks to come back after everybody's time is up, and that is
// known at once.
func TestABatchThatIsAskedToWaitTooLong(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.client()
	sends := []string{made(t, c, "first"), made(t, c, "second")}
	d.world.Faults.Add(engine.Fault{System: "zendesk", Method: "POST", Path: "/api/v2/trigger_categories/jobs", Kind: engine.TooManyRequests, RetryAfter: ptr(3600.0)})
	flights := []*evaluation.Change{c.Evaluation().Begin(), c.Evaluation().Begin()}
	sent := d.sent(func() {
		var both sync.WaitGroup
		for i, flight := range flights {
			limited, cancel := context.WithTimeout(ctx(), time.Duration(i+2)*time.Second)
			defer cancel()
			both.Go(func() {
				err := flight.Settle(limited, evaluation.Placement{ID: sends[i], Active: true})
				if e := asError(t, err); e.Status != http.StatusTooManyRequests || !strings.Contains(e.Remedy(), "requests_per_minute") || evaluation.MayBeActive(err) {
					t.Errorf("got %v: %s", err, e.Remedy())
				}
				noError(t, limited.Err())
			})
		}
		both.Wait()
	})
	equal(t, "requests", strings.Join(sent, ", "), "GET /trigger_categories, "+jobs)
}

// The first attempt was done and its answer lost; the second one is refused.
func TestARefusalOfARepetitionSaysNothingAboutTheFirstAttempt(t *testing.T) {
	t.Parallel()
	const updateMany = "PUT /triggers/update_many"
	d := newDesk(t)
	d.withoutCategories()
	exclusion := d.exclusion("exclusion", "no_survey")
	c := d.client()
	send := made(t, c, "send")
	d.world.Faults.Add(engine.Fault{System: "zendesk", Path: "/api/v2/triggers/update_many", Kind: engine.DropAfterCommit})
	attempts := 0
	d.instead = func(line, _ string) (int, string) {
		if line != updateMany {
			return 0, ""
		}
		if attempts++; attempts != 2 {
			return 0, ""
		}
		return http.StatusUnprocessableEntity, `{"error":"RecordInvalid","description":"Not today"}`
	}
	noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}}))
	equal(t, "order", d.order(exclusion, send), "exclusion send")
	equal(t, "writes", d.count(updateMany), 2)
}

// A server that names one bad item at a time: each of them gets its own error, and
// what is left is written.
func TestRefusalsThatNameOneItemAtATime(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.client()
	titles := []string{"a", "b", "c", "d", "good"}
	var ids []string
	for _, title := range titles {
		ids = append(ids, made(t, c, title))
	}
	bad := ids[:4]
	d.instead = func(line, body string) (int, string) {
		for _, id := range bad {
			if line == jobs && strings.Contains(body, id) {
				return http.StatusBadRequest, `{"status":"failed","errors":[{"code":"InvalidTrigger","title":"No","trigger_id":"` + id + `"}]}`
			}
		}
		return 0, ""
	}
	var flights []*evaluation.Change
	for range ids {
		flights = append(flights, c.Evaluation().Begin())
	}
	errs := make([]error, len(ids))
	var all sync.WaitGroup
	for i, flight := range flights {
		all.Go(func() { errs[i] = flight.Settle(ctx(), evaluation.Placement{ID: ids[i], Active: true}) })
	}
	all.Wait()
	for i, id := range bad {
		if errs[i] == nil || !strings.Contains(errs[i].Error(), id) {
			t.Errorf("%s: %v", titles[i], errs[i])
		}
	}
	noError(t, errs[4])
	equal(t, "order", d.order(ids...), "(a) (b) (c) (d) good")
	equal(t, "writes", d.count(jobs), 5)
}
