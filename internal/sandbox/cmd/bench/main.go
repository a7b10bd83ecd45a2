// Command bench measures what the product costs: it lets the real command line
// apply, plan and change many send triggers in the sandbox, on this machine
// alone, and prints requests, seconds and memory.
//
//	go run ./internal/sandbox/cmd/bench -cli terraform -provider bin/terraform-provider-surveytrigger -sends 10,100
//
// It ends with the bounds that the product is built for, each held or not. It
// exits with 0 if every bound on requests and memory held, 1 if not or if a step
// failed, 2 when a flag is wrong, and 130 after an interrupt. Seconds depend on
// the machine, so bounds on them are printed and change nothing else.
//
// Start reading at bench.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline"
)

func main() {
	if measured, code := serveMeasured(); measured {
		os.Exit(code)
	}
	program().Main()
}

func program() commandline.Program {
	s := &settings{}
	return commandline.Program{Name: "bench", Define: s.define, Perform: func(ctx context.Context, out io.Writer) error { return measure(ctx, *s, out) }}
}

type settings struct {
	commandline.Tools
	sends     []int
	latencies []time.Duration
	rate      int // Zendesk's requests a minute; 0 leaves that part out
	repeats   int // of each plan; the quickest counts
}

func (s *settings) define(flags *flag.FlagSet) (check func() error) {
	find := commandline.Flags(flags)
	s.sends, s.latencies = []int{10, 100, boundSends}, []time.Duration{0, boundLatency}
	flags.Func("sends", "`numbers` of send triggers, as in 10,100 (default 10,100,1000)", listOf(&s.sends, func(text string) (int, error) {
		number, err := strconv.Atoi(text)
		if err == nil && number < 1 {
			err = errors.New("at least one send is needed")
		}
		return number, err
	}))
	flags.Func("latencies", "`durations` added to each request (default 0s,100ms)", listOf(&s.latencies, time.ParseDuration))
	flags.IntVar(&s.rate, "rate", 400, "Zendesk's `requests` a minute in the last part, which takes minutes; 0 leaves it out")
	flags.IntVar(&s.repeats, "repeats", 3, "how `often` each plan is timed; the quickest counts")
	return func() (err error) {
		switch {
		case s.rate < 0:
			return fmt.Errorf("-rate: %d is negative", s.rate)
		case s.repeats < 1:
			return fmt.Errorf("-repeats: %d is less than one", s.repeats)
		}
		slices.Sort(s.sends)
		s.Tools, err = find()
		return err
	}
}

// listOf reads values between commas.
func listOf[T any](into *[]T, parse func(string) (T, error)) func(string) error {
	return func(text string) error {
		*into = nil
		for part := range strings.SplitSeq(text, ",") {
			value, err := parse(part)
			if err != nil {
				return err
			}
			*into = append(*into, value)
		}
		return nil
	}
}
