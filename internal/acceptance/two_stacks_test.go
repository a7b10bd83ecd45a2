package acceptance

import (
	"os"
	"path/filepath"
	"testing"
)

const (
	stellaFolder, twoListenFolder = "stacks/stella-connect-zendesk", "stacks/two-listen-zendesk"
	stellaTitle, twoListenTitle   = "Send Stella Connect request on ticket solved for email channel", "Pesquisa 2listen"
)

// stack is a workspace with a shipped stack. Stella Connect has its vendor's own address.
func (a *account) stack(folder string) *workspace {
	a.t.Helper()
	provider, cli := buildProvider(a.t)
	w := a.workspace(provider, cli, map[string]string{
		"stage": "production", "mode": "trigger", "native_csat_off": "false",
		"stella_connect_test_key": a.env["STELLA_CONNECT_TEST_KEY"], "stella_connect_production_key": a.env["STELLA_CONNECT_PRODUCTION_KEY"],
		"two_listen_url": a.env["TWO_LISTEN_URL"], "two_listen_admin_email": "admin@example.com", "two_listen_token": a.env["TWO_LISTEN_TOKEN"],
	})
	w.copyExample(a.t, folder, "")
	return w
}

// Both stacks in one account, from two workspaces, survey a ticket twice. The address of
// Stella Connect tells that its triggers are sends.
func TestTwoStacksOfTwoWorkspacesAreAWarning(t *testing.T) {
	t.Parallel()
	a := start(t)
	one, other := a.stack(stellaFolder), a.stack(twoListenFolder)
	other.attachUnlessConfigured(t, nil)
	one.apply()
	other.warns(twoListenTitle, stellaTitle)
	other.apply()
	if got := a.surveysOf(a.solve(ticket{via: 4})); len(got) != 2 {
		t.Errorf("%d surveys: the warning is not true", len(got))
	}
	other.warns(twoListenTitle, stellaTitle)
	if changes := other.changes(); len(changes) > 0 {
		t.Errorf("there is still something to do: %v", changes)
	}
}

// Both stacks in one configuration are known to each other, whatever their addresses.
func TestTwoStacksOfOneConfigurationAreAWarning(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.stack(stellaFolder)
	files, err := filepath.Glob(filepath.Join(examples, twoListenFolder, "*.tf"))
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(w.dir, "two_listen"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, from := range files {
		w.write(filepath.Join("two_listen", filepath.Base(from)), readFile(t, from))
	}
	w.write("both.tf", `
variable "two_listen_url" {}
variable "two_listen_token" { ephemeral = true }

module "two_listen" {
  source                 = "./two_listen"
  mode                   = "trigger"
  native_csat_off        = false
  two_listen_url         = var.two_listen_url
  two_listen_admin_email = "admin@example.com"
  two_listen_token       = var.two_listen_token
}
`)
	w.run("get", "-no-color")
	w.warns(twoListenTitle, stellaTitle) // although a payload is not known before its checkbox is created
	if found := naming(w.green(), twoListenTitle, stellaTitle); len(found) == 0 {
		t.Error("no warning of the apply names both")
	}
	if got := a.surveysOf(a.solve(ticket{via: 4})); len(got) != 2 {
		t.Errorf("%d surveys: the warning is not true", len(got))
	}
	w.warns(twoListenTitle, stellaTitle)
}
