package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// sendingLater is another send workflow, with a delay.
func (a *account) sendingLater() string {
	resource := strings.TrimPrefix(a.sending(byAttribute+"\ndelay_minutes = 10"), a.kustomerProvider())
	return strings.NewReplacer(`"send"`, `"later"`, "Survey by e-mail", "Survey later").Replace(resource)
}

// Send workflows are listed as an import shows them, the ones with a delay once. What
// requests something in another way is named, what requests nothing is not.
func TestWorkflowsThatRequestSurveysAreListed(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.sending(byAttribute+"\nenabled = false") + a.sendingLater())
	w.apply()
	kept := a.workflows()
	a.asks("https://surveys.example.com", `"x-env":"prod"`, `{"email": "/#steps.customer.emails.0.email"}`)
	quiet := a.inKustomer(http.MethodPost, "/workflows", `{"name":"Tidy up","enabled":true,"trigger":{"id":"1","eventName":"kustomer.conversation.update","transitions":[]},"steps":[]}`)
	p, importer := newProtocol(t), newProtocol(t)
	p.configureAll(map[string]any{"kustomer": a.kustomerSection()})
	importer.configureAll(map[string]any{"kustomer": a.kustomerSection()})
	a.forget()
	for _, test := range []struct {
		filters map[string]any
		want    []string
		said    string
	}{
		{map[string]any{}, []string{"Survey by e-mail (inactive)", "Survey later"}, `"send" (`},
		{map[string]any{"name_contains": "LATER"}, []string{"Survey later"}, ""},
		{map[string]any{"active": false}, []string{"Survey by e-mail (inactive)"}, ""},
		{map[string]any{"active": true, "name_contains": "send"}, []string{}, "The workflow cannot be expressed"},
	} {
		l := p.list(listing{kind: "kustomer_send_workflow", filters: test.filters})
		if names := slices.Sorted(slices.Values(l.names())); !slices.Equal(names, test.want) || len(l.failed) > 0 || (test.said == "") != (l.said() == "") || !strings.Contains(l.said(), test.said) || strings.Contains(l.said(), quiet) {
			t.Errorf("%v: %q %v, it says %s", test.filters, names, l.failed, l.said())
		}
		for _, one := range l.found {
			imported, _, failed := importer.importByIdentity("surveytrigger_kustomer_send_workflow", map[string]any{"id": one.id, "account": one.account})
			if len(failed) > 0 || !imported.Equal(one.state) {
				t.Errorf("%s: listed\n%s\nimported\n%s %v", one.id, one.state, imported, failed)
			}
		}
	}
	for call, times := range counted(a.kustomerRequests()) {
		if times > 2 { // one of each of the two processes
			t.Errorf("%d %s", times, call)
		}
	}
	if now := fmt.Sprint(a.workflows()[:len(kept)]); now != fmt.Sprint(kept) {
		t.Errorf("a list only reads: %s was %s", now, kept)
	}
}

// A body that is laid out in another way is the same: what terraform query writes calls
// jsonencode, and its first plan changes nothing.
func TestTheLayoutOfABodyIsNoDifference(t *testing.T) {
	t.Parallel()
	a := start(t)
	made := a.shell(strings.NewReplacer("provider::surveytrigger::stella_connect_payload", `"{\"email\": \"/#steps.customer.emails.0.email\", \"n\": 1}" #`).Replace(a.sending(byAttribute)))
	made.apply()
	before := asJSON(a.workflows())
	for _, body := range []string{`jsonencode({ n = 1, email = "/#steps.customer.emails.0.email" }) #`, `"{\"n\": 1,\n\"email\": \"/#steps.customer.emails.0.email\"}\n" #`} {
		made.configure(strings.NewReplacer("provider::surveytrigger::stella_connect_payload", body).Replace(a.sending(byAttribute)))
		made.noChanges()
	}
	w := a.shell(a.kustomerProvider())
	if w.queries() {
		w.write("all.tfquery.hcl", listBlocks("kustomer_send_workflow", "kustomer_attribute", "kustomer_native_csat"))
		w.run("query", "-no-color", "-generate-config-out=generated.tf")
		w.onlyImports("kustomer_native_csat.kustomer_native_csat_0", "kustomer_native_csat.kustomer_native_csat_1", "kustomer_send_workflow.kustomer_send_workflow_0")
		w.apply()
		w.noChanges()
	}
	if after := asJSON(a.workflows()); after != before {
		t.Errorf("nothing is written: %s was %s", after, before)
	}
	made.configure(strings.NewReplacer("provider::surveytrigger::stella_connect_payload", `jsonencode({ n = 2, email = "/#steps.customer.emails.0.email" }) #`).Replace(a.sending(byAttribute)))
	for _, each := range made.plan().ResourceChanges {
		if err := (inPlace{sendAddress, "request"}).check(each.Change); err != nil {
			t.Error(err)
		}
	}
}
