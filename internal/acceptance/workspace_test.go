package acceptance

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/provider"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline/commandlinetest"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// workspace is a folder in which a user runs the real command line. Use it where a
// configuration must be taken as it is; [account.run] is quicker to write.
type workspace struct {
	account *account
	dir     string
	cli     string
	env     []string
	attach  bool // to a provider of this process, with no other environment than its
}

// buildProvider gives the folder of the freshly built provider and the command
// line that will run it.
func buildProvider(t *testing.T) (folder, cli string) {
	t.Helper()
	tools := commandlinetest.Tools(t)
	return tools.Provider, tools.CLI
}

// workspace gives an empty folder for the account.
func (a *account) workspace(providerFolder, cli string, variables map[string]string) *workspace {
	a.t.Helper()
	home := a.t.TempDir()
	w := &workspace{account: a, dir: filepath.Join(home, "configuration"), cli: cli}
	if err := os.Mkdir(w.dir, 0o700); err != nil {
		a.t.Fatal(err)
	}
	settings := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %[1]q = %[3]q\n    %[2]q = %[3]q\n  }\n}\n",
		"registry.terraform.io/surveytrigger/surveytrigger", "registry.opentofu.org/surveytrigger/surveytrigger", providerFolder)
	w.write("../cli.tfrc", settings)
	w.env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "TF_") || strings.HasPrefix(v, "ZENDESK_") })
	w.env = append(w.env, "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE="+filepath.Join(home, "cli.tfrc"))
	for name, value := range a.env {
		w.env = append(w.env, name+"="+value)
	}
	for name, value := range variables {
		w.env = append(w.env, "TF_VAR_"+name+"="+value)
	}
	return w
}

// write puts a file into the folder.
func (w *workspace) write(name, content string) {
	w.account.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(content), 0o600); err != nil {
		w.account.t.Fatal(err)
	}
}

// command prepares the command line to run with the provider's binary.
func (w *workspace) command(args ...string) *exec.Cmd {
	w.account.t.Helper()
	command := exec.CommandContext(w.account.t.Context(), w.cli, args...)
	command.Dir, command.Env = w.dir, w.env
	return command
}

// attached prepares the same with the workspace's provider, until done.
func (w *workspace) attached(args ...string) (command *exec.Cmd, done func()) {
	w.account.t.Helper()
	command = w.command(args...)
	if !w.attach {
		return command, func() {}
	}
	ctx, stop := context.WithCancel(context.Background())
	reattach, closed := tfcore.Attach(ctx, provider.NewServer("test"))
	command.Env = append(slices.Clone(command.Env), tfcore.Attached+"="+reattach)
	return command, func() {
		stop()
		<-closed
	}
}

// run runs the command line and gives what it printed; a failure fails the test.
func (w *workspace) run(args ...string) string {
	w.account.t.Helper()
	command, done := w.attached(args...)
	defer done()
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		w.account.t.Fatalf("%s: %v\n%s%s", strings.Join(args, " "), err, stdout.String(), stderr.String())
	}
	return stdout.String()
}

func (w *workspace) apply(args ...string) {
	w.account.t.Helper()
	w.run(append([]string{"apply", "-auto-approve", "-input=false", "-no-color"}, args...)...)
}

func (w *workspace) destroy(args ...string) {
	w.account.t.Helper()
	w.run(append([]string{"destroy", "-auto-approve", "-input=false", "-no-color"}, args...)...)
}

// changes lists what a plan would do, as in "create surveytrigger_x.y"; an
// import is a change too.
func (w *workspace) changes(args ...string) []string {
	w.account.t.Helper()
	printed := w.run(append([]string{"plan", "-json", "-input=false", "-out=test.plan"}, args...)...)
	byAddress := map[string][]string{}
	for line := range strings.Lines(printed) {
		var message struct {
			Type   string
			Change struct {
				Action    string
				Importing *struct{}
				Resource  struct{ Addr string }
			}
		}
		if err := json.Unmarshal([]byte(line), &message); err != nil || message.Type != "planned_change" {
			continue
		}
		change, address := message.Change, message.Change.Resource.Addr
		if change.Importing != nil || change.Action == "import" {
			byAddress[address] = append(byAddress[address], "import "+address)
		}
		switch change.Action {
		case "replace": // which of the two comes first is in the plan alone
			return w.changesOfPlan()
		case "noop", "move", "import":
		default:
			byAddress[address] = append(byAddress[address], change.Action+" "+address)
		}
	}
	changes := []string{}
	for _, address := range slices.Sorted(maps.Keys(byAddress)) {
		changes = append(changes, byAddress[address]...)
	}
	return changes
}

// changesOfPlan are those of test.plan.
func (w *workspace) changesOfPlan() []string {
	w.account.t.Helper()
	var plan struct {
		Changes []struct {
			Address string
			Change  struct {
				Actions   []string
				Importing *struct{}
			}
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(w.run("show", "-json", "test.plan")), &plan); err != nil {
		w.account.t.Fatal(err)
	}
	changes := []string{}
	for _, each := range plan.Changes {
		if each.Change.Importing != nil {
			changes = append(changes, "import "+each.Address)
		}
		if action := strings.Join(each.Change.Actions, " then "); action != "no-op" {
			changes = append(changes, action+" "+each.Address)
		}
	}
	return changes
}

// output decodes one output.
func (w *workspace) output(name string, into any) {
	w.account.t.Helper()
	if err := json.Unmarshal([]byte(w.run("output", "-json", name)), into); err != nil {
		w.account.t.Fatal(err)
	}
}

// attribute gives a text attribute of a resource in state.
func (w *workspace) attribute(address, name string) string {
	w.account.t.Helper()
	return stateValue[string](w, address, name)
}

// flag gives a boolean one.
func (w *workspace) flag(address, name string) bool {
	w.account.t.Helper()
	return stateValue[bool](w, address, name)
}

func stateValue[T any](w *workspace, address, name string) (value T) {
	w.account.t.Helper()
	var state struct {
		Resources []struct {
			Module, Mode, Type, Name string
			Instances                []struct {
				Key        any `json:"index_key"`
				Attributes map[string]any
			}
		}
	}
	if err := json.Unmarshal([]byte(w.read("terraform.tfstate")), &state); err != nil {
		w.account.t.Fatal(err)
	}
	for _, each := range state.Resources {
		at := each.Type + "." + each.Name
		if each.Mode == "data" {
			at = "data." + at
		}
		if each.Module != "" {
			at = each.Module + "." + at
		}
		for _, instance := range each.Instances {
			at := at
			switch key := instance.Key.(type) {
			case string:
				at += fmt.Sprintf("[%q]", key)
			case float64:
				at += fmt.Sprintf("[%.0f]", key)
			}
			if found, known := instance.Attributes[name].(T); known && at == address {
				return found
			}
		}
	}
	w.account.t.Fatalf("state has no %s.%s", address, name)
	return value
}

// versionsOf are functions that give what each command line says of its version.
var versionsOf sync.Map

var versionOne = regexp.MustCompile(`^(?:Terraform|OpenTofu) v1\.(\d+)\.`)

// importsByIdentity says whether the command line takes resource identities in
// import blocks: Terraform and OpenTofu do from 1.12 on.
func (w *workspace) importsByIdentity() bool {
	match := versionOne.FindStringSubmatch(w.version())
	if match == nil {
		return false
	}
	minor, _ := strconv.Atoi(match[1])
	return minor >= 12
}

// version is what the command line says of its version.
func (w *workspace) version() string {
	w.account.t.Helper()
	known, _ := versionsOf.LoadOrStore(w.cli, sync.OnceValue(func() string { return w.run("version") }))
	return known.(func() string)()
}

// removeFromState does what "state rm" does to a resource of the root module.
func (w *workspace) removeFromState(address string) {
	w.account.t.Helper()
	const file = "terraform.tfstate"
	var state map[string]any
	decoder := json.NewDecoder(strings.NewReader(w.read(file)))
	decoder.UseNumber()
	if err := decoder.Decode(&state); err != nil {
		w.account.t.Fatal(err)
	}
	resources, _ := state["resources"].([]any)
	left := slices.DeleteFunc(slices.Clone(resources), func(each any) bool {
		one := each.(map[string]any)
		return one["mode"] == "managed" && one["module"] == nil && fmt.Sprintf("%v.%v", one["type"], one["name"]) == address
	})
	if len(left) != len(resources)-1 {
		w.account.t.Fatalf("%s is not in the state", address)
	}
	state["resources"] = left
	w.write(file, asJSON(state))
}
