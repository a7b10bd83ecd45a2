package zendesk

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
)

// simulated gives two clients of a fresh simulated account. Jobs may be altered
// on their way; each is counted.
func simulated(t *testing.T, alter func(job string) string) (ours, admin *Client, jobs *atomic.Int64) {
	t.Helper()
	world := sandbox.New(sandbox.Options{})
	settings := httptest.NewRequest(http.MethodPost, "/_sandbox/zendesk", strings.NewReader(`{"count_inactive":true}`))
	world.ServeHTTP(httptest.NewRecorder(), settings)
	jobs = &atomic.Int64{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if strings.HasSuffix(request.URL.Path, "/trigger_categories/jobs") {
			jobs.Add(1)
			body, _ := io.ReadAll(request.Body)
			if alter != nil {
				body = []byte(alter(string(body)))
			}
			request.Body, request.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		}
		world.ServeHTTP(w, request)
	}))
	t.Cleanup(server.Close)
	var token string
	for _, variable := range world.Environment(server.URL) {
		if variable.Name == "ZENDESK_ACCESS_TOKEN" {
			token = variable.Value
		}
	}
	connect := func() *Client {
		c, err := New(Config{Subdomain: "acme", Endpoint: server.URL + "/zendesk", Credential: AccessToken(token)})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	return connect(), connect(), jobs
}

func inert(t *testing.T, c *Client, title string) string {
	t.Helper()
	made, err := c.CreateInactiveTrigger(t.Context(), TriggerInput{
		Title:      &title,
		Conditions: &rules.Conditions{All: []rules.Condition{{Field: "status", Operator: "value", Value: rules.Text("solved")}}},
		Actions:    &[]rules.Action{{Field: "current_tags", Value: rules.Text("marked")}},
	}, true, func() {})
	if err != nil {
		t.Fatal(err)
	}
	return made.ID
}

func active(t *testing.T, c *Client, id string) bool {
	t.Helper()
	c.ForgetTriggers()
	trigger, err := c.Trigger(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return trigger.Active
}

// A server that switches on and does not move: we give up, say who stands where,
// and leave the send that we activated inactive.
func TestASendFoundEarlyIsDeactivatedAtOnce(t *testing.T) {
	t.Parallel()
	position := regexp.MustCompile(`,"position":\d+`)
	var sent []string
	ours, admin, jobs := simulated(t, func(job string) string {
		sent = append(sent, job)
		return position.ReplaceAllString(job, "")
	})
	send := inert(t, ours, "Send") // first, so that it has to move
	exclusion := inert(t, ours, "Exclude")
	if err := ours.Evaluation().Settle(t.Context(), evaluation.Placement{ID: exclusion, Active: true}); err != nil {
		t.Fatal(err)
	}
	jobs.Store(0)
	sent = nil
	err := ours.Evaluation().Settle(t.Context(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}})
	var broken *evaluation.OrderError
	if !errors.As(err, &broken) || broken.Listed != exclusion {
		t.Fatalf("got %v", err)
	}
	for _, part := range []string{`"Send" is at position 6`, `"Exclude"`, "at position 7", "deactivated again"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not in %q", part, err)
		}
	}
	if active(t, admin, send) {
		t.Error("the send fires although the exclusion comes later")
	}
	if jobs.Load() != 2*3 {
		t.Errorf("%d jobs, expected three attempts and as many that deactivate", jobs.Load())
	}
	for i, job := range sent {
		if on := strings.Contains(job, `"active":true`); on != (i%2 == 0) {
			t.Errorf("job %d switches on: %v", i+1, on)
		}
	}
}

// One of a batch was deleted meanwhile: the others are placed all the same.
func TestOneBadPlacementDoesNotSpoilTheBatch(t *testing.T) {
	t.Parallel()
	ours, admin, _ := simulated(t, nil)
	good, bad := inert(t, ours, "Good"), inert(t, ours, "Bad")
	if err := admin.DeleteTrigger(t.Context(), bad); err != nil {
		t.Fatal(err)
	}
	first, second := ours.Evaluation().Begin(), ours.Evaluation().Begin()
	var goodErr, badErr error
	var both sync.WaitGroup
	both.Go(func() { goodErr = first.Settle(t.Context(), evaluation.Placement{ID: good, Active: true}) })
	both.Go(func() { badErr = second.Settle(t.Context(), evaluation.Placement{ID: bad, Active: true}) })
	both.Wait()
	if goodErr != nil || badErr == nil {
		t.Errorf("good: %v, bad: %v", goodErr, badErr)
	}
	if !active(t, admin, good) {
		t.Error("the good one is not active")
	}
}

// A creation that waits for others ends with its own context.
func TestWaitingForOthersEndsWithTheContext(t *testing.T) {
	t.Parallel()
	ours, _, _ := simulated(t, nil)
	id := inert(t, ours, "Send")
	endless := ours.Evaluation().Begin()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := ours.Evaluation().Settle(ctx, evaluation.Placement{ID: id, Active: true}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	endless.Abandon()
	if err := ours.Evaluation().Settle(t.Context(), evaluation.Placement{ID: id, Active: true}); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// Triggers that are created at the same time are switched on by one request.
func TestABatchIsOneRequest(t *testing.T) {
	t.Parallel()
	ours, _, jobs := simulated(t, nil)
	exclusion := inert(t, ours, "Exclude")
	if err := ours.Evaluation().Settle(t.Context(), evaluation.Placement{ID: exclusion, Active: true}); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	flights := make([]*evaluation.Change, 20)
	for i := range flights {
		flights[i] = ours.Evaluation().Begin()
	}
	for i, flight := range flights {
		all.Go(func() {
			id := inert(t, ours, "Send "+string(rune('a'+i)))
			if err := flight.Settle(t.Context(), evaluation.Placement{ID: id, Active: true, After: []string{exclusion}}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if jobs.Load() != 2 {
		t.Errorf("%d jobs, expected one for the exclusion and one for all sends", jobs.Load())
	}
}

// Two triggers that list each other have no order; nothing is written.
func TestADependencyCycleIsRefused(t *testing.T) {
	t.Parallel()
	ours, admin, _ := simulated(t, nil)
	a, b := inert(t, ours, "A"), inert(t, ours, "B")
	first, second := ours.Evaluation().Begin(), ours.Evaluation().Begin()
	errs := make(chan error, 2)
	go func() {
		errs <- first.Settle(t.Context(), evaluation.Placement{ID: a, Active: true, After: []string{b}})
	}()
	go func() {
		errs <- second.Settle(t.Context(), evaluation.Placement{ID: b, Active: true, After: []string{a}})
	}()
	for range 2 {
		if err := <-errs; err == nil || !strings.Contains(err.Error(), "cycle") {
			t.Errorf("got %v", err)
		}
	}
	if active(t, admin, a) || active(t, admin, b) {
		t.Error("one of them was switched on")
	}
}
