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
