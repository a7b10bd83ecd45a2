package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A send that runs after an exclusion and does not look at its mark is sent all
// the same. That is an error, in the plan if the exclusion exists already.
func TestARelationThatProtectsNobodyIsRefusedInThePlan(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	byTag := anExclusion("tagged")
	byBox := anExclusion("ticked", attributes{"mark": fmt.Sprintf(`{ checkbox_field_id = %q }`, s.checkbox)})
	w := s.shell(s.config("%s", byTag+byBox))
	w.apply()
	s.forget()

	blind := attributes{"payload": `"{}"`, "exclude_tags": ""}
	for _, tt := range []struct {
		after   string
		with    attributes
		refused string // words of the advice; "" is accepted
	}{
		{"tagged", attributes{"payload": `"{}"`, "exclude_tags": `["other"]`}, `exclude_tags = ["no_survey"]`},
		{"ticked", blind, fmt.Sprintf(`exclude_checkbox_field_ids = [%q]`, s.checkbox)},
		{"ticked", attributes{"payload": `"{}"`, "exclude_tags": ""}, "{{ticket.ticket_field_" + s.checkbox + "}}"},
		{"ticked", attributes{"payload": `provider::surveytrigger::stella_connect_payload("email", "99", {})`, "exclude_tags": ""}, "the checkbox " + s.checkbox},
		{"ticked", attributes{"payload": `"{}"`, "exclude_tags": "", "exclude_checkbox_field_ids": fmt.Sprintf(`[%q]`, s.checkbox)}, ""},
		{"ticked", attributes{"exclude_tags": ""}, ""}, // Stella Connect's payload reads the checkbox
	} {
		w.configure(s.config("%s", byTag+byBox+s.send("email", []string{tt.after}, tt.with)))
		if tt.refused == "" {
			w.run("plan", "-input=false")
			continue
		}
		told := w.errors("plan")
		if len(told) != 1 || told[0].Address != sender("email") || !strings.HasPrefix(told[0].line(), "evaluate_after = ") ||
			told[0].Summary != "evaluate_after has no effect" || !strings.Contains(told[0].Detail, tt.refused) {
			t.Errorf("%v: %v", tt.with, told)
		}
	}
	if writes := s.writes(); len(writes) != 0 {
		t.Errorf("a plan writes nothing, got %s", describe(writes))
	}
}

// What counts is the mark that the exclusion will have, not the one that it has.
func TestAMarkThatChangesInTheSamePlanIsTheOneThatCounts(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	marked := func(tag string) string {
		return anExclusion("vip", attributes{"mark": fmt.Sprintf(`{ tag = %q }`, tag)})
	}
	honouring := func(tag string) string {
		return s.send("email", []string{"vip"}, attributes{"exclude_tags": fmt.Sprintf(`[%q]`, tag)})
	}
	w := s.shell(s.config("%s", marked("first")+honouring("first")))
	w.apply()
	w.configure(s.config("%s", marked("second")+honouring("first")))
	if told := w.errors("plan"); len(told) != 1 || !strings.Contains(told[0].Detail, `exclude_tags = ["second"]`) {
		t.Errorf("the send would look for the old mark: %v", told)
	}
	w.configure(s.config("%s", marked("second")+honouring("second")))
	w.apply()
	w.noChanges()
	s.protects()
}

// A mark can depend on what the apply makes. A send that depends on the same is
// believed; one that does not cannot look at it.
func TestAMarkThatIsNotKnownYet(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
	w.apply()
	field := block("ticket_field", "box", attributes{"type": `"checkbox"`, "title": `"Box"`})
	ticked := anExclusion("vip", attributes{"mark": `{ checkbox_field_id = surveytrigger_zendesk_ticket_field.box.id }`})

	w.configure(s.config("%s", field+ticked+s.send("email", []string{"vip"})))
	if told := w.errors("plan"); len(told) != 1 || told[0].Address != sender("email") || !strings.Contains(told[0].Detail, "known only after the apply") {
		t.Errorf("the send looks for the tag: %v", told)
	}
	w.configure(s.config("%s", field+ticked+s.send("email", []string{"vip"}, attributes{"exclude_checkbox_field_ids": "[surveytrigger_zendesk_ticket_field.box.id]"})))
	w.apply()
	w.noChanges()
	s.protects()
}

func TestATriggerThatListsItselfIsRefusedInThePlan(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", anExclusion("vip")))
	w.apply()
	w.configure(s.config("%s", anExclusion("vip", attributes{"evaluate_after": fmt.Sprintf(`[%q]`, s.id("vip"))})))
	if told := w.errors("plan"); len(told) != 1 || told[0].Summary != "A trigger cannot follow itself" || !strings.HasPrefix(told[0].line(), "evaluate_after = ") {
		t.Errorf("got %v", told)
	}
}

// An exclusion without the condition that tells the tickets to exclude: everything is in
// order, and nobody is ever surveyed.
func TestAnExclusionThatLeavesNobodyIsSaidInEveryPlan(t *testing.T) {
	t.Parallel()
	const summary = "An exclusion matches every ticket of this send"
	of := func(said []told) []told {
		return slices.DeleteFunc(said, func(each told) bool { return each.Summary != summary })
	}
	everybody := attributes{"conditions": `{ all = [{ field = "status", operator = "value", value = "solved" }] }`}
	s := newStage(t)
	w := s.shell(s.config("%s", anExclusion("vip", everybody)+s.send("email", []string{"vip"})))
	if said := of(w.warned("vip", "email")); len(said) != 1 {
		t.Errorf("before both are created the plan says %v", said)
	}
	w.apply()
	s.gets(0, 4)
	if said := of(w.warned("vip", "email")); len(said) != 1 {
		t.Errorf("with both in the account the plan says %v", said)
	}
	w.configure(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
	if said := of(w.warned()); len(said) > 0 {
		t.Errorf("a plan that narrows the exclusion says %v", said)
	}
	w.apply()
	s.gets(1, 4)
	w.configure(s.config("%s", anExclusion("vip", everybody)+s.send("email", []string{"vip"})))
	if said := of(w.warned("vip", "email")); len(said) != 1 {
		t.Errorf("a plan that widens the exclusion says %v", said)
	}
	w.configure(s.config("%s", anExclusion("vip", everybody)+s.send("email", nil, attributes{"exclude_tags": "[]"})))
	if said := of(w.warned()); len(said) > 0 {
		t.Errorf("where the send does not look at the mark the plan says %v", said)
	}
}

// A send on pending, or on solved, has fired before an exclusion on solved, or on
// closed, matches: everything is in order, and excluded customers are surveyed.
func TestAnExclusionThatIsTooLateIsSaidInEveryPlan(t *testing.T) {
	t.Parallel()
	const summary = "An exclusion is too late for this send"
	of := func(said []told) []told {
		return slices.DeleteFunc(said, func(each told) bool { return each.Summary != summary })
	}
	on := func(status string) attributes {
		return attributes{"conditions": strings.Replace(solvedWith("vip"), "solved", status, 1)}
	}
	s := newStage(t)
	w := s.shell(s.config("%s", anExclusion("vip", on("closed"))+s.send("email", []string{"vip"})))
	if said := of(w.warned("vip", "email")); len(said) != 1 {
		t.Errorf("before both are created the plan says %v", said)
	}
	w.apply()
	s.gets(1, 4, "vip")
	if said := of(w.warned("vip", "email")); len(said) != 1 {
		t.Errorf("with both in the account the plan says %v", said)
	}
	for name, row := range map[string]struct {
		exclusion attributes
		send      attributes
		warnings  int
	}{
		"in the same update":         {on("solved"), nil, 0},
		"earlier":                    {on("open"), nil, 0},
		"with any status":            {attributes{"conditions": `{ all = [{ field = "current_tags", operator = "includes", value = "vip" }] }`}, nil, 0},
		"solved or closed":           {attributes{"conditions": `{ all = [{ field = "status", operator = "greater_than", value = "hold" }, { field = "current_tags", operator = "includes", value = "vip" }] }`}, attributes{"on_status": `"pending"`}, 1},
		"a send on pending":          {on("solved"), attributes{"on_status": `"pending"`}, 1},
		"a send that reports it":     {on("closed").with(attributes{"mark": `{ checkbox_field_id = "` + s.checkbox + `" }`}), attributes{"exclude_tags": "[]"}, 1},
		"a send on closed":           {on("solved"), attributes{"on_status": `"closed"`}, 0},
		"a send that is inactive":    {on("closed"), attributes{"active": "false"}, 0},
		"a send that does not check": {on("closed"), attributes{"exclude_tags": "[]", "evaluate_after": "[]"}, 0},
	} {
		w.configure(s.config("%s", anExclusion("vip", row.exclusion)+s.send("email", []string{"vip"}, row.send)))
		if said := of(w.warned()); len(said) != row.warnings {
			t.Errorf("%s: the plan says %v", name, said)
		}
	}
}
