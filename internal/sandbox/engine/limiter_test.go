package engine

import (
	"testing"
	"time"
)

func TestALimiterCountsInWindows(t *testing.T) {
	limiter := &Limiter{Requests: 2, Window: time.Minute}
	start := time.Now()
	for _, step := range []struct {
		after time.Duration
		want  Budget
	}{
		{0, Budget{Limit: 2, Left: 1, Resets: 60 * time.Second}},
		{10 * time.Second, Budget{Limit: 2, Left: 0, Resets: 50 * time.Second}},
		{59 * time.Second, Budget{Limit: 2, Left: 0, Resets: time.Second, Exceeded: true}},
		{60 * time.Second, Budget{Limit: 2, Left: 1, Resets: 60 * time.Second}},
	} {
		if got := limiter.Take(start.Add(step.after)); got != step.want {
			t.Errorf("after %s: %+v, want %+v", step.after, got, step.want)
		}
	}
	limiter.Reset()
	if got := limiter.Take(start.Add(61 * time.Second)); got.Left != 1 || got.Resets != time.Minute {
		t.Errorf("after a reset: %+v, want a new window", got)
	}
}

func TestAnUnlimitedBudgetIsShownAndNeverUsedUp(t *testing.T) {
	limiter := &Limiter{Requests: 2, Window: time.Minute, Unlimited: true}
	for range 5 {
		if got := limiter.Take(time.Now()); got.Exceeded || got.Left != 1 {
			t.Errorf("budget %+v, want one left", got)
		}
	}
}
