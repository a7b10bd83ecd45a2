// Command bench measures what the product costs: it lets the real command line
// apply, plan and change many send triggers in the sandbox, on this machine
// alone, and prints requests, seconds and memory. Beside each figure stands the
// floor: the same for as many of the command line's own resources, and for as many
// resources of the same schema that do nothing.
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
	rate      int    // Zendesk's requests a minute; 0 leaves that part out
	foreign   int    // triggers of other people in one part; 0 leaves it out
	repeats   int    // of everything; the median counts
	idle      string // folder of the provider that does nothing; "" leaves it out
	profiles  string // folder for CPU profiles of a plan, and nothing else is done
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
	flags.IntVar(&s.foreign, "foreign", 5000, "`triggers` of other people in one part; 0 leaves it out")
	flags.IntVar(&s.repeats, "repeats", 5, "how `often` everything is timed, in turns; the median counts")
	flags.StringVar(&s.idle, "idle", "", "`path` of a provider of the same schema that does nothing (internal/cmd/idle)")
	flags.StringVar(&s.profiles, "profiles", "", "only plan the largest number of sends, and leave what the provider (internal/cmd/profiled) writes in this `folder`")
	return func() (err error) {
		switch {
		case s.rate < 0:
			return fmt.Errorf("-rate: %d is negative", s.rate)
		case s.foreign < 0:
			return fmt.Errorf("-foreign: %d is negative", s.foreign)
		case s.repeats < 1:
			return fmt.Errorf("-repeats: %d is less than one", s.repeats)
		}
		slices.Sort(s.sends)
		if s.idle != "" {
			if s.idle, err = commandline.FindProvider(s.idle); err != nil {
				return fmt.Errorf("-idle: %w", err)
			}
		}
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
