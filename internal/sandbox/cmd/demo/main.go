// Command demo shows the product at work, on this machine alone: it starts the
// sandbox, lets the real command line apply examples/stacks/stella-connect-zendesk
// to it, runs tickets through, and says who got a survey, who did not and why.
// Then it breaks the evaluation order behind Terraform's back and lets the next
// plan find and repair that.
//
//	go run ./internal/sandbox/cmd/demo -cli terraform -provider bin/terraform-provider-surveytrigger
//
// It checks what it shows. It exits with 0 if every survey went where it should
// and nowhere else, 1 if not or if a step failed, 2 when a flag is wrong, and
// 130 after an interrupt. Whatever happens, nothing is left behind.
//
// Start reading at story.tell.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline"
)

func main() {
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

// run tells the story to stdout and gives the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	settings, err := parseFlags(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		fmt.Fprintln(stderr, "demo:", err)
		return exitUsage
	}
	err = perform(ctx, settings, stdout)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "\ndemo: interrupted; everything is cleaned up")
		return exitInterrupted
	case err != nil:
		fmt.Fprintln(stderr, "\ndemo:", err)
		return exitError
	}
	return exitOK
}

type settings struct {
	commandline.Tools
	stack string // folder of the configuration
}

func parseFlags(args []string, stderr io.Writer) (settings, error) {
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller prints the error, once
	find := commandline.Flags(flags)
	stack := flags.String("stack", "examples/stacks/stella-connect-zendesk", "`folder` of the configuration")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			flags.SetOutput(stderr)
			flags.Usage()
		}
		return settings{}, err
	}
	if flags.NArg() > 0 {
		return settings{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	tools, err := find()
	if err != nil {
		return settings{}, err
	}
	if matches, err := filepath.Glob(filepath.Join(*stack, "*.tf")); err != nil || len(matches) == 0 {
		return settings{}, fmt.Errorf("-stack: no configuration in %q; run this from the root of the repository", *stack)
	}
	return settings{tools, *stack}, nil
}

// perform sets the stage, tells the story and clears everything away.
func perform(ctx context.Context, s settings, out io.Writer) error {
	home, err := os.MkdirTemp("", "surveytrigger-demo-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }()
	world := sandbox.New(sandbox.Options{})
	url, stop, err := world.Listen("127.0.0.1:0")
	if err != nil {
		return err
	}
	defer stop()
	variables := map[string]string{}
	for _, variable := range world.Environment(url) {
		variables[variable.Name] = variable.Value
	}
	cli, err := newCLI(ctx, s, home, variables)
	if err != nil {
		return err
	}
	teller := &story{
		page:  page{out},
		cli:   cli,
		desk:  newHelpDesk(variables),
		world: world.World(),
	}
	return teller.tell(ctx)
}
