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
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline"
)

func main() {
	if measured, code := serveMeasured(); measured {
		os.Exit(code)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

const (
	exitOK          = 0
	exitError       = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// run prints the figures to stdout and gives the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	settings, err := parseFlags(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		fmt.Fprintln(stderr, "bench:", err)
		return exitUsage
	}
	err = measure(ctx, settings, stdout)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "\nbench: interrupted; everything is cleaned up")
		return exitInterrupted
	case err != nil:
		fmt.Fprintln(stderr, "\nbench:", err)
		return exitError
	}
	return exitOK
}

type settings struct {
	commandline.Tools
	sends     []int
	latencies []time.Duration
	rate      int // Zendesk's requests a minute; 0 leaves that part out
	repeats   int // of each plan; the quickest counts
}

func parseFlags(args []string, stderr io.Writer) (settings, error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller prints the error, once
	find := commandline.Flags(flags)
	s := settings{sends: []int{10, 100, boundSends}, latencies: []time.Duration{0, boundLatency}}
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
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			flags.SetOutput(stderr)
			flags.Usage()
		}
		return settings{}, err
	}
	switch {
	case flags.NArg() > 0:
		return settings{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case s.rate < 0:
		return settings{}, fmt.Errorf("-rate: %d is negative", s.rate)
	case s.repeats < 1:
		return settings{}, fmt.Errorf("-repeats: %d is less than one", s.repeats)
	}
	slices.Sort(s.sends)
	var err error
	s.Tools, err = find()
	return s, err
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
