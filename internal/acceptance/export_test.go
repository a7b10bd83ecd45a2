package acceptance

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
)

// export runs the subcommand as a person does, and gives the new folder.
func (a *account) export(args ...string) *workspace {
	a.t.Helper()
	folder, cli := buildProvider(a.t)
	w := a.workspace(folder, cli, nil)
	if output, ok := w.exports(args...); !ok {
		a.t.Fatal(output)
	}
	return w
}

// exports runs it with the workspace's folder and gives what it printed.
func (w *workspace) exports(args ...string) (output string, ok bool) {
	w.account.t.Helper()
	folder, _ := buildProvider(w.account.t)
	command := exec.CommandContext(w.account.t.Context(), filepath.Join(folder, "terraform-provider-surveytrigger"), append([]string{"export", "-out", w.dir}, args...)...)
	command.Env = w.env
	var printed bytes.Buffer
	command.Stdout, command.Stderr = &printed, &printed
	err := command.Run()
	return printed.String(), err == nil
}

// onlyImports expects that the plan imports these addresses and does nothing else.
func (w *workspace) onlyImports(addresses ...string) {
	w.account.t.Helper()
	var imported []string
	for _, change := range w.plan().ResourceChanges {
		if change.Change.Importing == nil || !change.Change.Actions.NoOp() {
			w.account.t.Errorf("%s: %v of %v", change.Address, change.Change.Actions, changed(change.Change))
		}
		imported = append(imported, strings.TrimPrefix(strings.TrimPrefix(change.Address, "surveytrigger_"), "zendesk_"))
	}
	slices.Sort(imported)
	slices.Sort(addresses)
	if !slices.Equal(imported, addresses) {
		w.account.t.Errorf("imported are\n  %s\nexpected\n  %s", strings.Join(imported, "\n  "), strings.Join(addresses, "\n  "))
	}
}

// written is all of the configuration but its imports.
func (w *workspace) written() string {
	w.account.t.Helper()
	files, err := filepath.Glob(filepath.Join(w.dir, "*.tf"))
	if err != nil {
		w.account.t.Fatal(err)
	}
	var text strings.Builder
	for _, file := range files {
		if filepath.Base(file) != "imports.tf" {
			text.WriteString(readFile(w.account.t, file))
		}
	}
	return text.String()
}

// An account of forty objects is adopted in one go: Zendesk gets six requests and no
// write, and the first plan has nothing to do but import.
func TestAnAccountMadeByHandIsExported(t *testing.T) {
	t.Parallel()
	a := start(t)
	ids := a.makeByHand(handMade)
	if len(ids) < 40 {
		t.Fatalf("%d objects", len(ids))
	}
	before := a.everythingIn(handMade, ids)
	a.forget()
	w := a.export()
	if requests := a.requests(); len(requests) != 6 || len(a.writes()) != 0 {
		t.Errorf("an export lists each kind once, got %s", describe(requests))
	}

	w.onlyImports(
		"trigger_category.notifications", "trigger_category.surveys", "trigger_category.surveys_2",
		"ticket_field.do_not_survey", "ticket_field.do_not_survey_2", "ticket_field.good_b_bad_b", "ticket_field.order_number",
		"webhook.stella_connect", "webhook.stella_connect_2", "webhook.kundenstimme_aou", "webhook.feedback_more", "webhook.survey_2019", "http_target.umfrage",
		"exclusion_trigger.vip", "exclusion_trigger.complaints", "exclusion_trigger.legal", "exclusion_trigger.escalated", "exclusion_trigger.resellers_old",
		"send_trigger.survey_e_mail", "send_trigger.survey_e_mail_2", "send_trigger.nach_dem_chat", "send_trigger.nach_dem_anruf", "send_trigger.old_calls", "send_trigger.chats_old",
		"send_trigger.whatsapp", "send_trigger.feedback_for_eot", "send_trigger.csat_by_name", "send_trigger.survey_by_mail",
		"send_automation.survey_later", "send_automation.second_day", "send_automation.nps", "native_csat.native_csat",
	)
	w.refersTo(t, ids)
	w.run("fmt", "-check", "-diff")
	a.forget()
	w.apply()
	if writes := a.writes(); len(writes) != 0 {
		t.Errorf("the first apply writes nothing, got %s", describe(writes))
	}
	w.noChanges()
	for name, was := range before {
		if is := a.everythingIn(handMade, ids)[name]; is != was {
			t.Errorf("%s was changed: from\n%s\nto\n%s", name, was, is)
		}
	}
	w.reports(t, ids)
}

// refersTo expects a reference wherever the id of an exported object stands, and no
// secret anywhere.
func (w *workspace) refersTo(t *testing.T, ids map[string]string) {
	t.Helper()
	text := w.written()
	for name, id := range ids {
		if handMade[name].kind != "" && strings.Contains(text, id) {
			t.Errorf("%s stands as %s in\n%s", name, id, text)
		}
	}
	for _, want := range []string{
		`{{ticket.ticket_field_${surveytrigger_zendesk_ticket_field.do_not_survey_2.id}}}`,
		`${"$"}${surveytrigger_zendesk_ticket_field.do_not_survey_2.id} $${x} %%{y} \\`,
		`field = "custom_fields_${surveytrigger_zendesk_ticket_field.good_b_bad_b.id}"`,
		`"Hi {{ticket.ticket_field_${surveytrigger_zendesk_ticket_field.good_b_bad_b.id}}} & bye\n"`,
		`jsonencode({ field = "notification_webhook", value = [surveytrigger_zendesk_webhook.kundenstimme_aou.id, "{\"again\":true}"] })`,
		`"http://surveys.example.com/{{ticket.ticket_field_${surveytrigger_zendesk_ticket_field.good_b_bad_b.id}}}"`,
		`= var.stella_connect_password`, `= var.stella_connect_2_token`, `= var.feedback_more_value`, `= var.feedback_more_secret_headers`, `= var.umfrage_password`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s does not stand in\n%s", want, text)
		}
	}
	for _, left := range []string{"deletion_policy", "protects", "order_satisfied", "restore", "account ", "unmanaged_actions = []", "in_force"} {
		if strings.Contains(text, left) {
			t.Errorf("%q is a default, or cannot be set:\n%s", left, text)
		}
	}
	if everything := text + w.read("imports.tf") + w.read("REPORT.md"); strings.Contains(everything, "hidden") {
		t.Errorf("a secret stands in\n%s", everything)
	}
}

// reports expects that the report names what is missing and says why, and nothing of
// what has nothing to do with surveys.
func (w *workspace) reports(t *testing.T, ids map[string]string) {
	t.Helper()
	report := w.read("REPORT.md")
	refused, _ := section(report, "Could not be exported")
	for name, why := range map[string]string{"a07_events": "subscribed to events", "a09_mail": "email_target", "b05_regexp": "regexp", "f04_marks": "only a trigger"} {
		if !strings.Contains(refused, ids[name]) || !strings.Contains(refused, why) {
			t.Errorf("%s is not reported: %s", name, refused)
		}
	}
	if strings.Count(refused, "\n- ") != 4 {
		t.Errorf("nothing else is refused: %s", refused)
	}
	unsure, _ := section(report, "Not recognised as surveys")
	if strings.Count(unsure, "\n- ") != 1 || !strings.Contains(unsure, ids["g01_slack"]) || !strings.Contains(unsure, "-receiver "+ids["a06_slack"]) || strings.Contains(report, "/T0") {
		t.Errorf("only what notifies somebody may be a survey: %s", unsure)
	}
	for _, name := range []string{"g02_routing", "g03_tags", "g04_hours", "b06_unused", "c03_other_ones"} {
		if strings.Contains(report, ids[name]) {
			t.Errorf("%s has nothing to do with surveys: %s", name, report)
		}
	}
}

// section is the part of a page below a heading.
func section(page, heading string) (text string, found bool) {
	_, after, found := strings.Cut(page, "\n## "+heading+"\n")
	text, _, _ = strings.Cut(after, "\n## ")
	return text, found
}

// What a stack made is exported as it was written: the same objects, in another
// configuration.
func TestTheAccountOfAStackIsExported(t *testing.T) {
	t.Parallel()
	folder, cli := buildProvider(t)
	for _, stack := range []string{"stella-connect-zendesk", "two-listen-zendesk"} {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			made := a.workspace(folder, cli, map[string]string{
				"stella_connect_key": a.env["STELLA_CONNECT_PRODUCTION_KEY"], "stella_connect_test_key": a.env["STELLA_CONNECT_TEST_KEY"], "stella_connect_production_key": a.env["STELLA_CONNECT_PRODUCTION_KEY"],
				"stella_connect_url": a.env["STELLA_CONNECT_ENDPOINT"], "two_listen_url": a.env["TWO_LISTEN_URL"], "two_listen_admin_email": "admin@example.com", "two_listen_token": a.env["TWO_LISTEN_TOKEN"],
			})
			made.copyExample(t, "stacks/"+stack, "")
			made.attachUnlessConfigured(t, nil)
			made.apply()
			declared := strings.Fields(made.run("state", "list"))
			a.forget()
			w := a.export()
			if writes := a.writes(); len(writes) != 0 {
				t.Errorf("an export writes nothing, got %s", describe(writes))
			}
			imported := 0
			for _, change := range w.plan().ResourceChanges {
				imported++
				if change.Change.Importing == nil || !change.Change.Actions.NoOp() {
					t.Errorf("%s: %v of %v", change.Address, change.Change.Actions, changed(change.Change))
				}
			}
			declared = slices.DeleteFunc(declared, func(address string) bool { return strings.HasPrefix(address, "data.") })
			if imported < len(declared) {
				t.Errorf("%d of %d resources are exported: %s", imported, len(declared), w.read("REPORT.md"))
			}
			if report := w.read("REPORT.md"); strings.Contains(report, "Could not be exported") || strings.Contains(report, "Not recognised") {
				t.Errorf("a stack is about surveys: %s", report)
			}
		})
	}
}

// Whoever waits for a large account is told that something happens.
func TestAnExportOfASlowAccountReportsProgress(t *testing.T) {
	t.Parallel()
	a := start(t, sandbox.Options{Latency: 1200 * time.Millisecond})
	folder, cli := buildProvider(t)
	output, ok := a.workspace(folder, cli, nil).exports()
	for _, says := range []string{"Reading sandbox-acme.zendesk.com.", "5 triggers read.", "Still reading. Requests have waited 0s for the account's quota.", "1 object exported, 0 could not be."} {
		if !ok || !strings.Contains(output, says) {
			t.Errorf("%q is not said in: %s", says, output)
		}
	}
}

func TestAnExportOverwritesNothing(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.export()
	kept := w.read("terraform.tf") + w.read("REPORT.md")
	a.forget()
	if output, ok := w.exports(); ok || !strings.Contains(output, "REPORT.md exists") {
		t.Errorf("a folder with an export is refused: %s", output)
	}
	if requests := a.requests(); len(requests) != 0 {
		t.Errorf("refused before the first request, got %s", describe(requests))
	}
	if w.read("terraform.tf")+w.read("REPORT.md") != kept {
		t.Error("a file was overwritten")
	}
}

// Who wants one survey only gets that, and all that it needs.
func TestAnExportOfOneTitle(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.makeByHand(handMade)
	w := a.export("-title-contains", "nach dem CHAT")
	w.onlyImports("trigger_category.surveys", "trigger_category.surveys_2", "ticket_field.order_number", "webhook.kundenstimme_aou", "send_trigger.nach_dem_chat",
		"exclusion_trigger.vip", "exclusion_trigger.escalated", "exclusion_trigger.resellers_old")
	w.run("validate")
}

// What was not recognised is exported when its receiver is named.
func TestAnExportOfANamedReceiver(t *testing.T) {
	t.Parallel()
	a := start(t)
	ids := a.makeByHand(handMade)
	for _, named := range []string{ids["a06_slack"], "SLACK.example.com"} {
		w := a.export("-title-contains", "slack", "-receiver", named)
		w.onlyImports("trigger_category.routing", "webhook.slack", "send_trigger.tell_slack")
	}
}

// An account without trigger categories, with ids that no float can hold.
func TestAnAccountWithoutCategoriesIsExported(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.send("POST", "/_sandbox/zendesk", map[string]any{"categories_enabled": false, "wide_ids": true}, nil)
	a.makeByHand(map[string]found{
		"a01_hook":   handMade["a01_hook"],
		"b01_box":    fieldFound("checkbox", "Opt out", nil),
		"c01_vip":    foundTrigger("exclusion_trigger", "VIP", rule(line("current_tags", "includes", "vip"), ``, ticks("@b01_box"))),
		"d01_send":   foundTrigger("send_trigger", "Chat", rule(lines(solvedLine, chatLine, line("custom_fields_@b01_box", "is_not", "true")), ``, notifies("@a01_hook", `{"t":"{{ticket.id}}"}`))),
		"d02_status": foundTrigger("send_trigger", "Mail", rule(lines(solvedLine, via("4")), ``, notifies("@a01_hook", `{"optout":"{{ticket.ticket_field_@b01_box}}"}`))),
	})
	w := a.export()
	w.onlyImports("webhook.stella_connect", "ticket_field.opt_out", "exclusion_trigger.vip", "send_trigger.chat", "send_trigger.mail", "native_csat.native_csat")
	if text := w.written(); strings.Contains(text, "category") {
		t.Errorf("there is no category: %s", text)
	}
}

// With -endpoint the configuration says where the account is.
func TestAnExportFromAnEndpoint(t *testing.T) {
	t.Parallel()
	a := start(t)
	endpoint := a.env["ZENDESK_ENDPOINT"]
	a.env["ZENDESK_ENDPOINT"] = "http://127.0.0.1:9"
	w := a.export("-endpoint", endpoint)
	if text := w.read("terraform.tf"); !strings.Contains(text, fmt.Sprintf("endpoint = %q", endpoint)) {
		t.Errorf("the endpoint is missing: %s", text)
	}
	w.onlyImports("native_csat.native_csat")
}

// A command that cannot work says why, and leaves no file.
func TestAnExportThatFails(t *testing.T) {
	t.Parallel()
	a := start(t)
	folder, cli := buildProvider(t)
	for name, test := range map[string]struct {
		args     []string
		variable string
		says     []string
	}{
		"no credential": {nil, "ZENDESK_ACCESS_TOKEN= ZENDESK_OAUTH_CLIENT_ID= ZENDESK_OAUTH_CLIENT_SECRET= ZENDESK_API_TOKEN=", []string{"Zendesk is not configured", "No complete credential is set", "ZENDESK_ACCESS_TOKEN"}},
		"wrong token":   {nil, "ZENDESK_ACCESS_TOKEN=wrong ZENDESK_OAUTH_CLIENT_ID=", []string{"401", "refuses the credential"}},
		"bad endpoint":  {[]string{"-endpoint", "http://example.com"}, "", []string{"Invalid address", "endpoint"}},
		"system":        {[]string{"-system", "desk"}, "", []string{`-system is "desk": it must be zendesk or kustomer`}},
		"argument":      {[]string{"now"}, "", []string{`unexpected argument "now"`}},
		"flag":          {[]string{"-all"}, "", []string{"-all", "Usage: terraform-provider-surveytrigger export -out DIR"}},
	} {
		w := a.workspace(folder, cli, nil)
		w.setenv(strings.Fields(test.variable)...)
		output, ok := w.exports(test.args...)
		if ok {
			t.Errorf("%s: it did not fail", name)
		}
		for _, says := range test.says {
			if !strings.Contains(output, says) {
				t.Errorf("%s: %q is not said in: %s", name, says, output)
			}
		}
		if files, _ := os.ReadDir(w.dir); len(files) != 0 {
			t.Errorf("%s: it left %v", name, files)
		}
	}
}

// The folder is complete: a machine that has the provider needs init and plan alone.
func TestAnExportIsInitialized(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.export()
	folder, _ := buildProvider(t)
	mirror := t.TempDir()
	for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		in := filepath.Join(mirror, registry, "surveytrigger", "surveytrigger", "0.0.1", runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(in, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.Join(folder, "terraform-provider-surveytrigger"), filepath.Join(in, "terraform-provider-surveytrigger_v0.0.1")); err != nil {
			t.Fatal(err)
		}
	}
	w.write("../cli.tfrc", fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror))
	w.run("init", "-input=false", "-no-color")
	w.onlyImports("native_csat.native_csat")
}
