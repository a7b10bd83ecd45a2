package memo_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/memo"
)

// Many resources ask of one payload at the same moment: it is looked at once, and each gets
// what was found.
func TestATextIsLookedAtOnce(t *testing.T) {
	t.Parallel()
	var looks atomic.Int32
	started, finish := make(chan struct{}), make(chan struct{})
	length := memo.Of(func(text string) int {
		looks.Add(1)
		close(started)
		<-finish
		return len(text)
	})
	var all sync.WaitGroup
	ask := func() {
		if got := length("one payload"); got != 11 {
			t.Errorf("got %d", got)
		}
	}
	all.Go(ask)
	<-started
	for range 100 {
		all.Go(ask)
	}
	close(finish)
	all.Wait()
	ask()
	if got := looks.Load(); got != 1 {
		t.Errorf("one look expected, got %d", got)
	}
}

// Another text is another question, also while the first is not answered.
func TestEachTextIsLookedAtForItself(t *testing.T) {
	t.Parallel()
	first := make(chan struct{})
	twice := memo.Of(func(text string) string {
		if text == "a" {
			<-first
		}
		return text + text
	})
	var waiting sync.WaitGroup
	waiting.Go(func() {
		if got := twice("a"); got != "aa" {
			t.Errorf("got %q", got)
		}
	})
	if got := twice("b"); got != "bb" {
		t.Errorf("got %q", got)
	}
	close(first)
	waiting.Wait()
}
