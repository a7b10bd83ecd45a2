package acceptance

import (
	"strings"
	"testing"
)

// Kustomer has no rules to follow: attributes are recognised by their names, and its own
// surveys by their channels.
func TestAKustomerOrganizationIsExported(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.kustomer("PUT", "/metadata/conversation", map[string]any{"properties": map[string]any{
		"doNotSendSurveyBool": map[string]any{"displayName": "Kein <b>Survey</b> ${x}"},
		"npsScoreNum":         map[string]any{"displayName": "Punkte"},
		"lastRatingStr":       map[string]any{"displayName": "Last rating", "enumeration": []string{"good &amp; fast", "bad"}},
		"orderNum":            map[string]any{"displayName": "Order"},
	}})
	a.kustomer("PUT", "/metadata/customer", map[string]any{"properties": map[string]any{"doNotSendSurveyBool": map[string]any{"displayName": "Never"}}})
	a.kustomerSurvey("email", true)
	a.forget()
	w := a.export("-system", "kustomer")
	counts := counted(a.kustomerRequests())
	for request, number := range counts {
		if !strings.HasPrefix(request, "GET ") || number != 1 {
			t.Errorf("%d × %s", number, request)
		}
	}
	w.onlyImports("kustomer_attribute.do_not_send_survey", "kustomer_attribute.do_not_send_survey_2", "kustomer_attribute.last_rating", "kustomer_attribute.nps_score",
		"kustomer_native_csat.chat", "kustomer_native_csat.email")
	w.run("fmt", "-check", "-diff")
	w.apply()
	w.noChanges()
	for request := range counted(a.kustomerRequests()) {
		if !strings.HasPrefix(request, "GET ") {
			t.Errorf("neither the export nor the first apply writes: %s", request)
		}
	}
	if report := w.read("REPORT.md"); strings.Contains(report, "orderNum") || !strings.Contains(report, "not exported: ") {
		t.Errorf("an order is no survey: %s", report)
	}

	part := a.export("-system", "kustomer", "-title-contains", "RATING")
	part.onlyImports("kustomer_attribute.last_rating")
}

// Workflows that request surveys are exported, with a variable for their key; what else
// makes a request is named.
func TestSendWorkflowsAreExported(t *testing.T) {
	t.Parallel()
	a := start(t)
	made := a.shell(a.sending(byAttribute+"\n"+excludeWhen(excluding("priority", "gte", "5"))) + a.sendingLater())
	made.apply()
	a.asks("https://anna:hidden@orders.example.com/hidden?key=hidden", `"x-env":"prod"`, `{"email": "/#steps.customer.emails.0.email"}`)
	before := asJSON(a.workflows())
	w := a.export("-system", "kustomer", "-title-contains", "survey")
	w.onlyImports("kustomer_send_workflow.survey_by_e_mail", "kustomer_send_workflow.survey_later")
	w.run("fmt", "-check", "-diff")
	w.apply()
	w.noChanges()
	if after := asJSON(a.workflows()); after != before {
		t.Errorf("neither the export nor the first apply writes: %s was %s", after, before)
	}
	whole := a.export("-system", "kustomer")
	if report := whole.read("REPORT.md"); !strings.Contains(report, "it makes a request to orders.example.com, which does not look like a receiver") || strings.Contains(report, "hidden") {
		t.Errorf("the workflow that calls orders is to be named, without what may be a secret of its address: %s", report)
	}
	refused := a.export("-system", "kustomer", "-receiver", "ORDERS.example")
	if report := refused.read("REPORT.md"); !strings.Contains(report, "The workflow cannot be expressed") {
		t.Errorf("%s", report)
	}
}
