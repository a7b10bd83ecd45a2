package transport

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"testing"
	"time"
)

func TestTheLimiterLearnsFromEveryVendorsHeaders(t *testing.T) {
	now := time.Now()
	for name, test := range map[string]struct {
		status int
		header map[string]string
		want   time.Duration
	}{
		"429":                         {429, map[string]string{"Retry-After": "30"}, 30 * time.Second},
		"429 with a date":             {429, map[string]string{"Retry-After": date(now.Add(time.Minute))}, time.Minute},
		"429 by a clock that is slow": {429, map[string]string{"Date": date(now.Add(-time.Hour)), "Retry-After": date(now.Add(-59 * time.Minute))}, time.Minute},
		"a reset by one that is fast": {429, map[string]string{"Date": date(now.Add(time.Hour)), "X-Rate-Limit-Reset": itoa(now.Add(61 * time.Minute).Unix())}, time.Minute},
		"429 with a reset":            {429, map[string]string{"X-Rate-Limit-Reset": "7"}, 7 * time.Second},
		"503 with Retry-After":        {503, map[string]string{"Retry-After": "12"}, 12 * time.Second},
		"503":                         {503, nil, 0},
		"used up, Zendesk":            {200, map[string]string{"ratelimit-remaining": "0", "ratelimit-reset": "41"}, 41 * time.Second},
		"used up, Kustomer":           {200, map[string]string{"x-ratelimit-remaining": "0", "x-ratelimit-reset": itoa(now.Add(20 * time.Second).Unix())}, 20 * time.Second},
		"used up, Desk":               {200, map[string]string{"X-Rate-Limit-Remaining": "0", "X-Rate-Limit-Reset": "9"}, 9 * time.Second},
		"used up, nobody knows until": {200, map[string]string{"X-Rate-Limit-Remaining": "0"}, 0},
		"plenty":                      {200, map[string]string{"X-Rate-Limit-Remaining": "399", "ratelimit-reset": "41"}, 0},
		"nonsense":                    {429, map[string]string{"Retry-After": "soon"}, 0},
		"negative":                    {429, map[string]string{"Retry-After": "-5"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			header := http.Header{}
			for key, value := range test.header {
				header.Set(key, value)
			}
			l := NewLimiter(0)
			l.observe(&http.Response{StatusCode: test.status, Header: header}, now)
			got := time.Duration(0)
			if !l.until.IsZero() {
				got = l.until.Sub(now)
			}
			if diff := got - test.want; diff < -2*time.Second || diff > 2*time.Second || (test.want == 0) != (got == 0) {
				t.Errorf("waits %s, want %s", got, test.want)
			}
		})
	}
}

func date(at time.Time) string { return at.UTC().Format(http.TimeFormat) }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func TestAShorterPauseDoesNotEndALongerOne(t *testing.T) {
	l := NewLimiter(0)
	l.pause(time.Hour)
	until := l.until
	l.pause(time.Second)
	if l.until != until {
		t.Error("the pause got shorter")
	}
}

func TestWaitsAreAddedUpOnceForAllWhoWait(t *testing.T) {
	l := NewLimiter(0)
	if l.Waited() != 0 {
		t.Fatal("waited before anything happened")
	}
	l.enter(context.Background(), time.Second, true)
	l.enter(context.Background(), time.Second, true)
	l.since = time.Now().Add(-40 * time.Second)
	if got := l.Waited(); got < 40*time.Second {
		t.Errorf("a wait under way does not count: %s", got)
	}
	l.leave()
	l.leave()
	if got := l.Waited(); got < 40*time.Second || got > 79*time.Second {
		t.Errorf("two who waited together for 40 s waited %s", got)
	}
}

func TestAWaitEndsWithTheContext(t *testing.T) {
	l := NewLimiter(0)
	l.pause(time.Hour)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(time.Millisecond, cancel)
	if err := l.wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// Below means in every minute, a first burst included.
func TestRequestsPerMinuteIsNeverExceeded(t *testing.T) {
	for _, perMinute := range []int{1, 5, 10, 19, 20, 60, 400} {
		l := NewLimiter(perMinute)
		start := time.Now()
		var sent []time.Time
		for now := start; now.Before(start.Add(3 * time.Minute)); now = now.Add(50 * time.Millisecond) {
			for l.headroom.AllowN(now, 1) {
				sent = append(sent, now)
			}
		}
		for i := range sent {
			in := 0
			for _, at := range sent[i:] {
				if at.Sub(sent[i]) < time.Minute {
					in++
				}
			}
			if in > perMinute {
				t.Fatalf("%d requests in a minute, allowed are %d", in, perMinute)
			}
		}
		if len(sent) < perMinute*2 {
			t.Errorf("only %d requests in three minutes of %d", len(sent), perMinute)
		}
	}
}

func TestRequestsPerMinuteBeyondTheDeadlineSaysSo(t *testing.T) {
	l := NewLimiter(1)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := l.wait(ctx); err != nil {
		t.Fatal(err)
	}
	var wait *WaitError
	if err := l.wait(ctx); !errors.As(err, &wait) || wait.Vendor {
		t.Errorf("got %v", err)
	}
}
