//go:build unix

package promise

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// realCLI is a real command line with a state file.
type realCLI struct {
	cli     *commandline.CLI
	dir     string
	section map[string]any
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
	output, err := w.cli.Run(context.WithoutCancel(ctx), args...)
	if err != nil {
		output = err.Error()
	}
	for line := range strings.Lines(output) {
		result = w.hear(result, line)
	}
	if err != nil && len(result.Errors) == 0 {
		result.Errors = append(result.Errors, err.Error())
	}
	return result
}

// hear reads one line of a command with -json.
func (w *realCLI) hear(result tfcore.Result, line string) tfcore.Result {
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
		case strings.Contains(text, "Provider produced inconsistent"):
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
	data, err := os.ReadFile(w.stateFile())
	if err != nil || json.Unmarshal(data, &state) != nil {
		return nil
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

var builtProvider = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "surveytrigger")
	if err != nil {
		return "", err
	}
	output, err := exec.Command("go", "build", "-o", filepath.Join(folder, commandline.ProviderName), "../..").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building the provider: %w: %s", err, output)
	}
	return folder, nil
})

// findCLI gives the command line of the tests; "" when there is none.
func findCLI() string {
	for _, name := range []string{os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform", "tofu"} {
		if found, err := exec.LookPath(name); name != "" && err == nil {
			return found
		}
	}
	return ""
}

func TestThePromiseHoldsWithARealCommandLine(t *testing.T) {
	t.Parallel()
	program := findCLI()
	if program == "" {
		t.Skip("needs Terraform or OpenTofu: set TF_ACC_TERRAFORM_PATH")
	}
	provider, err := builtProvider()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(provider) })
	play := func(sc scenario) *simulation {
		var terraforms []terraform
		for range channelsOf {
			dir, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Error(err)
			}
			cli, err := commandline.New(t.Context(), commandline.Tools{CLI: program, Provider: provider}, dir, nil)
			if err != nil {
				t.Error(err)
			}
			terraforms = append(terraforms, &realCLI{cli: cli, dir: dir})
		}
		s := begin(sc, zendeskDesk{}, terraforms)
		s.play()
		return s
	}
	search(t, "slow", number("SURVEYTRIGGER_SLOW_SEQUENCES", 2), 2, play)
}
