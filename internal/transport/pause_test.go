package transport_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// answers is a client of a vendor that says to the nth request (from 1) what the
// test wants. There is no network, so that time can be a bubble's.
func answers(limiter *transport.Limiter, answer func(n int) (status int, header http.Header)) *http.Client {
	var mu sync.Mutex
	n := 0
	return transport.NewClient(transport.Options{
		Root: &url.URL{Scheme: "https", Host: "acme.example.com"}, Limiter: limiter,
		Base: roundTrip(func(r *http.Request) *http.Response {
			mu.Lock()
			defer mu.Unlock()
			n++
			status, header := answer(n)
			if header == nil {
				header = http.Header{}
			}
			return &http.Response{StatusCode: status, Header: header, Body: http.NoBody, Request: r}
		}),
	})
}

// A pause that the vendor asks of one holds everybody back, counts once however
// many wait, and is one line of the log that people read.
func TestAPauseHoldsEverybodyBackAndIsToldOnce(t *testing.T) {
	for name, first := range map[string]struct {
		status int
		header http.Header
	}{
		"429":                {429, http.Header{"Retry-After": {"31"}}},
		"503":                {503, http.Header{"Retry-After": {"31"}}},
		"429 with a date":    {429, http.Header{"Retry-After": {"Sat, 01 Jan 2000 00:00:31 GMT"}}}, // time in a bubble begins with 2000
		"the quota's end":    {200, http.Header{"Ratelimit-Remaining": {"0"}, "Ratelimit-Reset": {"31"}}},
		"429 without a time": {429, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				ctx := tflogtest.RootLogger(t.Context(), &log)
				started, limiter := time.Now(), transport.NewLimiter(0)
				var sent []time.Duration
				client := answers(limiter, func(n int) (int, http.Header) {
					sent = append(sent, time.Since(started))
					if n == 1 {
						return first.status, first.header
					}
					return http.StatusOK, nil
				})
				var group sync.WaitGroup
				post := func() {
					if status, _, err := do(t, ctx, client, http.MethodPost, "https://acme.example.com", "{}"); err != nil || status != http.StatusOK {
						t.Errorf("%d, %v", status, err)
					}
				}
				group.Go(post)
				synctest.Wait() // it was answered
				for range 10 {
					group.Go(post)
				}
				group.Wait()

				least, most := 31*time.Second, 33*time.Second
				if first.header == nil {
					least, most = 200*time.Millisecond, time.Second
				}
				if sent[1] < least {
					t.Errorf("sent at %v", sent)
				}
				if waited := limiter.Waited(); waited < least || waited > most {
					t.Errorf("waited %v in sum", waited)
				}
				if lines := strings.Count(log.String(), `"@level":"warn"`); lines != 1 || !strings.Contains(log.String(), "requests to this account are delayed") {
					t.Errorf("%d warnings in the log", lines)
				}
			})
		})
	}
}

// Who waits for requests_per_minute is held by a pause that begins meanwhile, and
// does not send together with all others when it ends.
func TestAPauseHoldsThoseWhoWaitForTheirTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		started := time.Now()
		var sent []time.Duration
		client := answers(transport.NewLimiter(6), func(n int) (int, http.Header) { // one in 10 s
			sent = append(sent, time.Since(started))
			if n == 1 {
				time.Sleep(time.Second)
				return http.StatusTooManyRequests, http.Header{"Retry-After": {"60"}}
			}
			return http.StatusOK, nil
		})
		var group sync.WaitGroup
		for range 3 {
			group.Go(func() {
				if status, _, err := do(t, t.Context(), client, http.MethodPost, "https://acme.example.com", "{}"); err != nil || status != http.StatusOK {
					t.Errorf("%d, %v", status, err)
				}
			})
		}
		group.Wait()
		if len(sent) != 4 || sent[1] < time.Minute || sent[2]-sent[1] < 9*time.Second || sent[3]-sent[2] < 9*time.Second {
			t.Errorf("sent at %v", sent)
		}
	})
}

// A quota that others use up is waited for as long as the operation may take, and
// no longer without a deadline than it was before.
func TestAPauseIsWaitedForAsLongAsThereIsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const busy = 50 // times
		attempts := 0
		client := answers(nil, func(n int) (int, http.Header) {
			if attempts = n; n <= busy {
				return http.StatusTooManyRequests, http.Header{"Retry-After": {"10"}}
			}
			return http.StatusOK, nil
		})
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
		defer cancel()
		if status, _, err := do(t, ctx, client, http.MethodPost, "https://acme.example.com", "{}"); err != nil || status != http.StatusOK {
			t.Errorf("after %d attempts: %d, %v", attempts, status, err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		client := answers(nil, func(int) (int, http.Header) {
			return http.StatusTooManyRequests, http.Header{"Retry-After": {"10"}}
		})
		if status, _, err := do(t, t.Context(), client, http.MethodGet, "https://acme.example.com", ""); err != nil || status != http.StatusTooManyRequests {
			t.Errorf("%d, %v", status, err)
		}
	})
}

// Waits are spread a little. One that only fits without that fails at once too,
// instead of ending as "deadline exceeded" half a minute later.
func TestAWaitThatMayNotFitIsNotBegun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for range 100 {
			started := time.Now()
			client := answers(nil, func(n int) (int, http.Header) {
				if n == 1 {
					return http.StatusTooManyRequests, http.Header{"Retry-After": {"30"}}
				}
				return http.StatusOK, nil
			})
			ctx, cancel := context.WithTimeout(t.Context(), 30500*time.Millisecond)
			_, _, err := do(t, ctx, client, http.MethodPost, "https://acme.example.com", "{}")
			cancel()
			var wait *transport.WaitError
			if err != nil && (!errors.As(err, &wait) || time.Since(started) != 0) {
				t.Fatalf("after %v: %v", time.Since(started), err)
			}
		}
	})
}

// A vendor that never stops refusing is waited for as long as the operation may take,
// and ten minutes at most, whoever asks. The error says for how long it was.
func TestEndlessRefusalEndsAfterTenMinutes(t *testing.T) {
	for name, row := range map[string]struct {
		limit, least, most time.Duration
		words              string
	}{
		"a short time limit": {time.Minute, 55 * time.Second, time.Minute, "this operation's time limit ends in"},
		"a long one":         {20 * time.Minute, 9*time.Minute + 50*time.Second, 10 * time.Minute, "no operation waits longer than 10m0s"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				asked := 0
				client := answers(nil, func(int) (int, http.Header) {
					asked++
					return http.StatusTooManyRequests, http.Header{"Retry-After": {"2"}}
				})
				send := func(limit time.Duration) (*transport.WaitError, time.Duration) {
					t.Helper()
					started := time.Now()
					ctx, cancel := context.WithTimeout(t.Context(), limit)
					defer cancel()
					_, _, err := do(t, ctx, client, http.MethodPost, "https://acme.example.com", "{}")
					var wait *transport.WaitError
					if !errors.As(err, &wait) || !wait.Vendor || transport.Ambiguous(err) {
						t.Fatalf("got %v", err)
					}
					return wait, time.Since(started)
				}
				wait, took := send(row.limit)
				if took < row.least || took > row.most || wait.Waited < row.least || !strings.Contains(wait.Error(), row.words) || !strings.Contains(wait.Error(), "have been refused for ") {
					t.Errorf("after %v: %v", took, wait)
				}
				if row.limit < 10*time.Minute {
					return
				}
				// The next one learns it at once, with one request at most.
				asked = 0
				if _, took := send(row.limit); took > 3*time.Second || asked > 1 {
					t.Errorf("the next one took %v and %d requests", took, asked)
				}
			})
		})
	}
}
