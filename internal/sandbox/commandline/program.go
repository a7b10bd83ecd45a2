package commandline

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// The exit codes of a program.
const (
	ExitOK          = 0
	ExitError       = 1
	ExitUsage       = 2
	ExitInterrupted = 130
)

// Program is a program that works with the command line.
type Program struct {
	Name string
	// Define defines the flags. Once they are parsed, check says what is wrong
	// with them.
	Define func(*flag.FlagSet) (check func() error)
	// Perform does the work and prints it to out. It clears everything away, also
	// when ctx ends.
	Perform func(ctx context.Context, out io.Writer) error
}

// Main is the whole of main: it ends the process.
func (p Program) Main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := p.Run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Run runs the program and gives the exit code.
func (p Program) Run(ctx context.Context, args []string, stdout, stderr io.Writer) (code int) {
	err := p.parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return ExitOK
	case err != nil:
		fmt.Fprintf(stderr, "%s: %v\n", p.Name, err)
		return ExitUsage
	}
	err = p.Perform(ctx, stdout)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintf(stderr, "\n%s: interrupted; everything is cleaned up\n", p.Name)
		return ExitInterrupted
	case err != nil:
		fmt.Fprintf(stderr, "\n%s: %v\n", p.Name, err)
		return ExitError
	}
	return ExitOK
}

func (p Program) parse(args []string, stderr io.Writer) error {
	flags := flag.NewFlagSet(p.Name, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // Run prints the error, once
	check := p.Define(flags)
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			flags.SetOutput(stderr)
			flags.Usage()
		}
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return check()
}
