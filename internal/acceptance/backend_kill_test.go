//go:build unix

package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// everyCreate declares one object of each kind that the backend holds.
func (a *account) everyCreate() string {
	return fmt.Sprintf(`
resource "surveytrigger_connector" "zendesk" {
  help_desk = "zendesk"
  url       = %q
  zendesk   = { access_token_wo = %q, access_token_wo_version = 1 }
}

resource "surveytrigger_survey" "ces" {
  name   = "After CES"
  metric = "CES"
}

resource "surveytrigger_trigger_distribution" "ces" {
  survey_id    = surveytrigger_survey.ces.id
  connector_id = surveytrigger_connector.zendesk.id
}

resource "surveytrigger_agent" "jane" {
  email     = "jane@acme.example"
  full_name = "Jane Doe"
}
`, a.env["ZENDESK_ENDPOINT"], a.env["ZENDESK_ACCESS_TOKEN"])
}

// killed is a write at which the provider is killed, after the backend has carried it
// out, and how the next apply comes to one object.
type killed struct {
	method, path string
	kind         string // of the object, such as "surveys"
	address      string
	// imported says that the next apply stops with an import command; else it finishes:
	// it adopts the orphan, or it names it in a warning and somebody deletes it.
	imported, adopted bool
}

var killedCreates = map[string]killed{
	"connector":              {method: http.MethodPost, path: "/connectors", kind: "connectors", address: "surveytrigger_connector.zendesk", imported: true},
	"survey":                 {method: http.MethodPost, path: "/surveys", kind: "surveys", address: "surveytrigger_survey.ces"},
	"distribution":           {method: http.MethodPost, path: "/trigger_distributions", kind: "trigger_distributions", address: "surveytrigger_trigger_distribution.ces", adopted: true},
	"activated distribution": {method: http.MethodPatch, path: "/trigger_distributions/*", kind: "trigger_distributions", address: "surveytrigger_trigger_distribution.ces", imported: true},
	"agent":                  {method: http.MethodPost, path: "/agents", kind: "agents", address: "surveytrigger_agent.jane", imported: true},
}

func TestAKilledCreateOnTheBackendEndsWithOneObject(t *testing.T) {
	t.Parallel()
	for name, at := range killedCreates {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			w := a.process(a.backendProvider() + a.everyCreate()) // which is killed
			w.setenv("NICEREPLY_API_TOKEN=")
			// All that does not need the object: Terraform writes its state after each, and a
			// kill in the middle of that would lose it.
			targets := []string{}
			if at.kind == "agents" {
				targets = append(targets, "-target=surveytrigger_trigger_distribution.ces")
			}
			for _, address := range []string{"surveytrigger_connector.zendesk", "surveytrigger_survey.ces", "surveytrigger_agent.jane"} {
				if address != at.address {
					targets = append(targets, "-target="+address)
				}
			}
			w.apply(targets...)
			before := len(a.held(at.kind))
			w.killedAtWrite(engine.Fault{System: "backend", Method: at.method, Path: "/v1" + at.path}, func() bool {
				return len(a.held(at.kind)) > before && (at.method == http.MethodPost || a.theOnly(at.kind)["active"] == true)
			})
			orphan := a.newest(at.kind)
			if state := w.run("state", "list"); strings.Contains(state, at.address) {
				t.Fatalf("the kill came too late: %s", state)
			}
			switch {
			case at.imported:
				refused := w.errors("apply", "-auto-approve", "-input=false")
				if len(refused) != 1 || !strings.Contains(refused[0].Detail, "terraform import <address> "+orphan) {
					t.Fatalf("one error with the import command of %s expected, got %v", orphan, refused)
				}
				w.run("import", "-input=false", "-no-color", at.address, orphan)
				w.apply()
			case at.adopted:
				w.apply()
			default:
				warned := w.warnings("apply", "-auto-approve", "-input=false")
				if !slices.ContainsFunc(warned, func(d told) bool { return strings.Contains(d.Detail, "terraform import <address> "+orphan) }) {
					t.Fatalf("a warning with the import command of %s expected, got %v", orphan, warned)
				}
				a.backend(http.MethodDelete, "/"+at.kind+"/"+orphan, nil)
			}
			if now := len(a.held(at.kind)); now != before+1 {
				t.Errorf("one object more than %d expected, there are %d", before, now)
			}
			if id := w.attribute(at.address, "id"); (at.imported || at.adopted) && id != orphan {
				t.Errorf("state has %s, the orphan is %s", id, orphan)
			}
			if made := a.theOnly("trigger_distributions"); made["active"] != true {
				t.Errorf("the distribution is %v", made)
			}
			w.noChanges()
			w.destroy()
		})
	}
}

// newest is the id of the object of a kind that was created last.
func (a *account) newest(kind string) (id string) {
	a.t.Helper()
	created := ""
	for _, each := range a.held(kind) {
		if at := each["created_at"].(string); at >= created {
			id, created = each["id"].(string), at
		}
	}
	return id
}

// An apply whose state was lost has left an active distribution of a survey whose name
// the new one has, whatever it measures: nobody gets both.
func TestADistributionOfASurveyWhoseNameIsSentIsNotActivated(t *testing.T) {
	t.Parallel()
	for _, metric := range []string{"CES", "NPS"} {
		t.Run(metric, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			connector := a.aConnector()
			a.distribution(connector, true)
			w := a.onBackend(strings.Replace(asking(connector, "CES", ""), `metric = "CES"`, fmt.Sprintf("metric = %q", metric), 1))
			refused := w.errors("apply", "-auto-approve", "-input=false")
			if len(refused) != 1 || refused[0].Summary != "A survey of this name is sent already" || !strings.Contains(refused[0].Detail, "delete the trigger distribution trigger_distribution_1 and the survey survey_1") {
				t.Fatalf("one error expected, got %v", refused)
			}
			active := 0
			for _, each := range a.held("trigger_distributions") {
				if each["active"] == true {
					active++
				}
			}
			if active != 1 {
				t.Errorf("%d active distributions, one expected", active)
			}
			a.backend(http.MethodDelete, "/trigger_distributions/trigger_distribution_1", nil)
			a.backend(http.MethodDelete, "/surveys/survey_1", nil)
			w.apply()
			w.noChanges()
			if made := a.theOnly("trigger_distributions"); made["active"] != true {
				t.Errorf("the distribution is %v", made)
			}
		})
	}
}

// Nor is it activated by a later apply: of one that was created inactive on purpose, or
// that is untainted after the error.
func TestADistributionOfASurveyWhoseNameIsSentIsNotActivatedLater(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(w *workspace, config func(settings string) string){
		"inactive on purpose": func(w *workspace, config func(string) string) {
			w.configure(config("active = false"))
			w.apply()
		},
		"untainted": func(w *workspace, config func(string) string) {
			w.configure(config(""))
			w.errors("apply", "-auto-approve", "-input=false")
			w.run("untaint", "surveytrigger_trigger_distribution.after")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.send(http.MethodPost, "/_sandbox/zendesk", map[string]any{"native_csat": "absent"}, nil)
			connector := a.aConnector()
			a.distribution(connector, true)
			config := func(settings string) string { return a.backendProvider() + asking(connector, "CES", settings) }
			w := a.shell(config(""))
			begin(w, config)
			w.configure(config(""))
			w.sendsOne("A survey of this name is sent already", "trigger_distribution_2 was not changed")
			a.backend(http.MethodDelete, "/trigger_distributions/trigger_distribution_1", nil)
			a.backend(http.MethodDelete, "/surveys/survey_1", nil)
			w.apply()
			w.noChanges()
		})
	}
}

// A distribution that gets a new survey of the name of its own is no second one.
func TestASurveyThatADistributionSendsIsReplaced(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := strings.Replace(asking(a.aConnector(), "CES", ""), "  metric = ", "  lifecycle { create_before_destroy = true }\n  metric = ", 1)
	w := a.onBackend(config)
	w.apply()
	w.apply("-replace=surveytrigger_survey.after")
	w.noChanges()
	if sent := a.theOnly("trigger_distributions")["survey_id"]; sent != a.theOnly("surveys")["id"] || sent == "survey_1" {
		t.Errorf("the distribution sends %v", sent)
	}
}
