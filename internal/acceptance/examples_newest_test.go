package acceptance

import (
	"net/http"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// What the oldest supported command lines do not know has its examples here.

// isListed runs terraform query with the example of a list resource.
func isListed(folder string) example {
	return example{alone: func(t *testing.T, providerFolder, cli string) {
		a := start(t)
		a.makeFound()
		a.kustomer(http.MethodPut, "/metadata/conversation", map[string]any{"properties": map[string]any{"surveyScoreNum": map[string]any{}}})
		w := a.workspace(providerFolder, cli, nil)
		w.skipBelowQueries()
		w.attach = true
		block := a.provider()
		if strings.Contains(folder, "_kustomer_") {
			block = a.kustomerProvider()
			a.shell(a.sending(byAttribute)).apply()
		}
		w.write("provider.tf", requiresProvider+block)
		text := readFile(t, filepath.Join(examples, folder, "list-resource.tfquery.hcl"))
		w.write("example.tfquery.hcl", strings.ReplaceAll(text, "api.stellaconnect.net", "surveys.example.com"))
		if printed := w.run("query", "-no-color", "-generate-config-out=generated.tf"); !strings.Contains(printed, "list."+path.Base(folder)+".all") {
			t.Errorf("nothing is listed: %s", printed)
		}
		for _, change := range w.plan().ResourceChanges {
			if change.Change.Importing == nil {
				t.Errorf("%s is not imported", change.Address)
			}
		}
	}}
}

const requiresProvider = "terraform {\n  required_providers {\n    surveytrigger = { source = \"surveytrigger/surveytrigger\" }\n  }\n}\n"

// aWebhookIsTested applies the example of that action: each change of the webhook tries it.
func aWebhookIsTested(t *testing.T, providerFolder, cli string) {
	a := start(t)
	w := a.workspace(providerFolder, cli, map[string]string{"stella_connect_key": a.env["STELLA_CONNECT_TEST_KEY"]})
	w.skipBelowQueries()
	w.copyExample(t, "actions/surveytrigger_zendesk_test_webhook", "action.tf")
	w.attachUnlessConfigured(t, nil)
	w.write("terraform.tf", requiresProvider)
	if printed := w.run("apply", "-auto-approve", "-input=false", "-no-color"); !strings.Contains(printed, "status 200") {
		t.Errorf("%s", printed)
	}
	if surveys := a.surveys(); len(surveys) != 1 || surveys[0].Outcome != engine.NotSent {
		t.Errorf("%v", surveys)
	}
	w.destroy()
}

// surveysAreTested invokes the actions of the example one by one.
func surveysAreTested(t *testing.T, providerFolder, cli string) {
	a := start(t)
	w := a.workspace(providerFolder, cli, map[string]string{"stella_connect_key": a.env["STELLA_CONNECT_TEST_KEY"], "two_listen_token": a.env["TWO_LISTEN_TOKEN"]})
	w.skipBelowQueries()
	text := readFile(t, filepath.Join(examples, "actions/surveytrigger_send_test_survey/action.tf"))
	for from, to := range map[string]string{
		`"https://api.2listen.example/surveys/1"`: `"` + a.env["TWO_LISTEN_URL"] + `"`,
		`channel    = "email"`:                    `channel = "email"` + "\n    url = \"" + a.env["STELLA_CONNECT_ENDPOINT"] + `"`,
	} {
		if !strings.Contains(text, from) {
			t.Fatalf("the example has no %s", from)
		}
		text = strings.Replace(text, from, to, 1)
	}
	w.write("main.tf", text)
	w.attachUnlessConfigured(t, nil)
	w.write("terraform.tf", requiresProvider)
	for i, row := range []struct {
		action  string
		outcome engine.Outcome
	}{{"key", engine.NotSent}, {"two_listen", engine.Sent}} {
		printed := w.run("apply", "-auto-approve", "-input=false", "-no-color", "-invoke=action.surveytrigger_send_test_survey."+row.action)
		if surveys := a.surveys(); len(surveys) != i+1 || surveys[i].Outcome != row.outcome {
			t.Errorf("%s: %v\n%s", row.action, surveys, printed)
		}
	}
}
