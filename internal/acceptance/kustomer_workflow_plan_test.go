package acceptance

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// What cannot work is an error of the plan, at the attribute.
func TestASendWorkflowThatCannotWork(t *testing.T) {
	t.Parallel()
	a := start(t)
	base := a.sending(byAttribute)
	replaced := func(from, to string) string {
		if !strings.Contains(base, from) {
			t.Fatalf("%q is not there", from)
		}
		return strings.Replace(base, from, to, 1)
	}
	with := func(line string) string { return a.sending(byAttribute + "\n" + line) }
	rows := map[string]struct{ config, summary, words string }{
		"no mark":                              {a.sending(""), "The mark of surveyed conversations is missing", "sent_tag"},
		"two marks":                            {with(`sent_tag = "x"`), "Two marks for surveyed conversations", "Prefer sent_attribute"},
		"a mark of another type":               {a.sending(`sent_attribute = "sentStr"`), "The attribute is not true or false", "sentStr"},
		"no name of an attribute":              {with(`opt_out_attribute = "no_survey"`), "Not the name of a custom attribute", "no_survey"},
		"mark and opt-out are one":             {with(`opt_out_attribute = "surveySentBool"`), "One attribute for the mark and the opt-out", "surveySentBool"},
		"no channel":                           {replaced(`["email"]`, `[]`), "Invalid Attribute Value", "channels"},
		"a status":                             {with(`on_status = "solved"`), "Invalid Attribute Value Match", "done"},
		"an operator":                          {with(excludeWhen(excluding("priority", "is", "5"))), "Invalid Attribute Value Match", "gte"},
		"an operator for a text":               {with(excludeWhen(excluding("custom.planStr", "gt", "5"))), "The operator does not fit the attribute", "contains"},
		"an operator for tags":                 {with(excludeWhen(excluding("tags", "eq", "vip"))), "The operator does not fit the attribute", "contains"},
		"a number":                             {with(excludeWhen(excluding("custom.scoreNum", "gt", "many"))), "Not a value of the attribute", "many"},
		"a date":                               {with(excludeWhen(excluding("custom.dueAt", "lt", "31.12.2026"))), "Not a value of the attribute", "2026-01-31"},
		"a boolean":                            {with(excludeWhen(excluding("custom.vipBool", "eq", "yes"))), "Not a value of the attribute", "yes"},
		"a value is missing":                   {with(excludeWhen(excluding("priority", "gt", ""))), "The value is missing", "priority"},
		"a value too many":                     {with(excludeWhen(excluding("custom.vipBool", "true", "true"))), "The operator takes no value", "true"},
		"an attribute without a suffix":        {with(excludeWhen(excluding("custom.vip", "exists", ""))), "Not an attribute of a conversation", "Bool"},
		"a reference for an attribute":         {with(excludeWhen(excluding("/#steps.customer.name", "exists", ""))), "Not an attribute of a conversation", "alone"},
		"a delay of nothing":                   {with("delay_minutes = 0"), "Invalid Attribute Value", "delay_minutes"},
		"a delay with a fraction":              {with("delay_minutes = 1.5"), "A whole number is needed", "1 or 2"},
		"an unencrypted URL":                   {replaced("https://api.", "http://api."), "Not a URL that Kustomer may call", "https"},
		"a header twice":                       {replaced("secret_headers_wo         =", "headers = { X-API-Key = \"a\" }\nsecret_headers_wo ="), "A header is set twice", "x-api-key"},
		"a secret of the workflow in it":       {replaced("secret_headers_wo         =", "headers = { X-Other = \"{{{variables.1}}}\" }\nsecret_headers_wo ="), "A reference cannot be resolved", "secret"},
		"a body that is not JSON":              {replaced("provider::surveytrigger::stella_connect_payload(\"email\", \"doNotSendSurveyBool\", { help_desk = \"kustomer\" })", `"{ email"`), "The body of the request is wrong", "not JSON"},
		"a body with a step that is not":       {replaced("provider::surveytrigger::stella_connect_payload(\"email\", \"doNotSendSurveyBool\", { help_desk = \"kustomer\" })", `jsonencode({ name = "/#steps.client.name" })`), "The body of the request is wrong", "client"},
		"a body with a placeholder of Zendesk": {replaced("provider::surveytrigger::stella_connect_payload(\"email\", \"doNotSendSurveyBool\", { help_desk = \"kustomer\" })", `jsonencode({ name = "{{ticket.requester.name}}" })`), "The body of the request is wrong", "steps.customer.name"},
	}
	// A plan that fails in the validation of some hides what is wrong with the others.
	w := a.shell(base)
	for left := rows; len(left) > 0; {
		text, names := a.kustomerProvider(), map[string]string{}
		for i, name := range slices.Sorted(maps.Keys(left)) {
			names[fmt.Sprintf("surveytrigger_kustomer_send_workflow.row_%d", i)] = name
			text += a.another(left[name].config, fmt.Sprintf("row_%d", i))
		}
		w.configure(text)
		found := map[string][]told{}
		for _, each := range w.errors("plan") {
			found[names[each.Address]] = append(found[names[each.Address]], each)
		}
		for name, said := range found {
			row, known := left[name]
			if !known || len(said) != 1 || said[0].Summary != row.summary || !strings.Contains(said[0].Detail, row.words) || said[0].line() == "" {
				t.Fatalf("%s: got %v", name, said)
			}
		}
		left = maps.Clone(left)
		maps.DeleteFunc(left, func(name string, _ struct{ config, summary, words string }) bool { return found[name] != nil })
	}
}

// What the account tells, and what may be meant, is a warning.
func TestWhatThePlanOfASendWorkflowWarnsOf(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(strings.Replace(a.sending(byAttribute), `["email"]`, `["emial"]`, 1))
	var summaries []string
	for _, each := range w.warnings("plan") {
		summaries = append(summaries, each.Summary)
	}
	slices.Sort(summaries)
	if got := slices.Compact(summaries); !slices.Equal(got, []string{"Custom attribute not found", "Unknown channel"}) {
		t.Errorf("got %v", got)
	}
	attributes := `
resource "surveytrigger_kustomer_attribute" "sent" {
  name = "surveySentBool"
}
resource "surveytrigger_kustomer_attribute" "opt_out" {
  name = "doNotSendSurveyBool"
}
`
	config := attributes + kustomerCSATConfig("email", false) + a.sending("depends_on = ["+kustomerCSAT+"]\nsent_attribute = surveytrigger_kustomer_attribute.sent.name\nopt_out_attribute = surveytrigger_kustomer_attribute.opt_out.name")
	w.configure(config)
	if found := w.warnings("plan"); len(found) > 0 {
		t.Errorf("the attributes are made by the same plan, got %v", found)
	}
	a.forget()
	w.apply()
	if found := w.warnings("plan"); len(found) > 0 {
		t.Errorf("got %v", found)
	}
	w.noChanges()
	for line, count := range counted(a.kustomerRequests()) {
		if strings.HasPrefix(line, "GET /v1/workflows") && count > 5 || strings.HasPrefix(line, "GET /v1/tags") {
			t.Errorf("%d times %s", count, line)
		}
	}
	w.configure(a.kustomerProvider() + kustomerCSATConfig("email", false) + attributes)
	warned := w.warnings("apply", "-auto-approve")
	if len(warned) != 2 || warned[0].Summary != "Workflows stay in Kustomer, disabled" || !strings.Contains(warned[1].Summary, "stays, disabled") {
		t.Errorf("got %v", warned)
	}
	for _, each := range a.workflows() {
		if each["enabled"] != false || len(a.variables(each)) > 0 {
			t.Errorf("got %v", each)
		}
	}
}

// Two send workflows on one channel survey a conversation twice, unless they share the mark.
func TestSendWorkflowsThatSurveyTheSameChannel(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.shell(a.sending(byAttribute + "\ndelay_minutes = 10")).apply()
	overlaps := func(config string) (found []told) {
		return slices.DeleteFunc(a.shell(config).warnings("plan"), func(d told) bool { return !strings.Contains(d.Summary, "surveys the same channel") })
	}
	other := strings.Replace(a.sending(`sent_attribute = "otherBool"`), "Survey by e-mail", "Other", 1)
	if found := overlaps(other); len(found) != 1 || !strings.Contains(found[0].Detail, "on email too") {
		t.Errorf("got %v", found)
	}
	for name, config := range map[string]string{
		"the same mark":   strings.Replace(other, "otherBool", "surveySentBool", 1),
		"another channel": strings.Replace(other, `["email"]`, `["chat"]`, 1),
		"disabled":        strings.Replace(other, "sent_attribute", "enabled = false\nsent_attribute", 1),
	} {
		if found := overlaps(config); len(found) != 0 {
			t.Errorf("%s: got %v", name, found)
		}
	}
}
