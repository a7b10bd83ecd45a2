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
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline"
)

func main() { program().Main() }

func program() commandline.Program {
	s := &settings{}
	return commandline.Program{Name: "demo", Define: s.define, Perform: s.perform}
}

type settings struct {
	commandline.Tools
	stack string // folder of the configuration
}

func (s *settings) define(flags *flag.FlagSet) (check func() error) {
	find := commandline.Flags(flags)
	flags.StringVar(&s.stack, "stack", "examples/stacks/stella-connect-zendesk", "`folder` of the configuration")
	return func() (err error) {
		if s.Tools, err = find(); err != nil {
			return err
		}
		if matches, err := filepath.Glob(filepath.Join(s.stack, "*.tf")); err != nil || len(matches) == 0 {
			return fmt.Errorf("-stack: no configuration in %q; run this from the root of the repository", s.stack)
		}
		return nil
	}
}

// perform sets the stage, tells the story and clears everything away.
func (s *settings) perform(ctx context.Context, out io.Writer) error {
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
	cli, err := newCLI(ctx, *s, home, variables)
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
