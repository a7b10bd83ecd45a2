package acceptance

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

const sendAddress = "surveytrigger_kustomer_send_workflow.send"

// sending is a send workflow, with further attributes.
func (a *account) sending(more string) string {
	return a.kustomerProvider() + fmt.Sprintf(`
resource "surveytrigger_kustomer_send_workflow" "send" {
  name     = "Survey by e-mail"
  channels = ["email"]

  request = {
    url                       = "https://api.stellaconnect.net/v1/requests"
    secret_headers_wo         = { x-api-key = %q }
    secret_headers_wo_version = 1
    body                      = provider::surveytrigger::stella_connect_payload("email", "doNotSendSurveyBool", { help_desk = "kustomer" })
  }
  %s
}
`, a.env["STELLA_CONNECT_PRODUCTION_KEY"], more)
}

// sendingToo is another one with the same attributes.
func (a *account) sendingToo(label string) string {
	_, second, _ := strings.Cut(a.sending(byAttribute), `"surveytrigger_kustomer_send_workflow" "send"`)
	return fmt.Sprintf("resource \"surveytrigger_kustomer_send_workflow\" %q%s", label, second)
}

// another is the resource of a configuration under a label and name of its own.
func (a *account) another(config, label string) string {
	_, resource, _ := strings.Cut(config, `"surveytrigger_kustomer_send_workflow" "send"`)
	return fmt.Sprintf("resource \"surveytrigger_kustomer_send_workflow\" %q%s", label, strings.Replace(resource, "Survey by e-mail", label, 1))
}

const byAttribute = `sent_attribute = "surveySentBool"`

func (a *account) done(id string)   { a.t.Helper(); a.change(id, map[string]any{"status": "done"}) }
func (a *account) reopen(id string) { a.t.Helper(); a.change(id, map[string]any{"status": "open"}) }

// requested is how many surveys were requested for a conversation.
func (a *account) requested(id string) (count int) {
	a.t.Helper()
	for _, survey := range a.surveys() {
		if survey.TicketID == id {
			count++
		}
	}
	return count
}

// requestsOne expects one survey of a conversation that is done, after the delay.
func (a *account) requestsOne() {
	a.t.Helper()
	id := a.converse("email")
	a.done(id)
	a.later("30m")
	if a.requested(id) != 1 {
		a.t.Errorf("surveys %v, failed runs %v", a.surveys(), a.failedRuns())
	}
}

// workflows are all of the account.
func (a *account) workflows() (all []map[string]any) {
	a.t.Helper()
	for _, each := range a.kustomer(http.MethodGet, "/workflows", nil)["data"].([]any) {
		w := each.(map[string]any)
		attributes := w["attributes"].(map[string]any)
		attributes["id"] = w["id"]
		all = append(all, attributes)
	}
	return all
}

// failedRuns of all workflows.
func (a *account) failedRuns() (all []string) {
	a.t.Helper()
	for _, w := range a.workflows() {
		for _, each := range a.kustomer(http.MethodGet, fmt.Sprintf("/workflows/%s/processes", w["id"]), nil)["data"].([]any) {
			all = append(all, fmt.Sprint(each))
		}
	}
	return all
}

func TestASendWorkflowFromCreationToTheEnd(t *testing.T) {
	t.Parallel()
	for name, mark := range map[string]string{"attribute": byAttribute, "tag": `sent_tag = "surveyed"`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			w := a.shell(a.sending(mark))
			w.apply()
			w.noChanges()
			mail := a.converse("email")
			a.done(mail)
			if got := a.requested(mail); got != 1 {
				t.Errorf("%d requests for a conversation that is done; failed runs %v", got, a.failedRuns())
			}
			a.reopen(mail)
			a.done(mail)
			if got := a.requested(mail); got != 1 {
				t.Errorf("%d requests for a conversation that was done twice", got)
			}
			chat := a.converse("chat")
			a.done(chat)
			if got := a.requested(chat); got != 0 {
				t.Errorf("%d requests for a chat", got)
			}
			w.configure(strings.Replace(a.sending(mark), `["email"]`, `["email", "chat"]`, 1))
			w.apply()
			w.noChanges()
			a.reopen(chat)
			a.done(chat)
			if got := a.requested(chat); got != 1 {
				t.Errorf("%d requests for a chat that is listed; failed runs %v", got, a.failedRuns())
			}
			w.run("destroy", "-auto-approve")
			last := a.converse("email")
			a.done(last)
			if got := a.requested(last); got != 0 {
				t.Errorf("%d requests after the end", got)
			}
			if all := a.workflows(); len(all) != 1 || all[0]["enabled"] != false {
				t.Errorf("got %v", all)
			}
		})
	}
}

// theSurveyWaits is what the example promises.
func theSurveyWaits(t *testing.T, a *account, _ *workspace) {
	waits, reopened, held := a.converse("email"), a.converse("email"), a.converse("email")
	a.change(held, map[string]any{"custom": map[string]any{"doNotSendSurveyBool": true}})
	for _, id := range []string{waits, reopened, held} {
		a.done(id)
	}
	a.reopen(reopened)
	if all := a.surveys(); len(all) != 0 {
		t.Errorf("requested at once: %v", all)
	}
	a.later("30m")
	if a.requested(waits) != 1 || a.requested(reopened) != 0 || a.requested(held) != 0 {
		t.Errorf("surveys %v, failed runs %v", a.surveys(), a.failedRuns())
	}
}
