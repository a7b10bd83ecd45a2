package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const carlaDesk = "carla@customer.example"

// deskCase lets a customer write over a channel to Ana.
func (a *account) deskCase(channel string) (id string) {
	a.t.Helper()
	link := func(class, id string) map[string]any {
		return map[string]any{"href": "/api/v2/" + class + "s/" + id, "class": class}
	}
	var customer, agent string
	if known := a.deskList("/customers"); len(known) > 0 {
		customer = deskID(known[0])
	} else {
		customer = deskID(a.desk(http.MethodPost, "/customers", map[string]any{"first_name": "Carla", "emails": []any{map[string]any{"type": "work", "value": carlaDesk}}}))
	}
	for _, user := range a.deskList("/users") {
		if user["email"] == ana {
			agent = deskID(user)
		}
	}
	return deskID(a.desk(http.MethodPost, "/cases", map[string]any{
		"type": channel, "subject": "My order", "message": map[string]any{"direction": "in", "body": "Where is it?"},
		"_links": map[string]any{"customer": link("customer", customer), "assigned_user": link("user", agent)},
	}))
}

func (a *account) deskChange(id string, changes map[string]any) {
	a.t.Helper()
	a.desk(http.MethodPatch, "/cases/"+id, changes)
}

// deskRatings are what a case shows of answers.
func (a *account) deskRatings(id string) (fields map[string]any, notes []string) {
	a.t.Helper()
	fields = a.desk(http.MethodGet, "/cases/"+id, nil)["custom_fields"].(map[string]any)
	for _, note := range a.deskList("/cases/" + id + "/notes") {
		notes = append(notes, fmt.Sprint(note["body"]))
	}
	return fields, notes
}

// surveyedOnce expects one survey of each metric for a case.
func (a *account) surveyedOnce(what, id string, metrics ...engine.Metric) {
	a.t.Helper()
	var asked []engine.Metric
	for _, survey := range a.surveysOf(id) {
		if asked = append(asked, survey.Metric); survey.Outcome != "sent" || survey.CustomerEmail != carlaDesk || survey.EmployeeEmail != ana {
			a.t.Errorf("%s: got %+v", what, survey)
		}
	}
	if slices.Sort(asked); !slices.Equal(asked, metrics) {
		a.t.Errorf("%s: asked for %v, want %v", what, asked, metrics)
	}
}

// deskDeclared is the article as a configuration: a field that a person made, and what the
// backend does.
func (a *account) deskDeclared(settings string) string {
	return strings.Replace(a.deskProvider(), "\n}\n", "\n"+strings.SplitN(strings.TrimPrefix(a.backendProvider(), "provider \"surveytrigger\" {\n"), "}\n", 2)[0]+"}\n}\n", 1) +
		a.deskConnector(a.deskCredential(), 1, `agents = ["ana.agent@example.com"]`) + `
resource "surveytrigger_desk_custom_field" "score" {
  label = "CSAT score"
  type  = "integer"
}
` + strings.Replace(asking("", "CSAT", settings+"\n  write_back = { custom_field = surveytrigger_desk_custom_field.score.name }"),
		`connector_id = ""`, "connector_id = surveytrigger_connector.desk.id", 1)
}

func TestAResolvedEMailCaseThatNobodyTouchesGetsOneSurvey(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.deskAdmin(`{"custom_fields": [{"name": "csat_score", "label": "CSAT score", "type": "integer", "active": true}]}`)
	w := a.shell(a.deskDeclared("help_desk_close_after_hours = 96"))
	w.apply()
	w.noChanges()

	due, touched := a.deskCase("email"), a.deskCase("email")
	others := map[string]string{"phone": a.deskCase("phone"), "chat": a.deskCase("chat"), "open": a.deskCase("email"), "pending": a.deskCase("email")}
	for _, id := range []string{due, touched, others["phone"], others["chat"]} {
		a.deskChange(id, map[string]any{"status": "resolved"})
	}
	a.deskChange(others["open"], map[string]any{"status": "open"})
	a.deskChange(others["pending"], map[string]any{"status": "pending"})
	a.later("47h")
	a.surveyedOnce("in the quiet period", due)
	a.deskChange(touched, map[string]any{"priority": 7})
	a.later("1h")
	a.surveyedOnce("after 48 hours", due, "CSAT")
	a.surveyedOnce("an hour after a change", touched)
	a.later("48h")
	a.surveyedOnce("48 hours after a change", touched, "CSAT")
	a.surveyedOnce("later", due, "CSAT")
	for what, id := range others {
		a.surveyedOnce(what, id)
	}

	a.send(http.MethodPost, "/_sandbox/surveys/"+a.surveysOf(due)[0].ID+"/respond", map[string]any{"score": 4, "comment": "Thank you"}, nil)
	fields, notes := a.deskRatings(due)
	if len(notes) != 1 || !strings.Contains(notes[0], "CSAT rating: 4") || fmt.Sprint(fields["csat_score"]) != "4" {
		t.Errorf("one note and the value expected, got %q and %v", notes, fields)
	}
	a.later("96h")
	a.surveyedOnce("after the answer", due, "CSAT")
	w.noChanges()

	w.destroy()
	last := a.deskCase("email")
	a.deskChange(last, map[string]any{"status": "resolved"})
	a.later("49h")
	a.surveyedOnce("after the end", last)
}

// A case that the help desk closed cannot be updated: the rating stays with the backend,
// which shows why it is not in Desk.com.
func TestARatingOfAClosedCaseIsKept(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.deskAdmin(`{"custom_fields": [{"name": "csat_score", "label": "CSAT score", "type": "integer", "active": true}], "close_resolved_after_hours": 72}`)
	a.shell(a.deskDeclared("")).apply()
	id := a.deskCase("email")
	a.deskChange(id, map[string]any{"status": "resolved"})
	a.later("73h")
	a.surveyedOnce("before it was closed", id, "CSAT")
	a.send(http.MethodPost, "/_sandbox/surveys/"+a.surveysOf(id)[0].ID+"/respond", map[string]any{"score": 4, "comment": "Thank you"}, nil)
	if fields, notes := a.deskRatings(id); len(notes) != 0 || fields["csat_score"] != nil {
		t.Errorf("a closed case has %q and %v", notes, fields)
	}
	kept := a.backend(http.MethodGet, "/responses", nil)
	if text := asJSON(kept); !strings.Contains(text, `"score":4`) || !strings.Contains(text, "closed") || !strings.Contains(text, `"state":"pending"`) {
		t.Errorf("the backend keeps %s", text)
	}
}

func TestTheHelpDeskMayNotCloseBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	a := start(t)
	for settings, says := range map[string]string{
		"help_desk_close_after_hours = 95":                                                    "help_desk_close_after_hours = 96",
		"quiet_period_hours = 24\n  help_desk_close_after_hours = 71":                         "help_desk_close_after_hours = 72",
		"quiet_period_hours = 24\n  help_desk_close_after_hours = 72":                         "",
		"quiet_period_hours = terraform_data.later.output\n  help_desk_close_after_hours = 1": "",
	} {
		config := a.backendProvider() + "resource \"terraform_data\" \"later\" {\n  input = 48\n}\n" + asking(a.aConnector(), "CSAT", settings)
		w := a.shell(config)
		if says == "" {
			w.plan()
			continue
		}
		failed := w.errors("plan")
		if len(failed) != 1 || !strings.HasPrefix(strings.TrimSpace(failed[0].line()), "help_desk_close_after_hours") {
			t.Fatalf("%s: got %v", settings, failed)
		}
		inOrder(t, strings.Join(strings.Fields(failed[0].Detail), " "), "period for ticket closing is at least 48 hours longer than the period after which", says)
	}

	// What is not known at the plan is checked before anything is written.
	w := a.onBackend("resource \"terraform_data\" \"later\" {\n  input = 95\n}\n" + asking(a.aConnector(), "CSAT", "help_desk_close_after_hours = terraform_data.later.output"))
	w.plan()
	failed := w.errors("apply", "-auto-approve")
	if len(failed) != 1 || !strings.Contains(failed[0].Detail, "help_desk_close_after_hours = 96") || len(a.held("trigger_distributions")) != 0 {
		t.Errorf("got %v", failed)
	}
}
