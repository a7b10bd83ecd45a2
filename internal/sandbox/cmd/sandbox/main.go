// Command sandbox serves the simulated help desks and survey backends until it
// is interrupted. When it is ready it prints one JSON line with its url; by then
// the env file, if one is asked for, is complete.
//
//	go run ./internal/sandbox/cmd/sandbox -listen 127.0.0.1:8089 -env-file sandbox.env
//
// It exits with 0 after an interrupt, 2 when a flag is wrong, and 1 when it
// cannot listen or write the env file.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

const (
	exitOK    = 0
	exitError = 1
	exitUsage = 2
)

// run serves until ctx ends and gives the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	settings, err := parseFlags(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		fmt.Fprintln(stderr, "sandbox:", err)
		return exitUsage
	}
	if err := serve(ctx, settings, stdout); err != nil {
		fmt.Fprintln(stderr, "sandbox:", err)
		return exitError
	}
	return exitOK
}

type settings struct {
	listen  string
	envFile string
	options sandbox.Options
}

func parseFlags(args []string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("sandbox", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller prints the error, once
	flags.StringVar(&s.listen, "listen", "127.0.0.1:8089", "`address` to serve on; port 0 picks a free one")
	flags.StringVar(&s.envFile, "env-file", "", "write export lines for the provider to this `path`")
	flags.DurationVar(&s.options.Latency, "latency", 0, "added to each vendor request, for example 100ms")
	flags.IntVar(&s.options.Zendesk.RequestsPerMinute, "zendesk-rate", 0, "Zendesk `requests` a minute; 0 is no limit")
	mode := flags.String("engine", string(engine.Restart), "how triggers run: restart or single_pass")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			flags.SetOutput(stderr)
			flags.Usage()
		}
		return settings{}, err
	}
	var err error
	switch s.options.Mode, err = engine.ParseMode(*mode); {
	case err != nil:
		return settings{}, fmt.Errorf("-engine: %w", err)
	case flags.NArg() > 0:
		return settings{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case s.options.Latency < 0:
		return settings{}, fmt.Errorf("-latency: %s is negative", s.options.Latency)
	case s.options.Zendesk.RequestsPerMinute < 0:
		return settings{}, fmt.Errorf("-zendesk-rate: %d is negative", s.options.Zendesk.RequestsPerMinute)
	}
	return s, nil
}

func serve(ctx context.Context, s settings, stdout io.Writer) error {
	world := sandbox.New(s.options)
	url, stop, err := world.Listen(s.listen)
	if err != nil {
		return err
	}
	defer stop()
	if s.envFile != "" {
		if err := writeEnvFile(s.envFile, world.Environment(url)); err != nil {
			return err
		}
	}
	if err := json.NewEncoder(stdout).Encode(map[string]string{"url": url}); err != nil {
		return fmt.Errorf("ready line: %w", err)
	}
	<-ctx.Done()
	return nil
}
