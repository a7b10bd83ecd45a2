package engine

import (
	"testing"
	"time"
)

func TestClockStartsAtRealNowAndMovesWithAdvances(t *testing.T) {
	clock := &Clock{}
	atRealTime := func(after time.Duration) {
		t.Helper()
		earliest := time.Now().Add(after)
		now := clock.Now()
		if latest := time.Now().Add(after); now.Before(earliest) || now.After(latest) {
			t.Errorf("the clock says %s, want a time from %s to %s", now, earliest, latest)
		}
	}
	atRealTime(0)
	clock.Advance(48 * time.Hour)
	atRealTime(48 * time.Hour)
	clock.Advance(-time.Hour)
	atRealTime(48 * time.Hour)
	if zone := clock.Now().Location(); zone != time.UTC {
		t.Errorf("zone %s, want UTC", zone)
	}
	clock.Reset()
	atRealTime(0)
}

func TestClockTicksEachQuarterOfAnHourThatWasAdvanced(t *testing.T) {
	clock := &Clock{}
	var ticks []time.Time
	advance := func(d time.Duration) int {
		ticks = nil
		clock.AdvanceInSteps(d, func(now time.Time) { ticks = append(ticks, now) })
		return len(ticks)
	}
	if got := advance(time.Hour); got != 4 {
		t.Errorf("an hour ticked %d times, want 4", got)
	}
	for i := 1; i < len(ticks); i++ {
		if gap := ticks[i].Sub(ticks[i-1]).Round(time.Second); gap != 15*time.Minute {
			t.Errorf("tick %d came %s after the one before", i, gap)
		}
	}
	// Small advances add up: 10 + 10 minutes cross one quarter, 10 more the next.
	for i, want := range []int{0, 1, 1} {
		if got := advance(10 * time.Minute); got != want {
			t.Errorf("10-minute advance %d ticked %d times, want %d", i, got, want)
		}
	}
}

func TestTickSeesTheTimeOfItsStep(t *testing.T) {
	clock := &Clock{}
	start := clock.Now()
	clock.AdvanceInSteps(20*time.Minute, func(now time.Time) {
		if since := now.Sub(start).Round(time.Second); since != 15*time.Minute {
			t.Errorf("tick at +%s, want +15m", since)
		}
	})
	if since := clock.Now().Sub(start).Round(time.Second); since != 20*time.Minute {
		t.Errorf("the clock stands at +%s, want +20m", since)
	}
}
