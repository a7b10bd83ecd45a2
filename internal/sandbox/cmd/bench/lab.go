package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// lab is a new account and a folder with a configuration for it.
type lab struct {
	cli   *commandline.CLI
	world *engine.World
	gauge *gauge
	// account are the variables that lead to the account.
	account map[string]string
	close   func()
}

// newLab sets the variables of the configuration besides those of the account.
func newLab(ctx context.Context, tools commandline.Tools, options sandbox.Options, configuration string, variables map[string]string) (*lab, error) {
	home, err := os.MkdirTemp("", "surveytrigger-bench-")
	if err != nil {
		return nil, err
	}
	account := sandbox.New(options)
	url, stop, err := account.Listen("127.0.0.1:0")
	if err != nil {
		_ = os.RemoveAll(home)
		return nil, err
	}
	l := &lab{world: account.World(), close: func() { stop(); _ = os.RemoveAll(home) }}
	variables = maps.Clone(variables)
	for _, variable := range account.Environment(url) {
		variables[variable.Name] = variable.Value
	}
	l.account = variables
	variables["TF_VAR_endpoint"], variables["TF_VAR_key"] = variables["STELLA_CONNECT_ENDPOINT"], variables["STELLA_CONNECT_PRODUCTION_KEY"]
	if l.gauge, err = newGauge(home, &tools, variables); err == nil {
		err = os.WriteFile(filepath.Join(home, "main.tf"), []byte(configuration), 0o600)
	}
	if err == nil {
		l.cli, err = commandline.New(ctx, tools, home, variables)
	}
	if err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

// figures are what one run of the command line cost.
type figures struct {
	usage
	took     time.Duration
	requests int            // to Zendesk
	verbs    map[string]int // of them
	refused  int            // of them, with 429
	made     int            // triggers
	batches  int            // requests that switch triggers on
	printed  string
}

// run measures one command.
func (l *lab) run(ctx context.Context, args ...string) (figures, error) {
	l.world.Requests.Reset()
	l.gauge.start()
	begun := time.Now()
	printed, err := l.cli.Run(ctx, append(args, "-input=false", "-no-color")...)
	f := figures{took: time.Since(begun), usage: l.gauge.usage(), verbs: map[string]int{}, printed: printed}
	for _, request := range l.world.Requests.All("zendesk") {
		f.requests++
		f.verbs[request.Method]++
		switch {
		case request.Status == http.StatusTooManyRequests:
			f.refused++
		case request.Method == http.MethodPost && strings.HasPrefix(request.Path, "/api/v2/triggers"):
			f.made++
		case request.Method == http.MethodPost && strings.HasPrefix(request.Path, "/api/v2/trigger_categories/jobs"):
			f.batches++
		}
	}
	return f, err
}

func (l *lab) apply(ctx context.Context, args ...string) (figures, error) {
	return l.run(ctx, append([]string{"apply", "-auto-approve"}, args...)...)
}

// plan measures a plan, which must be empty.
func (l *lab) plan(ctx context.Context, args ...string) (figures, error) {
	f, err := l.run(ctx, append([]string{"plan"}, args...)...)
	if err == nil && !strings.Contains(f.printed, "No changes.") {
		err = fmt.Errorf("a plan right after the apply is not empty:\n\n%s", f.printed)
	}
	return f, err
}
