package acceptance

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const (
	polledStack   = "stacks/nicereply-kustomer"
	withoutNPS    = `-var=surveys={CSAT={},CES={},NPS={active=false}}`
	npsTrigger    = `module.survey["NPS"].surveytrigger_trigger_distribution.this`
	ana           = "ana.agent@example.com"
	carlaKustomer = "carla@customer.example"
)

var threeMetrics = []engine.Metric{"CES", "CSAT", "NPS"}

// theArticleRunsOnEachBackend applies one configuration to the backend that an apply
// writes, and to the one in whose screens a person does what the diagnostics say.
func theArticleRunsOnEachBackend(t *testing.T, providerFolder, cli string) {
	for backend, story := range map[string]func(*testing.T, *account, *workspace){
		"survey_backend": anApplyDeclaresTheSurveys, "nicereply": aPersonDeclaresTheSurveys,
	} {
		t.Run(backend, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			w := a.workspace(providerFolder, cli, map[string]string{
				"backend":           backend,
				"kustomer_url":      a.env["KUSTOMER_ENDPOINT"],
				"connector_api_key": a.env["KUSTOMER_CONNECTOR_API_KEY"],
				"agents":            asJSON([]string{ana}),
			})
			if err := os.CopyFS(w.dir, os.DirFS(filepath.Join(examples, polledStack))); err != nil {
				t.Fatal(err)
			}
			w.run("get", "-no-color")
			native := a.kustomerSurveys("email")
			story(t, a, w)
			want := native
			if backend == "nicereply" { // whose triggers are still active
				want = map[string]bool{firstEnabled(native): false}
			}
			if after := a.kustomerSurveys("email"); !maps.Equal(after, want) {
				t.Errorf("Kustomer's own surveys were %v and are %v", native, after)
			}
		})
	}
}

func anApplyDeclaresTheSurveys(t *testing.T, a *account, w *workspace) {
	w.apply()
	w.nothingLeft(t)
	w.areReconciled(t, "managed")
	a.eachMetricIsAskedOnce(t)

	w.apply(withoutNPS)
	w.nothingLeft(t, withoutNPS)
	a.isAskedFor(t, "CES", "CSAT")
	w.destroy(withoutNPS)
	a.isAskedFor(t)
}

func aPersonDeclaresTheSurveys(t *testing.T, a *account, w *workspace) {
	a.saysWhatToClick(t, w.tell("plan", "-input=false"), "warning", "Connect", "START CSAT", "START CES", "START NPS")
	failed := w.errors("apply", "-auto-approve", "-input=false")
	a.saysWhatToClick(t, failed, "error", "Connect", "START CSAT", "START CES", "START NPS")
	if state := w.read("terraform.tfstate"); strings.Contains(state, "surveytrigger_survey") || strings.Contains(state, "surveytrigger_connector") {
		t.Errorf("what is not there is in state: %s", state)
	}

	// The person connects Kustomer and makes the surveys, and forgets the triggers.
	a.click(asJSON(map[string]any{
		"integrations": []any{map[string]any{"help_desk": "kustomer", "url": a.env["KUSTOMER_ENDPOINT"], "connected": true}},
		"agents":       []any{map[string]any{"email": ana, "active": true}},
		"surveys":      a.kustomerMetrics(nil),
	}))
	a.saysWhatToClick(t, w.tell("plan", "-input=false"), "warning", "the CSAT trigger", "the CES trigger", "the NPS trigger")
	a.saysWhatToClick(t, w.errors("apply", "-auto-approve", "-input=false"), "error", "the CSAT trigger", "the CES trigger", "the NPS trigger")
	a.isAskedFor(t)

	a.click(asJSON(map[string]any{"surveys": a.kustomerMetrics(func(metric string) map[string]any {
		return map[string]any{
			"type": "trigger", "help_desk": "kustomer", "channel": "email", "status": "resolved", "quiet_period_hours": 48,
			"active": true, "note": true, "custom_field": strings.ToLower(metric) + "ScoreNum",
		}
	})}))
	w.apply()
	w.nothingLeft(t)
	w.areReconciled(t, "verified")
	a.eachMetricIsAskedOnce(t)

	// The person deactivates one. It is drift until it is declared.
	a.click(`{"surveys": [{"name": "Kustomer NPS", "distribution": {"active": false}}]}`)
	if changes := w.changes(); !slices.Equal(changes, []string{"update " + npsTrigger}) {
		t.Errorf("a trigger that was deactivated is drift, got %v", changes)
	}
	w.nothingLeft(t, withoutNPS)
	a.isAskedFor(t, "CES", "CSAT")

	a.saysWhatToClick(t, w.tell("destroy", "-auto-approve", "-input=false", withoutNPS), "warning", "disconnect Kustomer", "Deactivate the CSAT trigger", "Deactivate the CES trigger")
}

// nothingLeft expects that a plan has nothing to do and nothing to say.
func (w *workspace) nothingLeft(t *testing.T, args ...string) {
	t.Helper()
	if changes := w.changes(args...); len(changes) > 0 {
		t.Errorf("after apply there is still something to do: %v", changes)
	}
	if said := w.tell(append([]string{"plan", "-input=false"}, args...)...); len(said) > 0 {
		t.Errorf("a plan after the apply says %v", said)
	}
}

// areReconciled compares what the outputs tell an auditor.
func (w *workspace) areReconciled(t *testing.T, how string) {
	t.Helper()
	want := map[string]string{"connector": how, "CSAT": how, "CES": how, "NPS": how}
	var got map[string]string
	if w.output("reconciliation", &got); !reflect.DeepEqual(got, want) {
		t.Errorf("reconciliation %v, want %v", got, want)
	}
	var roles []string
	if w.output("verified_roles", &roles); !slices.Equal(roles, []string{"org.admin.read", "org.admin.write", "org.user.read", "org.user.write"}) {
		t.Errorf("verified roles %v", roles)
	}
	if strings.Contains(w.read("terraform.tfstate"), w.account.env["KUSTOMER_CONNECTOR_API_KEY"]) {
		t.Error("the connector's key is in state")
	}
}

// saysWhatToClick looks for the words of each object's clicks, in a diagnostic of its own.
func (a *account) saysWhatToClick(t *testing.T, said []told, severity string, words ...string) {
	t.Helper()
	said = slices.DeleteFunc(said, func(d told) bool { return d.Severity != severity })
	for _, word := range words {
		if !slices.ContainsFunc(said, func(d told) bool { return strings.Contains(d.Detail, "  1. ") && strings.Contains(d.Detail, word) }) {
			t.Errorf("no %s with the clicks of %q in %v", severity, word, said)
		}
	}
}

// kustomerMetrics are the screens of the stack's surveys.
func (a *account) kustomerMetrics(distribution func(metric string) map[string]any) (surveys []any) {
	for _, metric := range threeMetrics {
		survey := map[string]any{"name": "Kustomer " + string(metric), "metric": metric}
		if distribution != nil {
			survey["distribution"] = distribution(string(metric))
		}
		surveys = append(surveys, survey)
	}
	return surveys
}

// eachMetricIsAskedOnce follows conversations until their ratings are in Kustomer.
func (a *account) eachMetricIsAskedOnce(t *testing.T) {
	t.Helper()
	due, touched, chat, open := a.converse("email"), a.converse("email"), a.converse("chat"), a.converse("email")
	for _, id := range []string{due, touched, chat} {
		a.change(id, map[string]any{"status": "done"})
	}
	expect := func(when, id string, metrics ...engine.Metric) {
		t.Helper()
		var asked []engine.Metric
		for _, survey := range a.surveysOf(id) {
			if asked = append(asked, survey.Metric); survey.Outcome != "sent" || survey.CustomerEmail != carlaKustomer || survey.EmployeeEmail != ana {
				t.Errorf("%s: got %+v", when, survey)
			}
		}
		if slices.Sort(asked); !slices.Equal(asked, metrics) {
			t.Errorf("%s: asked for %v, want %v", when, asked, metrics)
		}
	}
	a.later("47h")
	expect("in the quiet period", due)
	a.change(touched, map[string]any{"priority": 4})
	a.later("1h")
	expect("after 48 hours", due, threeMetrics...)
	expect("one hour after a change", touched)
	a.later("46h")
	expect("47 hours after a change", touched)
	a.later("1h")
	expect("48 hours after a change", touched, threeMetrics...)
	a.later("96h")
	expect("later", due, threeMetrics...)
	if sent := a.rated(due); sent != 0 {
		t.Errorf("Kustomer's own survey was sent %d times", sent)
	}
	expect("a chat", chat)
	expect("not resolved", open)

	scores := map[engine.Metric]int{"CSAT": 5, "CES": 6, "NPS": 9}
	for _, survey := range a.surveysOf(due) {
		a.send(http.MethodPost, "/_sandbox/surveys/"+survey.ID+"/respond", map[string]any{"score": scores[survey.Metric], "comment": "Thank you"}, nil)
	}
	custom, notes := a.ratings(due)
	if want := map[string]any{"csatScoreNum": 5.0, "cesScoreNum": 6.0, "npsScoreNum": 9.0}; !reflect.DeepEqual(custom, want) {
		t.Errorf("custom attributes %v, want %v", custom, want)
	}
	for metric, score := range scores {
		rating := fmt.Sprintf("%s rating: %d", metric, score)
		if count := strings.Count(strings.Join(notes, "\n"), rating); count != 1 || len(notes) != len(scores) {
			t.Errorf("one note with %q expected, got %q", rating, notes)
		}
	}
	if custom, notes := a.ratings(touched); len(custom)+len(notes) != 0 {
		t.Errorf("nobody has answered, got %v %q", custom, notes)
	}
	expect("after the answers", due, threeMetrics...)
}

// isAskedFor expects these metrics, for a conversation that is resolved now.
func (a *account) isAskedFor(t *testing.T, metrics ...engine.Metric) {
	t.Helper()
	id := a.converse("email")
	a.change(id, map[string]any{"status": "done"})
	a.later("49h")
	var asked []engine.Metric
	for _, survey := range a.surveysOf(id) {
		asked = append(asked, survey.Metric)
	}
	if slices.Sort(asked); !slices.Equal(asked, metrics) {
		t.Errorf("asked for %v, want %v", asked, metrics)
	}
}

// converse lets a customer write over a channel to Ana.
func (a *account) converse(channel string) (id string) {
	a.t.Helper()
	var customer string
	if known := a.kustomer(http.MethodGet, "/customers", nil)["data"].([]any); len(known) > 0 {
		customer = known[0].(map[string]any)["id"].(string)
	} else {
		customer = madeID(a.kustomer(http.MethodPost, "/customers", map[string]any{"name": "Carla", "emails": []any{map[string]any{"email": carlaKustomer}}}))
	}
	id = madeID(a.kustomer(http.MethodPost, "/conversations", map[string]any{"customer": customer, "name": "Help"}))
	a.kustomer(http.MethodPost, "/conversations/"+id+"/messages", map[string]any{"channel": channel, "app": "postmark", "direction": "in", "preview": "Where is it?"})
	for _, each := range a.kustomer(http.MethodGet, "/users", nil)["data"].([]any) {
		user := each.(map[string]any)
		if user["attributes"].(map[string]any)["email"] == ana {
			a.change(id, map[string]any{"assignedUsers": []any{user["id"]}})
		}
	}
	return id
}

func madeID(answer map[string]any) string { return answer["data"].(map[string]any)["id"].(string) }

// change changes a conversation.
func (a *account) change(id string, changes map[string]any) {
	a.t.Helper()
	a.kustomer(http.MethodPut, "/conversations/"+id, changes)
}

// ratings are what a conversation shows of answers.
func (a *account) ratings(id string) (custom map[string]any, notes []string) {
	a.t.Helper()
	conversation := a.kustomer(http.MethodGet, "/conversations/"+id, nil)["data"].(map[string]any)
	custom, _ = conversation["attributes"].(map[string]any)["custom"].(map[string]any)
	for _, each := range a.kustomer(http.MethodGet, "/conversations/"+id+"/notes", nil)["data"].([]any) {
		notes = append(notes, fmt.Sprint(each.(map[string]any)["attributes"].(map[string]any)["body"]))
	}
	return custom, notes
}
