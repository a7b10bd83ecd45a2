package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline"
)

// cli is the command line in a copy of the stack.
type cli struct{ *commandline.CLI }

func newCLI(ctx context.Context, s settings, home string, variables map[string]string) (*cli, error) {
	folder := filepath.Join(home, "stack")
	if err := copyConfiguration(folder, s.stack); err != nil {
		return nil, err
	}
	variables = maps.Clone(variables)
	for variable, value := range map[string]string{
		"stella_connect_url":            "STELLA_CONNECT_ENDPOINT",
		"stella_connect_test_key":       "STELLA_CONNECT_TEST_KEY",
		"stella_connect_production_key": "STELLA_CONNECT_PRODUCTION_KEY",
	} {
		variables["TF_VAR_"+variable] = variables[value]
	}
	program, err := commandline.New(ctx, s.Tools, folder, variables)
	return &cli{program}, err
}

// copyConfiguration leaves everything but configuration behind, above all a
// state that somebody has there.
func copyConfiguration(to, from string) error {
	if err := os.Mkdir(to, 0o700); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(from, "*.tf"))
	if err != nil {
		return err
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(file)), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// plan is what the command line wants to do.
type plan struct {
	changes []change
	// shown are the lines of the printed plan that say what changes.
	shown []string
}

// change is one resource's part of a plan.
type change struct {
	Address string `json:"address"`
	Change  struct {
		Actions []string       `json:"actions"`
		Before  map[string]any `json:"before"`
		After   map[string]any `json:"after"`
	} `json:"change"`
}

// attributes names the attributes that an update changes.
func (c change) attributes() []string {
	var names []string
	for name := range maps.Keys(c.Change.After) {
		if !reflect.DeepEqual(c.Change.Before[name], c.Change.After[name]) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

const planFile = "demo.plan"

// plan asks for a plan and reads it twice: as a person does, and as a program.
func (c *cli) plan(ctx context.Context, stage string) (plan, error) {
	if _, err := c.Run(ctx, "plan", "-input=false", "-no-color", "-out="+planFile, "-var=stage="+stage); err != nil {
		return plan{}, err
	}
	printed, err := c.Run(ctx, "show", "-no-color", planFile)
	if err != nil {
		return plan{}, err
	}
	text, err := c.Run(ctx, "show", "-json", planFile)
	if err != nil {
		return plan{}, err
	}
	var decoded struct {
		Changes []change `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(text), &decoded); err != nil {
		return plan{}, fmt.Errorf("the plan cannot be read: %w", err)
	}
	idle := func(c change) bool { return slices.Equal(c.Change.Actions, []string{"no-op"}) }
	return plan{changes: slices.DeleteFunc(decoded.Changes, idle), shown: whatMatters(printed)}, nil
}

// apply gives the last word of the command line, such as "7 added".
func (c *cli) apply(ctx context.Context, stage string) (counts string, err error) {
	return c.change(ctx, "apply", stage)
}

func (c *cli) destroy(ctx context.Context, stage string) (counts string, err error) {
	return c.change(ctx, "destroy", stage)
}

func (c *cli) change(ctx context.Context, verb, stage string) (counts string, err error) {
	printed, err := c.Run(ctx, verb, "-auto-approve", "-input=false", "-no-color", "-var=stage="+stage)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(printed) {
		if _, counts, found := strings.Cut(line, "complete! Resources: "); found {
			return strings.TrimSuffix(strings.TrimSpace(counts), "."), nil
		}
	}
	return "", fmt.Errorf("%s %s does not say what it did:\n\n%s", c.Name(), verb, printed)
}

// whatMatters keeps of a printed plan the addresses, the values that change and
// the last word.
func whatMatters(printed string) []string {
	var kept []string
	for line := range strings.Lines(printed) {
		words := strings.Join(strings.Fields(line), " ")
		switch {
		case strings.HasPrefix(line, "  # "):
			kept = append(kept, strings.TrimPrefix(words, "# "))
		case len(kept) > 0 && strings.Contains(words, " -> "):
			kept = append(kept, "  "+words)
		case strings.HasPrefix(line, "Plan: "), strings.HasPrefix(line, "No changes."):
			kept = append(kept, words)
		}
	}
	return kept
}
