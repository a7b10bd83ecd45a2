package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// kustomerSection is the provider's section for the account.
func (a *account) kustomerSection() map[string]any {
	return map[string]any{"subdomain": a.env["KUSTOMER_SUBDOMAIN"], "endpoint": a.env["KUSTOMER_ENDPOINT"], "api_key": a.env["KUSTOMER_API_KEY"]}
}

// What Kustomer has is listed as an import shows it, with one request for a kind.
func TestWhatKustomerHasIsListed(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.kustomer(http.MethodPut, "/metadata/conversation", map[string]any{"properties": map[string]any{
		"closeReasonStr": map[string]any{"displayName": "Reason & more", "enumeration": []string{"a", "b"}}, "scoreNum": map[string]any{"displayName": "Score"}, "priceTree": map[string]any{"displayName": "Price"},
	}})
	for id := range a.kustomerSurveys("chat") {
		a.kustomer(http.MethodPut, "/satisfaction/"+id, map[string]any{"enabled": false})
	}
	p, importer := newProtocol(t), newProtocol(t)
	p.configureAll(map[string]any{"kustomer": a.kustomerSection()})
	importer.configureAll(map[string]any{"kustomer": a.kustomerSection()})
	a.forget()
	for _, test := range []struct {
		kind    string
		filters map[string]any
		want    []string
		said    string
	}{
		{"attribute", map[string]any{"name_contains": "reason"}, []string{"Reason & more (closeReasonStr)"}, ""},
		{"attribute", map[string]any{"name_contains": "num"}, []string{"Score (scoreNum)"}, ""},
		{"attribute", map[string]any{"name_contains": "price"}, []string{}, `"Price (priceTree)" (conversation/priceTree): Not the name of a custom attribute`},
		{"native_csat", map[string]any{"active": false}, []string{"chat: Chat CSAT (inactive)"}, ""},
		{"native_csat", map[string]any{"name_contains": "EMAIL"}, []string{"email: Email CSAT"}, ""},
	} {
		l := p.list(listing{kind: "kustomer_" + test.kind, filters: test.filters})
		if !slices.Equal(l.names(), test.want) || len(l.failed) > 0 || (test.said == "") != (l.said() == "") || !strings.Contains(l.said(), test.said) {
			t.Errorf("%s %v: %q %v, it says %s", test.kind, test.filters, l.names(), l.failed, l.said())
		}
		for _, one := range l.found {
			imported, _, failed := importer.importByIdentity("surveytrigger_kustomer_"+test.kind, map[string]any{"id": one.id, "account": one.account})
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
	if l := p.list(listing{kind: "kustomer_attribute", filters: map[string]any{"klass": "orders"}}); len(l.failed) != 1 || pathText(l.failed[0].Attribute) != "klass" {
		t.Errorf("%v", l.failed)
	}
	if l := p.list(listing{kind: "kustomer_attribute", filters: map[string]any{"klass": "kobject.nobody"}}); len(l.failed) != 1 {
		t.Errorf("a klass that does not exist: %v", l.failed)
	}
}

// What terraform query writes of Kustomer's objects is valid, and its plan only imports.
func TestKustomersObjectsAreAdoptedByQuery(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.kustomer(http.MethodPut, "/metadata/conversation", map[string]any{"properties": map[string]any{
		"closeReasonStr": map[string]any{"displayName": "Reason & more", "enumeration": []string{"a", "b"}}, "scoreNum": map[string]any{}, "priceTree": map[string]any{"displayName": "Price"},
	}})
	a.kustomerSurvey("email", false)
	w := a.shell(a.kustomerProvider())
	w.skipBelowQueries()
	w.write("all.tfquery.hcl", listBlocks("kustomer_attribute", "kustomer_native_csat", "kustomer_send_workflow"))
	w.run("query", "-no-color", "-generate-config-out=generated.tf")
	changes := w.plan().ResourceChanges
	for _, change := range changes {
		if change.Change.Importing == nil || len(changed(change.Change)) > 0 {
			t.Errorf("%s: %v %v\n%s", change.Address, change.Change.Actions, changed(change.Change), w.read("generated.tf"))
		}
	}
	if len(changes) < 4 {
		t.Errorf("%d objects are imported", len(changes))
	}
	w.apply()
	w.noChanges()
}
