package acceptance

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline/commandlinetest"
)

func TestMain(m *testing.M) {
	if isTheOther() {
		serveTheOther()
		return
	}
	// A developer's own CLI settings must neither help nor harm; one that names a
	// missing file prints a warning that breaks the reading of versions.
	_ = os.Unsetenv("TF_CLI_CONFIG_FILE")
	_ = os.Setenv("CHECKPOINT_DISABLE", "1")
	os.Exit(commandlinetest.Main(m))
}

// shell is a workspace with a configuration, for what the test framework cannot
// do, such as -refresh=false and several workspaces. Its provider runs in this
// process and is configured for the account, unless the configuration does so.
func (a *account) shell(config string) *workspace {
	a.t.Helper()
	return a.installed(config, true)
}

// process is the same with the provider's binary, for aliases, logs, and what the
// provider reads in its environment. That holds the account's variables; the
// configuration decides whether it needs them.
func (a *account) process(config string) *workspace {
	a.t.Helper()
	return a.installed(config, false)
}

func (a *account) installed(config string, attach bool) *workspace {
	a.t.Helper()
	folder, cli := buildProvider(a.t)
	w := a.workspace(folder, cli, nil)
	w.attach = attach
	w.write("terraform.tf", "terraform {\n  required_providers {\n    surveytrigger = { source = \"surveytrigger/surveytrigger\" }\n  }\n}\n")
	w.configure(config)
	return w
}

// configure replaces the configuration.
func (w *workspace) configure(config string) {
	w.account.t.Helper()
	w.write("main.tf", config)
	if w.attach && !strings.Contains(config, `provider "surveytrigger"`) {
		config = w.account.provider()
	} else {
		config = ""
	}
	w.write("provider.tf", config)
}

// setenv sets variables, as in NAME=value.
func (w *workspace) setenv(variables ...string) {
	w.account.t.Helper()
	for _, variable := range variables {
		if w.attach && !strings.HasPrefix(variable, "TF_VAR_") {
			w.account.t.Fatalf("a provider of this process does not read %s: use process", variable)
		}
	}
	w.env = append(w.env, variables...)
}

// read gives a file's content.
func (w *workspace) read(name string) string {
	w.account.t.Helper()
	content, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.account.t.Fatal(err)
	}
	return string(content)
}

// try runs a command that may fail and gives all that it printed.
func (w *workspace) try(args ...string) (output string, ok bool) {
	w.account.t.Helper()
	command, done := w.attached(args...)
	defer done()
	var printed bytes.Buffer
	command.Stdout, command.Stderr = &printed, &printed
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.account.t.Fatal(err)
	}
	return printed.String(), err == nil
}

// plan gives the plan.
func (w *workspace) plan(args ...string) *tfjson.Plan {
	w.account.t.Helper()
	w.run(append([]string{"plan", "-input=false", "-out=test.plan"}, args...)...)
	var plan tfjson.Plan
	if err := json.Unmarshal([]byte(w.run("show", "-json", "test.plan")), &plan); err != nil {
		w.account.t.Fatal(err)
	}
	return &plan
}

// noChanges expects that a plan has nothing to do.
func (w *workspace) noChanges(args ...string) {
	w.account.t.Helper()
	if output, nothing := w.try(append([]string{"plan", "-input=false", "-no-color", "-detailed-exitcode"}, args...)...); !nothing {
		w.account.t.Errorf("nothing to do expected: %s", output)
	}
}

// told is a diagnostic as the CLI gives it.
type told struct {
	Severity string `json:"severity"`
	Summary  string `json:"summary"`
	Detail   string `json:"detail"`
	Address  string `json:"address"`
	Snippet  *struct {
		Context string `json:"context"`
		Code    string `json:"code"`
	} `json:"snippet"`
}

// line is the line of the configuration that the diagnostic points to.
func (d told) line() string {
	if d.Snippet == nil {
		return ""
	}
	return strings.TrimSpace(d.Snippet.Code)
}

func (d told) String() string {
	return fmt.Sprintf("%s: %s [%s] %s\n    %s", d.Severity, d.Summary, d.Address, d.line(), strings.ReplaceAll(d.Detail, "\n", "\n    "))
}

// tell runs a command that knows -json and gives its diagnostics.
func (w *workspace) tell(args ...string) (all []told) {
	w.account.t.Helper()
	output, _ := w.try(slices.Insert(slices.Clone(args), 1, "-json")...)
	return toldIn(output)
}

// toldIn are the diagnostics in what a command with -json printed.
func toldIn(output string) (all []told) {
	for line := range strings.Lines(output) {
		var message struct {
			Diagnostic *told `json:"diagnostic"`
		}
		if json.Unmarshal([]byte(line), &message) == nil && message.Diagnostic != nil && message.Diagnostic.Summary != "Provider development overrides are in effect" {
			all = append(all, *message.Diagnostic)
		}
	}
	return all
}

// errors runs a command that must fail and gives its errors.
func (w *workspace) errors(args ...string) []told {
	w.account.t.Helper()
	var found []told
	for _, each := range w.tell(args...) {
		if each.Severity == "error" {
			found = append(found, each)
		}
	}
	if len(found) == 0 {
		w.account.t.Fatalf("%s did not fail", strings.Join(args, " "))
	}
	return found
}

// warnings runs a command and gives its warnings.
func (w *workspace) warnings(args ...string) []told {
	w.account.t.Helper()
	return warningsAmong(w.tell(args...))
}

func warningsAmong(all []told) []told {
	return slices.DeleteFunc(all, func(each told) bool { return each.Severity != "warning" })
}

// warnedAs are the details of the warnings of a plan under a summary, sorted.
func (w *workspace) warnedAs(summary string, args ...string) (details []string) {
	w.account.t.Helper()
	for _, each := range w.warnings(append([]string{"plan"}, args...)...) {
		if each.Summary == summary {
			details = append(details, each.Detail)
		}
	}
	slices.Sort(details)
	return details
}

// says expects one warning of each of the words, in this order.
func (w *workspace) says(summary string, words ...string) {
	w.account.t.Helper()
	details := w.warnedAs(summary)
	if len(details) != len(words) {
		w.account.t.Fatalf("%d warnings %q expected, got %q", len(words), summary, details)
	}
	for i, each := range words {
		if !strings.Contains(details[i], each) {
			w.account.t.Errorf("%q is missing in %s", each, details[i])
		}
	}
}

// warnedPlan gives a plan and its warnings.
func (w *workspace) warnedPlan() (*tfjson.Plan, []told) {
	w.account.t.Helper()
	said := w.tell("plan", "-input=false", "-out=test.plan")
	var plan tfjson.Plan
	if err := json.Unmarshal([]byte(w.run("show", "-json", "test.plan")), &plan); err != nil {
		w.account.t.Fatalf("%v: %v", err, said)
	}
	return &plan, warningsAmong(said)
}

// resourcesOf is what a state tells of existing resources.
func resourcesOf(t *testing.T, state string) string {
	t.Helper()
	var read struct {
		Resources []map[string]any `json:"resources"`
	}
	if err := json.Unmarshal([]byte(state), &read); err != nil {
		t.Fatalf("%v in %s", err, state)
	}
	for _, each := range read.Resources {
		for _, instance := range each["instances"].([]any) {
			delete(instance.(map[string]any), "private") // what a plan remembers for itself
		}
	}
	return asJSON(slices.DeleteFunc(read.Resources, func(r map[string]any) bool { return len(r["instances"].([]any)) == 0 }))
}
