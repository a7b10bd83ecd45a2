//go:build linux

package promise

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline/commandlinetest"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// realCLI is a real command line with a state file.
type realCLI struct {
	cli     *commandline.CLI
	dir     string
	section map[string]any // the provider's configuration
	attach  bool           // to a provider of this process, which nothing kills

	mu   sync.Mutex
	last []tfcore.Object // as state said when it could be read
}

func (w *realCLI) Configure(section map[string]any) { w.section = section }

// write writes the configuration in Terraform's JSON syntax.
func (w *realCLI) write(config tfcore.Configuration) error {
	resources := map[string]map[string]map[string]any{}
	for address, each := range config {
		kind, name, _ := strings.Cut(address, ".")
		if resources[kind] == nil {
			resources[kind] = map[string]map[string]any{}
		}
		block := map[string]any{"lifecycle": map[string]any{"create_before_destroy": each.CreateBeforeDestroy}}
		for attribute, value := range each.Attributes {
			block[attribute] = value
		}
		resources[kind][name] = block
	}
	file := map[string]any{
		"terraform": map[string]any{"required_providers": map[string]any{"surveytrigger": map[string]any{"source": "surveytrigger/surveytrigger"}}},
		"provider":  map[string]any{"surveytrigger": w.section},
	}
	if len(resources) > 0 {
		file["resource"] = resources
	}
	data, err := json.Marshal(file)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.dir, "main.tf.json"), data, 0o600)
}

func (w *realCLI) Plan(ctx context.Context, config tfcore.Configuration, options tfcore.Options) tfcore.Result {
	return w.run(ctx, config, options, "plan", "-json", "-input=false")
}

func (w *realCLI) Apply(ctx context.Context, config tfcore.Configuration, options tfcore.Options) tfcore.Result {
	before, _ := os.ReadFile(w.stateFile())
	result := w.run(ctx, config, options, "apply", "-json", "-input=false", "-auto-approve")
	if ctx.Err() != nil && options.StateLost {
		_ = os.Remove(filepath.Join(w.dir, ".terraform.tfstate.lock.info"))
		_ = os.Remove(w.stateFile())
		if before != nil {
			_ = os.WriteFile(w.stateFile(), before, 0o600)
		}
	}
	return result
}

func (w *realCLI) Import(ctx context.Context, config tfcore.Configuration, address, id string) tfcore.Result {
	if err := w.write(config); err != nil {
		return tfcore.Result{Errors: []string{err.Error()}}
	}
	if _, err := w.cli.Run(ctx, "import", "-input=false", "-no-color", address, id); err != nil {
		return tfcore.Result{Errors: []string{err.Error()}}
	}
	return tfcore.Result{}
}

func (w *realCLI) run(ctx context.Context, config tfcore.Configuration, options tfcore.Options, args ...string) (result tfcore.Result) {
	if err := w.write(config); err != nil {
		return tfcore.Result{Errors: []string{err.Error()}}
	}
	if options.Destroy {
		args = append(args, "-destroy")
	}
	if options.NoRefresh {
		args = append(args, "-refresh=false")
	}
	if options.Parallelism > 0 {
		args = append(args, fmt.Sprintf("-parallelism=%d", options.Parallelism))
	}
	for _, target := range options.Targets {
		args = append(args, "-target="+target)
	}
	for _, replaced := range options.Replace {
		if slices.ContainsFunc(w.Objects(), func(o tfcore.Object) bool { return o.Address == replaced }) {
			args = append(args, "-replace="+replaced)
		}
	}
	// The context kills the provider; the command line ends by itself.
	defer context.AfterFunc(ctx, func() { w.kill(options.StateLost) })()
	cli, done := w.provided()
	defer done()
	output, err := cli.Run(context.WithoutCancel(ctx), args...)
	if err != nil {
		output = err.Error()
	}
	for line := range strings.Lines(output) {
		result = w.hear(result, line, ctx.Err() != nil)
	}
	switch {
	case err == nil:
	case blames(err.Error(), ctx.Err() != nil):
		result.Broken = append(result.Broken, err.Error())
	case result.OK():
		result.Errors = append(result.Errors, err.Error())
	}
	return result
}

// provided gives the command line with its provider, until done.
func (w *realCLI) provided() (cli *commandline.CLI, done func()) {
	if !w.attach {
		return w.cli, func() {}
	}
	server, err := startServer()
	if err != nil {
		panic(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	attached, closed := tfcore.Attach(ctx, server)
	return w.cli.With(tfcore.Attached, attached), func() {
		stop()
		<-closed
	}
}

// blames reports whether Terraform says of the provider that it is broken. One
// that was killed may have crashed.
func blames(text string, killed bool) bool {
	for _, reported := range []string{"bug in the provider", "Provider produced", "Provider returned"} {
		if strings.Contains(text, reported) {
			return true
		}
	}
	for _, crash := range []string{"Plugin did not respond", "The plugin encountered an error", "plugin crashed", "panic:"} {
		if strings.Contains(text, crash) {
			return !killed
		}
	}
	return false
}

// hear reads one line of a command with -json.
func (w *realCLI) hear(result tfcore.Result, line string, killed bool) tfcore.Result {
	var message struct {
		Type       string
		Diagnostic *struct{ Severity, Summary, Detail, Address string }
		Change     *struct {
			Resource struct{ Addr string }
			Action   string
		}
	}
	if json.Unmarshal([]byte(line), &message) != nil {
		return result
	}
	if d := message.Diagnostic; d != nil {
		text := d.Address + ": " + d.Summary + ": " + d.Detail
		switch {
		case blames(text, killed):
			result.Broken = append(result.Broken, text)
		case d.Severity == "error":
			result.Errors = append(result.Errors, text)
		default:
			result.Warnings = append(result.Warnings, text)
		}
	}
	if message.Type == "planned_change" && message.Change != nil {
		result.Changes = append(result.Changes, tfcore.Change{Address: message.Change.Resource.Addr, Action: tfcore.Action(message.Change.Action)})
	}
	return result
}

func (w *realCLI) stateFile() string { return filepath.Join(w.dir, "terraform.tfstate") }

// Objects reads state. While the command line writes it, it is what it was.
func (w *realCLI) Objects() (objects []tfcore.Object) {
	var state struct {
		Resources []struct {
			Type, Name string
			Instances  []struct {
				Status, Deposed string
				Attributes      map[string]any
			}
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	data, err := os.ReadFile(w.stateFile())
	if err == nil && json.Unmarshal(data, &state) != nil {
		return w.last
	}
	for _, resource := range state.Resources {
		for _, each := range resource.Instances {
			id, _ := each.Attributes["id"].(string)
			objects = append(objects, tfcore.Object{
				Address: resource.Type + "." + resource.Name, ID: id, Attributes: each.Attributes,
				Tainted: each.Status == "tainted", Deposed: each.Deposed != "",
			})
		}
	}
	w.last = objects
	return objects
}

// kill kills the provider that works in the folder, and the command line too if
// that is to lose its state.
func (w *realCLI) kill(commandLineToo bool) {
	entries, _ := filepath.Glob("/proc/[0-9]*")
	for _, entry := range entries {
		folder, _ := os.Readlink(filepath.Join(entry, "cwd"))
		program, _ := os.Readlink(filepath.Join(entry, "exe"))
		pid, err := strconv.Atoi(filepath.Base(entry))
		if folder != w.dir || err != nil || pid == os.Getpid() {
			continue
		}
		if commandLineToo || filepath.Base(program) == commandline.ProviderName {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}

func TestMain(m *testing.M) { os.Exit(commandlinetest.Main(m)) }

// newRealCLI gives a command line in a new folder. It may be called by any
// goroutine of the test, and ends it when there is none to be had.
func newRealCLI(t *testing.T, tools commandline.Tools) *realCLI {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	var cli *commandline.CLI
	if err == nil {
		cli, err = commandline.New(t.Context(), tools, dir, nil)
	}
	if err != nil {
		t.Error(err)
		runtime.Goexit()
	}
	return &realCLI{cli: cli, dir: dir}
}

func TestAReportOfABrokenProviderIsHeard(t *testing.T) {
	for text, want := range map[string][2]bool{ // alive, killed
		"Provider produced inconsistent result after apply":                       {true, true},
		"Provider returned invalid result object after apply":                     {true, true},
		"This is a bug in the provider, which should be reported":                 {true, true},
		"Plugin did not respond: The plugin encountered an error":                 {true, false},
		"Error: The terraform-provider-surveytrigger_v1.0.0 plugin crashed!":      {true, false},
		"panic: runtime error: invalid memory address or nil pointer dereference": {true, false},
		"Cannot create zendesk_send_trigger: 422 RecordInvalid":                   {false, false},
	} {
		if got := [2]bool{blames(text, false), blames(text, true)}; got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestStateThatIsBeingWrittenIsWhatItWas(t *testing.T) {
	w := &realCLI{dir: t.TempDir()}
	for _, state := range []string{
		`{"resources": [{"type": "part", "name": "wall", "instances": [{"attributes": {"id": "1"}}]}]}`, `{"resources": [{"ty`, ``,
	} {
		if err := os.WriteFile(w.stateFile(), []byte(state), 0o600); err != nil {
			t.Fatal(err)
		}
		if objects := w.Objects(); len(objects) != 1 || objects[0].Address != "part.wall" || objects[0].ID != "1" {
			t.Errorf("%q: %v", state, objects)
		}
	}
	if err := os.Remove(w.stateFile()); err != nil {
		t.Fatal(err)
	}
	if objects := w.Objects(); len(objects) != 0 {
		t.Errorf("without state: %v", objects)
	}
}

func TestThePromiseHoldsWithARealCommandLine(t *testing.T) {
	t.Parallel()
	tools := commandlinetest.Tools(t)
	play := func(h history) *simulation {
		var terraforms []terraform
		for range channelsOf {
			terraforms = append(terraforms, newRealCLI(t, tools))
		}
		s := begin(h, zendeskDesk{}, terraforms)
		s.play()
		return s
	}
	search(t, "slow", ofDesk(zendeskDesk{}, play), number("SURVEYTRIGGER_SLOW_SEQUENCES", 2), 2)
}
