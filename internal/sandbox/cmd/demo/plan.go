package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

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
	if _, err := c.run(ctx, "plan", "-input=false", "-no-color", "-out="+planFile, "-var=stage="+stage); err != nil {
		return plan{}, err
	}
	printed, err := c.run(ctx, "show", "-no-color", planFile)
	if err != nil {
		return plan{}, err
	}
	text, err := c.run(ctx, "show", "-json", planFile)
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
	printed, err := c.run(ctx, verb, "-auto-approve", "-input=false", "-no-color", "-var=stage="+stage)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(printed) {
		if _, counts, found := strings.Cut(line, "complete! Resources: "); found {
			return strings.TrimSuffix(strings.TrimSpace(counts), "."), nil
		}
	}
	return "", fmt.Errorf("%s %s does not say what it did:\n\n%s", c.name(), verb, printed)
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
