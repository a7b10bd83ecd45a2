//go:build unix

package acceptance

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// needsKillPlugin skips a test where the system does not list the children of a
// process. The random histories of workflows kill the provider on every system.
func needsKillPlugin(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(children(os.Getpid(), strconv.Itoa(os.Getpid()))); err != nil {
		t.Skip("the provider is found among the children of the CLI, which this system does not list")
	}
}

func children(process int, thread string) string {
	return fmt.Sprintf("/proc/%d/task/%s/children", process, thread)
}

// killPlugin kills the provider and leaves the CLI alone, which then writes its state
// without what the provider keeps in private.
func killPlugin(cli int) error {
	threads, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", cli))
	if err != nil {
		return err
	}
	killed := 0
	for _, thread := range threads {
		listed, err := os.ReadFile(children(cli, thread.Name()))
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ESRCH) {
			continue // the thread has ended meanwhile
		}
		if err != nil {
			return err
		}
		for _, child := range strings.Fields(string(listed)) {
			pid, err := strconv.Atoi(child)
			if err != nil {
				return err
			}
			if syscall.Kill(pid, syscall.SIGKILL) == nil {
				killed++
			}
		}
	}
	if killed == 0 {
		return errors.New("the CLI has no provider")
	}
	return nil
}

// providerDies lets a request of the apply be executed, and kills the provider before
// it has the answer.
func providerDies(w *workspace, held engine.Fault, executed func() bool) {
	w.account.t.Helper()
	if printed := w.cutShort(held, executed, killPlugin); !strings.Contains(printed, "lugin") {
		w.account.t.Fatalf("the apply does not say that the provider died: %s", printed)
	}
}

// Terraform loses which headers are secret when the provider dies in an update. Their
// values are read into no state all the same.
func TestAProviderThatDiesInAnUpdateShowsNoSecretHeader(t *testing.T) {
	t.Parallel()
	needsKillPlugin(t)
	for name, version := range map[string]string{"with a version": "1", "without": "null"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			hook := func(title string) string {
				return a.provider() + "variable \"key\" {}\n" + webhooks.block("hook", attributes{
					"name": fmt.Sprintf("%q", title), "custom_headers": `{ X-Env = "prod" }`, "secret_headers_wo": `{ X-Api-Key = var.key }`, "secret_headers_wo_version": version,
				})
			}
			w := a.process(hook("Old"))
			w.setenv("TF_VAR_key=s3cr3t-one")
			w.apply()
			w.configure(hook("New"))
			renamed := func() bool { return a.list("/webhooks", "webhooks")[0]["name"] == "New" }
			providerDies(w, engine.Fault{System: "zendesk", Method: http.MethodPatch, Path: "/api/v2/webhooks/*"}, renamed)
			planned, _ := w.try("plan", "-input=false", "-no-color")
			w.try("apply", "-auto-approve", "-input=false", "-no-color")
			if state := w.read("terraform.tfstate"); strings.Contains(state, "s3cr3t") || strings.Contains(planned, "s3cr3t") {
				t.Errorf("the secret is shown: %s\n%s", planned, state)
			}
			a.expectHeaders("afterwards", `{"X-Api-Key":"s3cr3t-one","X-Env":"prod"}`)
			if version != "null" {
				w.noChanges()
			}
		})
	}
}

// A provider that dies in an update loses which header has the key. If somebody then
// removes that header from the workflow, the next apply sends the key again.
func TestAProviderThatDiesInAnUpdateSendsTheKeyOfAWorkflowAgain(t *testing.T) {
	t.Parallel()
	needsKillPlugin(t)
	a := start(t)
	config := a.sending(byAttribute)
	w := a.process(config)
	w.apply()
	w.configure(strings.Replace(config, "  request = {", "  description = \"Two\"\n  request = {", 1))
	changed := func() bool { return strings.HasPrefix(fmt.Sprint(a.workflows()[0]["description"]), "Two") }
	providerDies(w, engine.Fault{System: "kustomer", Method: http.MethodPut, Path: "/v1/workflows/*"}, changed)
	steps := asJSON(a.workflows()[0]["steps"])
	from := strings.Index(steps, `"x-api-key":"`)
	if from < 0 {
		t.Fatalf("no key in %s", steps)
	}
	a.inEditor(a.workflows()[0], steps[from:from+strings.Index(steps[from:], "}}}\"")+4], "")
	w.apply()
	w.noChanges()
	a.complete(false)
}
