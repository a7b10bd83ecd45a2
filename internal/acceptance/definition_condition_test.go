package acceptance

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

func warningsOf(diagnostics []*tfprotov6.Diagnostic) (warned []*tfprotov6.Diagnostic) {
	for _, each := range diagnostics {
		if each.Severity == tfprotov6.DiagnosticSeverityWarning {
			warned = append(warned, each)
		}
	}
	return warned
}

func quietly(more map[string]any) map[string]any {
	return merged(map[string]any{"title": "Quiet", "hours_since_solved": 2, "sent_tag": "surveyed", "webhook_id": "01HOOK", "payload": `{"ticket": "{{ticket.id}}"}`}, more)
}

func listed(field, operator string, values ...any) map[string]any {
	return map[string]any{"field": field, "operator": operator, "values": values}
}

// What no Zendesk account would refuse this one may: its fields, groups and
// choices are its own. The messages use the account's own titles.
func TestWhatTheAccountDoesNotHaveIsAnErrorOfThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.makeField(`{"type": "checkbox", "title": "Opt out"}`)
	result := a.makeField(`{"type": "tagger", "title": "Result", "custom_field_options": [{"name": "Good", "value": "survey_good"}, {"name": "Bad", "value": "survey_bad"}]}`)
	p := a.protocol(a.section())
	const noField, noValue = "The account has no such field", "The account has no such value"
	for name, row := range map[string]struct {
		kind     string
		config   map[string]any
		at, says string
		words    []string
	}{
		"a custom field":                  {"exclusion_trigger", exclusion(map[string]any{"conditions": when(condition("status", "is", "open"), condition("custom_fields_999", "is", "true"))}), `conditions.all[1].field`, noField, []string{"no ticket field 999", `("Opt out")`, `("Result")`}},
		"a field":                         {"send_trigger", send(map[string]any{"conditions": when(condition("mood", "is", "good"))}), `conditions.all[0].field`, noField, []string{`no field "mood"`, `"all"`, "priority"}},
		"a field of any":                  {"send_trigger", send(map[string]any{"conditions": map[string]any{"any": []any{condition("status", "is", "open"), condition("mood", "is", "good")}}}), `conditions.any[1].field`, noField, []string{`"any"`}},
		"a group":                         {"send_trigger", send(map[string]any{"conditions": when(condition("group_id", "is", "4711"))}), `conditions.all[0].value`, noValue, []string{`"Group" (group_id) has no value "4711"`, `("Support")`}},
		"one of several":                  {"exclusion_trigger", exclusion(map[string]any{"conditions": when(listed("custom_status_id", "includes", a.idsByName("custom_status", "Solved")[0], "4711"))}), `conditions.all[0].values[1]`, noValue, []string{`"Ticket status"`, `"4711"`, `("Solved")`}},
		"a choice":                        {"exclusion_trigger", exclusion(map[string]any{"conditions": when(condition("custom_fields_"+result, "is", "survey_ok"))}), `conditions.all[0].value`, noValue, []string{`"Result" (custom_fields_` + result + ")", `survey_good ("Good")`}},
		"a checkbox":                      {"send_trigger", send(map[string]any{"exclude_checkbox_field_ids": []any{"999"}}), `exclude_checkbox_field_ids["999"]`, noField, []string{"no ticket field 999", `("Opt out")`}},
		"a mark":                          {"exclusion_trigger", exclusion(map[string]any{"mark": map[string]any{"checkbox_field_id": "998"}}), `mark.checkbox_field_id`, noField, []string{"no ticket field 998", `("Opt out")`}},
		"a custom field of an automation": {"send_automation", quietly(map[string]any{"conditions": when(condition("custom_fields_999", "is", "true"))}), `conditions.all[0].field`, noField, []string{`("Opt out")`}},
		"a group of an automation":        {"send_automation", quietly(map[string]any{"conditions": map[string]any{"any": []any{condition("group_id", "is", "4711")}}}), `conditions.any[0].value`, noValue, []string{`("Support")`}},
		"a checkbox of an automation":     {"send_automation", quietly(map[string]any{"exclude_checkbox_field_ids": []any{"999"}}), `exclude_checkbox_field_ids["999"]`, noField, []string{`("Opt out")`}},
	} {
		kind := "surveytrigger_zendesk_" + row.kind
		config := p.value(p.types[kind], row.config)
		if found := p.validate(kind, config); len(found) != 0 {
			t.Errorf("%s: only the account can tell, but %v", name, found)
		}
		found := besidesTheWebhook(p.plan(kind, config))
		if len(found) != 1 || found[0].Summary != row.says || pathText(found[0].Attribute) != row.at || found[0].Severity != tfprotov6.DiagnosticSeverityError {
			t.Errorf("%s: expected %q at %s, got %v", name, row.says, row.at, found)
			continue
		}
		for _, word := range row.words {
			if !strings.Contains(found[0].Detail, word) {
				t.Errorf("%s: %q is not in %s", name, word, found[0].Detail)
			}
		}
	}
}

// What may work again tomorrow is a warning: a channel that is off, a field that
// is off.
func TestWhatIsDeactivatedInTheAccountIsAWarning(t *testing.T) {
	t.Parallel()
	a := start(t)
	off := a.makeField(`{"type": "checkbox", "title": "Retired", "tag": "retired", "active": false}`)
	p := a.protocol(a.section())
	const noChannel, noField = "The channel is not active in the account", "The ticket field is inactive"
	for name, row := range map[string]struct {
		kind     string
		config   map[string]any
		at, says string
		word     string
	}{
		"a channel":                   {"send_trigger", send(map[string]any{"channel": nil, "channels": []any{"whatsapp"}}), "channels", noChannel, `"whatsapp" (74)`},
		"a channel by number":         {"send_trigger", send(map[string]any{"channels": []any{"200"}}), "channels", noChannel, "channel 200"},
		"a channel of a set":          {"send_trigger", send(map[string]any{"channel": "phone"}), "channel", noChannel, `"voicemail" (33)`},
		"a channel in a condition":    {"exclusion_trigger", exclusion(map[string]any{"conditions": when(condition("via_id", "is", "74"))}), "conditions.all[0].value", noChannel, `"whatsapp" (74)`},
		"a channel among several":     {"exclusion_trigger", exclusion(map[string]any{"conditions": when(listed("via_id", "includes", "4", "74"))}), "conditions.all[0].values[1]", noChannel, `"whatsapp" (74)`},
		"a channel of an automation":  {"send_automation", quietly(map[string]any{"conditions": when(condition("via_id", "is", "74"))}), "conditions.all[0].value", noChannel, `"whatsapp" (74)`},
		"a field":                     {"exclusion_trigger", exclusion(map[string]any{"conditions": when(condition("custom_fields_"+off, "is", "true"))}), "conditions.all[0].field", noField, `"Retired"`},
		"a checkbox of an automation": {"send_automation", quietly(map[string]any{"exclude_checkbox_field_ids": []any{off}}), `exclude_checkbox_field_ids["` + off + `"]`, noField, `"Retired"`},
	} {
		a.zendesk(map[string]any{"active_channels": []int{0, 4, 29, 34, 35, 48}})
		p.configure(a.section())
		kind := "surveytrigger_zendesk_" + row.kind
		found := besidesTheWebhook(p.plan(kind, p.value(p.types[kind], row.config)))
		if len(found) != 1 || len(warningsOf(found)) != 1 || found[0].Summary != row.says || pathText(found[0].Attribute) != row.at || !strings.Contains(found[0].Detail, row.word) {
			t.Errorf("%s: expected the warning %q at %s with %q, got %v", name, row.says, row.at, row.word, found)
		}
		if row.says == noChannel && len(found) == 1 && !strings.Contains(found[0].Detail, `29 ("Chat")`) {
			t.Errorf("%s: what is active is not listed: %s", name, found[0].Detail)
		}
	}
}

// What Zendesk's own triggers ask for, everybody may ask for.
func TestTheConditionsOfZendesksOwnTriggersPass(t *testing.T) {
	t.Parallel()
	a := start(t)
	p := a.protocol(a.section())
	const kind = "surveytrigger_zendesk_exclusion_trigger"
	for title, own := range a.triggers() {
		conditions := own["conditions"].(map[string]any)
		for _, group := range []string{"all", "any"} {
			for _, line := range conditions[group].([]any) {
				if line := line.(map[string]any); line["operator"] == "not_changed" {
					delete(line, "value")
				}
			}
		}
		config := p.value(p.types[kind], exclusion(map[string]any{"conditions": conditions}))
		if found := append(p.validate(kind, config), besidesTheWebhook(p.plan(kind, config))...); len(found) != 0 {
			t.Errorf("%s: %s: %s", title, found[0].Summary, found[0].Detail)
		}
	}
}

// besidesTheWebhook leaves out that the account has no webhook of the samples' id.
func besidesTheWebhook(found []*tfprotov6.Diagnostic) []*tfprotov6.Diagnostic {
	return slices.DeleteFunc(found, func(each *tfprotov6.Diagnostic) bool {
		return each.Summary == "Webhook not found" || each.Summary == twoSurveys
	})
}
