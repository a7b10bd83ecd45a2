package acceptance

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// builtTool gives a program that make has built, and skips the test without it.
func builtTool(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs("../../.cache/bin/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if !exists(path) {
		t.Skipf("needs %s: run make tools", path)
	}
	return path
}

// verdict is what policies say.
type verdict struct{ Deny, Warn []string }

// judge asks the policies of the examples about a file.
func judge(t *testing.T, file string, options ...string) (said verdict) {
	t.Helper()
	command := exec.CommandContext(t.Context(), builtTool(t, "policy"), append(append([]string{"-policy", examples + "/policies"}, options...), file)...) //nolint:gosec // our own
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(output, &said); err != nil {
		t.Fatal(err)
	}
	return said
}

// asFile writes a plan as JSON and gives the file.
func (w *workspace) asFile(args ...string) string {
	w.account.t.Helper()
	w.run(append([]string{"plan", "-input=false", "-out=test.plan"}, args...)...)
	w.write("plan.json", w.run("show", "-json", "test.plan"))
	return filepath.Join(w.dir, "plan.json")
}

// judged plans and asks the policies, with settings.
func (w *workspace) judged(settings string, args ...string) verdict {
	w.account.t.Helper()
	options := []string{}
	if settings != "" {
		w.write("settings.yaml", settings)
		options = append(options, "-data", filepath.Join(w.dir, "settings.yaml"))
	}
	return judge(w.account.t, w.asFile(args...), options...)
}

// says expects one sentence that begins and ends so; "" expects none.
func says(t *testing.T, what string, said []string, begins, contains string) {
	t.Helper()
	if begins == "" && len(said) == 0 {
		return
	}
	if begins == "" || len(said) != 1 || !strings.HasPrefix(said[0], begins) || !strings.Contains(said[0], contains) {
		t.Errorf("%s: one sentence about %q with %q expected, got %q", what, begins, contains, said)
	}
}

// inStack is the stack of Stella Connect in a folder of its own.
func (a *account) inStack() *workspace {
	a.t.Helper()
	providerFolder, cli := buildProvider(a.t)
	w := a.workspace(providerFolder, cli, map[string]string{
		"stella_connect_test_key": a.env["STELLA_CONNECT_TEST_KEY"], "stella_connect_production_key": a.env["STELLA_CONNECT_PRODUCTION_KEY"],
		"stella_connect_url": a.env["STELLA_CONNECT_ENDPOINT"],
	})
	w.copyExample(a.t, "stacks/stella-connect-zendesk", "")
	return w
}

// rewrite replaces text of the configuration, which has to be there.
func (w *workspace) rewrite(old, instead string) {
	w.account.t.Helper()
	text := w.read("main.tf")
	if !strings.Contains(text, old) {
		w.account.t.Fatalf("no %q in main.tf", old)
	}
	w.write("main.tf", strings.ReplaceAll(text, old, instead))
}

const (
	production    = "-var=stage=production"
	ofProduct     = "surveys:\n  production_accounts: [sandbox-acme.zendesk.com]\n"
	ofOthers      = "surveys:\n  production_accounts: [acme.zendesk.com]\n"
	withoutNative = ofProduct + "  accounts_without_native_survey: [sandbox-acme.zendesk.com]\n"
	stackHook     = "surveytrigger_zendesk_webhook.stella_connect"
	stackVIP      = "surveytrigger_zendesk_exclusion_trigger.do_not_send"
	keepsBefore   = "  lifecycle {\n    create_before_destroy = true\n  }\n"
)

// The stack keeps to the policies; a mistake in it does not.
func TestPoliciesOfAPlan(t *testing.T) {
	t.Parallel()
	builtTool(t, "policy")
	w := start(t).inStack()
	stack := w.read("main.tf")
	for what, row := range map[string]struct {
		old, instead, settings string
		args                   []string
		denies, warns, naming  string
	}{
		"the stack in production": {settings: ofProduct, args: []string{production}},
		"the stack with the test key": {
			settings: ofOthers, warns: "Zendesk's own survey of sandbox-acme.zendesk.com", naming: `surveytrigger_zendesk_send_trigger.channel["chat"]`,
		},
		"a send that names no exclusion": {
			old: "  evaluate_after = [surveytrigger_zendesk_exclusion_trigger.do_not_send.id]\n", settings: ofProduct,
			args: []string{production, `-var=channels={chat={channel="chat"}}`}, denies: `surveytrigger_zendesk_send_trigger.channel["chat"] names no exclusion`,
		},
		"an empty list of exclusions": {
			old: "[surveytrigger_zendesk_exclusion_trigger.do_not_send.id]", instead: "[]", settings: ofProduct,
			args: []string{production, `-var=channels={chat={channel="chat"}}`}, denies: `surveytrigger_zendesk_send_trigger.channel["chat"] names no exclusion`,
		},
		"a send that requires the absence of a tag": {
			old: "  evaluate_after = [surveytrigger_zendesk_exclusion_trigger.do_not_send.id]\n", instead: "  exclude_tags = [\"no_survey\"]\n",
			settings: ofProduct, args: []string{production},
		},
		"the production key in another account": {settings: ofOthers, args: []string{production}, denies: stackHook + " gets a production key", naming: "sandbox-acme.zendesk.com is no production account"},
		"no word about accounts":                {args: []string{production}, warns: stackHook + " gets a production key", naming: "production_accounts"},
		"the key chosen by its name": {
			old: "local.api_key[var.stage]", instead: "var.stella_connect_production_key", settings: ofOthers,
			warns: "Zendesk's own survey", // the version still depends on the stage, which says test
		},
		"no word about the native survey": {
			settings: ofProduct, args: []string{production, "-var=native_csat_off=false"},
			denies: "Zendesk's own survey of sandbox-acme.zendesk.com", naming: "surveytrigger_zendesk_native_csat",
		},
		"an account that has none": {settings: withoutNative, args: []string{production, "-var=native_csat_off=false"}},
	} {
		w.write("main.tf", stack)
		if row.old != "" {
			w.rewrite(row.old, row.instead)
		}
		said := w.judged(row.settings, row.args...)
		says(t, what+", denied", said.Deny, row.denies, row.naming)
		says(t, what+", warned", said.Warn, row.warns, row.naming)
	}
}

// A replacement that deletes first is in the plan; an exclusion that ends is, too.
func TestPoliciesOfAPlanThatEndsAnExclusion(t *testing.T) {
	t.Parallel()
	builtTool(t, "policy")
	w := start(t).inStack()
	w.apply(production)
	said := w.judged(ofProduct, production, "-replace="+stackVIP)
	says(t, "replaced safely", said.Deny, "", "")
	w.rewrite("  mark = {\n    checkbox", "  active = false\n  mark = {\n    checkbox")
	said = w.judged(ofProduct, production)
	says(t, "deactivated", said.Warn, stackVIP+" is deactivated", "can be surveyed")
	w.write("main.tf", readFile(t, examples+"/stacks/stella-connect-zendesk/main.tf"))
	w.rewrite("\n  # A new exclusion is in force before the old one is deleted.\n"+keepsBefore, "")
	w.apply(production)
	said = w.judged(ofProduct, production, "-replace="+stackVIP)
	says(t, "replaced with a gap", said.Deny, stackVIP+" is deleted before its replacement is created", "create_before_destroy")
	said = w.judged(ofProduct, production, "-destroy")
	says(t, "removed", said.Warn, stackVIP+" is removed", "can be surveyed")
}

const keyedModule = `
terraform {
  required_providers {
    surveytrigger = { source = "surveytrigger/surveytrigger" }
  }
}

variable "key" {
  type      = string
  ephemeral = true
}

variable "environment" {
  type    = string
  default = null
}

resource "surveytrigger_zendesk_webhook" "hook" {
  name           = "hook"
  endpoint       = "https://surveys.example.com"
  authentication = { bearer = { token_wo = var.environment == "production" ? var.key : var.key, token_wo_version = 1 } }
  lifecycle { create_before_destroy = true }
}
`

// inKeyedModules is a folder with two modules, one inside the other, that get a key.
func (a *account) inKeyedModules() *workspace {
	a.t.Helper()
	w := a.shell("")
	for _, folder := range []string{"inner", "outer"} {
		if err := os.Mkdir(filepath.Join(w.dir, folder), 0o700); err != nil {
			a.t.Fatal(err)
		}
	}
	w.write("inner/main.tf", keyedModule)
	outer, _, _ := strings.Cut(keyedModule, "resource")
	w.write("outer/main.tf", outer+"module \"inner\" {\n  source = \"../inner\"\n  key = var.key\n  environment = var.environment\n}\n")
	w.setenv("TF_VAR_survey_production_key=one", "TF_VAR_survey_test_key=two")
	return w
}

// callsKeyed writes the root module.
func (w *workspace) callsKeyed(module string) {
	w.account.t.Helper()
	w.configure(w.account.config("%s", "variable \"survey_production_key\" { ephemeral = true }\nvariable \"survey_test_key\" { ephemeral = true }\n"+module))
	w.run("get", "-no-color")
}

// keyedCalls are calls of the outer module, and whether it gets a production key.
var keyedCalls = map[string]bool{
	"module \"a\" {\n  source = \"./outer\"\n  key = var.survey_production_key\n}\n":                                true,
	"module \"production\" {\n  source = \"./outer\"\n  key = var.survey_test_key\n}\n":                             false,
	"module \"a\" {\n  source = \"./outer\"\n  key = var.survey_production_key\n  environment = \"sandbox\"\n}\n":   false,
	"module \"a\" {\n  source = \"./outer\"\n  key = var.survey_test_key\n  environment = \"production\"\n}\n":      true,
	"module \"a\" {\n  source = \"./outer\"\n  for_each = toset([\"x.y\"])\n  key = var.survey_production_key\n}\n": true,
}

// Which key a credential is made from is found through modules, by the name of a variable
// or by the stage that a module is told.
func TestPoliciesFindAKeyThroughModules(t *testing.T) {
	t.Parallel()
	builtTool(t, "policy")
	w := start(t).inKeyedModules()
	for module, denied := range keyedCalls {
		w.callsKeyed(module)
		said := w.judged(ofOthers)
		if gets := len(said.Deny) == 1 && strings.Contains(said.Deny[0], "module.inner.surveytrigger_zendesk_webhook.hook gets a production key"); gets != denied || len(said.Deny) > 1 {
			t.Errorf("denied is to be %v for %s: %q", denied, module, said.Deny)
		}
	}
}

// inPolledStack is the stack of Kustomer with one survey in a folder of its own.
func (a *account) inPolledStack(backend string) *workspace {
	a.t.Helper()
	providerFolder, cli := buildProvider(a.t)
	w := a.workspace(providerFolder, cli, map[string]string{
		"backend": backend, "kustomer_url": a.env["KUSTOMER_ENDPOINT"], "connector_api_key": a.env["KUSTOMER_CONNECTOR_API_KEY"],
		"agents": asJSON([]string{ana}), "surveys": `{"CSAT":{}}`,
	})
	if err := os.CopyFS(w.dir, os.DirFS(filepath.Join(examples, polledStack))); err != nil {
		a.t.Fatal(err)
	}
	w.run("get", "-no-color")
	return w
}

// Kustomer's own surveys are disabled where a distribution of a survey backend is active.
func TestPoliciesKnowKustomersOwnSurveys(t *testing.T) {
	t.Parallel()
	builtTool(t, "policy")
	w := start(t).inPolledStack("survey_backend")
	says(t, "disabled", w.judged("").Deny, "", "")
	says(t, "not disabled", w.judged("", "-var=native_csat_off=false").Deny, `module.survey["CSAT"].surveytrigger_trigger_distribution.this is active`, "channel email")
}

// Zendesk's own survey is deactivated where a distribution polls Zendesk, although the
// configuration has no send.
func TestPoliciesKnowDistributionsForZendesk(t *testing.T) {
	t.Parallel()
	builtTool(t, "policy")
	a := start(t)
	section := fmt.Sprintf("provider \"surveytrigger\" {\n  survey_backend = { endpoint = %q, token = %q }\n", a.env["SURVEY_BACKEND_ENDPOINT"], a.env["SURVEY_BACKEND_TOKEN"])
	polled := strings.Replace(a.provider(), "provider \"surveytrigger\" {\n", section, 1) + fmt.Sprintf(`
resource "surveytrigger_connector" "zendesk" {
  help_desk = "zendesk"
  url       = %q
  zendesk   = { access_token_wo = %q, access_token_wo_version = 1 }
}
resource "surveytrigger_survey" "csat" {
  name   = "CSAT"
  metric = "CSAT"
}
resource "surveytrigger_trigger_distribution" "csat" {
  survey_id    = surveytrigger_survey.csat.id
  connector_id = surveytrigger_connector.zendesk.id
}
`, a.env["ZENDESK_ENDPOINT"], a.env["ZENDESK_ACCESS_TOKEN"])
	says(t, "beside Zendesk's own", a.shell(polled).judged("").Deny, "surveytrigger_trigger_distribution.csat is active", "zendesk_native_csat")
	says(t, "without Zendesk's own", a.shell(polled+csatOff).judged("").Deny, "", "")
	says(t, "inactive", a.shell(strings.Replace(polled, "  survey_id ", "  active = false\n  survey_id ", 1)).judged("").Deny, "", "")
	says(t, "in an account that has none", a.shell(polled).judged("surveys:\n  accounts_without_native_survey: [sandbox-acme.zendesk.com]\n").Deny, "", "")
}

// Every file of the examples keeps to the policy about files, and one without the
// lifecycle block does not.
func TestPoliciesOfFiles(t *testing.T) {
	t.Parallel()
	read := 0
	err := filepath.WalkDir(examples, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".tf" || !strings.Contains(readFile(t, path), "create_before_destroy") {
			return err
		}
		read++
		says(t, path, judge(t, path, "-namespace=source").Deny, "", "")
		if !strings.Contains(readFile(t, path), `"surveytrigger_zendesk_`) {
			return nil // the policy is about exclusions, webhooks and targets
		}
		without := filepath.Join(t.TempDir(), "main.tf")
		if err := os.WriteFile(without, []byte(strings.ReplaceAll(readFile(t, path), "create_before_destroy = true", "create_before_destroy = false")), 0o600); err != nil {
			return err
		}
		if said := judge(t, without, "-namespace=source"); len(said.Deny) == 0 || !strings.Contains(said.Deny[0], "create_before_destroy") {
			t.Errorf("%s without it: %q", path, said.Deny)
		}
		return nil
	})
	if err != nil || read < 5 {
		t.Errorf("%d files: %v", read, err)
	}
}
