package acceptance

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// mistake is something that a plan must refuse.
type mistake struct {
	name   string
	kind   string
	config map[string]any
	at     string // the attribute's path
	says   string // the summary
	names  string // a part of the detail
}

func send(more map[string]any) map[string]any {
	return merged(map[string]any{"title": "Send", "channel": "chat", "webhook_id": "01HOOK", "payload": `{"ticket": "{{ticket.id}}"}`, "sent_tag": "surveyed"}, more)
}

func exclusion(more map[string]any) map[string]any {
	return merged(map[string]any{"title": "Exclusion", "conditions": when(condition("status", "is", "open")), "mark": map[string]any{"tag": "marked"}}, more)
}

func hook(more map[string]any) map[string]any {
	return merged(map[string]any{"name": "Hook", "endpoint": "https://surveys.example.com"}, more)
}

func merged(layers ...map[string]any) map[string]any {
	all := map[string]any{}
	for _, layer := range layers {
		maps.Copy(all, layer)
	}
	return all
}

func when(all ...any) map[string]any { return map[string]any{"all": all} }

func condition(field, operator string, value any) map[string]any {
	return map[string]any{"field": field, "operator": operator, "value": value}
}

func options(pairs ...string) (all []any) {
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, map[string]any{"name": pairs[i], "value": pairs[i+1]})
	}
	return all
}

const tooLate = "Zendesk would refuse this condition"

var mistakes = []mistake{
	{"unknown_channel", "send_trigger", send(map[string]any{"channels": []any{"pigeon"}}), `channels["pigeon"]`, "Unknown channel", `"pigeon" is not a channel: use one of web_form`},
	{"channel_by_number", "send_trigger", send(map[string]any{"channels": []any{"4"}}), `channels["4"]`, "Unknown channel", `use that name`},
	{"unknown_channel_set", "send_trigger", send(map[string]any{"channel": "fax"}), `channel`, "Invalid Attribute Value Match", `"chat" "email" "phone"`},
	{"no_channel", "send_trigger", send(map[string]any{"channel": nil}), `channels`, "No channel", `set "channel" to a set`},
	{"no_channel_in_set", "send_trigger", send(map[string]any{"channel": nil, "channels": []any{}}), `channels`, "No channel", `set "channel" to a set`},
	{"null_channel", "send_trigger", send(map[string]any{"channels": []any{nil}}), `channels`, "Null Set Value", `contains a null value`},
	{"unknown_status", "send_trigger", send(map[string]any{"on_status": "finished"}), `on_status`, "Invalid Attribute Value Match", `"solved"`},
	{"unknown_operator", "send_trigger", send(map[string]any{"conditions": when(condition("priority", "includes", "high"))}), `conditions.all[0].operator`, tooLate, `use one of is, is_not`},
	{"no_operator", "send_trigger", send(map[string]any{"conditions": when(condition("priority", "", "high"))}), `conditions.all[0].operator`, tooLate, `one of is, is_not`},
	{"no_field", "send_trigger", send(map[string]any{"conditions": when(map[string]any{"value": "x"})}), `conditions.all[0].field`, tooLate, `needs a field`},
	{"unknown_value", "send_trigger", send(map[string]any{"conditions": when(condition("priority", "is", "huge"))}), `conditions.all[0].value`, tooLate, `use one of low, normal, high, urgent, or "" for none`},
	{"missing_value", "exclusion_trigger", exclusion(map[string]any{"conditions": when(map[string]any{"field": "priority", "operator": "is"})}), `conditions.all[0].value`, tooLate, `needs a value: set "value"`},
	{"value_too_many", "exclusion_trigger", exclusion(map[string]any{"conditions": when(condition("group_id", "changed", "1"))}), `conditions.all[0].value`, tooLate, `takes no value: remove it`},
	{
		"value_and_values", "exclusion_trigger", exclusion(map[string]any{"conditions": map[string]any{"any": []any{merged(condition("via_id", "includes", "4"), map[string]any{"values": []any{"4"}})}}}),
		`conditions.any[0].value`, "Invalid Attribute Combination", `"conditions.any[0].values" cannot be specified when "conditions.any[0].value" is`,
	},
	{"null_condition", "exclusion_trigger", exclusion(map[string]any{"conditions": when(nil)}), `conditions.all`, "An element is null", `conditions.all contains a null value. Leave it out`},
	{"tags_in_upper_case", "exclusion_trigger", exclusion(map[string]any{"conditions": when(condition("current_tags", "includes", "VIP gold"))}), `conditions.all[0].value`, tooLate, `Zendesk stores "vip gold"`},
	{"no_conditions", "exclusion_trigger", exclusion(map[string]any{"conditions": map[string]any{}}), `conditions`, "No condition at all", `Add a condition`},
	{"empty_mark", "exclusion_trigger", exclusion(map[string]any{"mark": map[string]any{}}), `mark.checkbox_field_id`, "Invalid Attribute Combination", `At least one attribute out of [mark.tag,mark.checkbox_field_id]`},
	{"null_extra_tag", "exclusion_trigger", exclusion(map[string]any{"mark": map[string]any{"tag": "marked", "extra_tags": []any{nil}}}), `mark.extra_tags`, "An element is null", `mark.extra_tags contains a null value`},
	{"mark_in_upper_case", "exclusion_trigger", exclusion(map[string]any{"mark": map[string]any{"tag": "Marked"}}), `mark.tag`, "Zendesk would store another tag", `stores "marked"`},
	{"mark_of_two_words", "exclusion_trigger", exclusion(map[string]any{"mark": map[string]any{"tag": "not surveyed"}}), `mark.tag`, "Zendesk would store another tag", `white space`},
	{"field_by_name", "exclusion_trigger", exclusion(map[string]any{"mark": map[string]any{"checkbox_field_id": "Opt out"}}), `mark.checkbox_field_id`, "Invalid Attribute Value Match", `decimal digits`},
	{"sent_tag_in_upper_case", "send_trigger", send(map[string]any{"sent_tag": "Surveyed"}), `sent_tag`, "Zendesk would store another tag", `stores "surveyed"`},
	{"excluded_tag_with_a_space", "send_trigger", send(map[string]any{"exclude_tags": []any{"not surveyed"}}), `exclude_tags["not surveyed"]`, "Zendesk would store another tag", `write each on its own`},
	{"excluded_tag_with_a_comma", "send_trigger", send(map[string]any{"exclude_tags": []any{"a,b"}}), `exclude_tags["a,b"]`, "Zendesk would store another tag", `write each on its own`},
	{
		"any_is_taken", "send_trigger", send(map[string]any{"channel": "email", "conditions": map[string]any{"any": []any{condition("priority", "is", "low"), condition("priority", "is", "high")}}}),
		`conditions.any`, "The group \"any\" is taken", `Move these conditions to "all"`,
	},
	{"repeated_status", "send_trigger", send(map[string]any{"conditions": when(condition("status", "value", "solved"))}), `conditions.all[0]`, "The condition is set already", `status value "solved"`},
	{"repeated_channel", "send_trigger", send(map[string]any{"conditions": when(condition("priority", "is", "low"), condition("via_id", "is", "29"))}), `conditions.all[1]`, "The condition is set already", `via_id is "29"`},
	{"repeated_tags", "send_trigger", send(map[string]any{"exclude_tags": []any{"b", "a"}, "conditions": when(condition("current_tags", "not_includes", "a b"))}), `conditions.all[0]`, "The condition is set already", `Remove it here`},
	{"repeated_sent_tag", "send_trigger", send(map[string]any{"sent_tag": "sent", "conditions": when(condition("current_tags", "not_includes", "sent"))}), `conditions.all[0]`, "The condition is set already", `Remove it here`},
	{"repeated_checkbox", "send_trigger", send(map[string]any{"exclude_checkbox_field_ids": []any{"25"}, "conditions": when(condition("custom_fields_25", "is_not", "true"))}), `conditions.all[0]`, "The condition is set already", `Remove it here`},
	{"nothing_to_notify", "send_trigger", send(map[string]any{"webhook_id": nil}), `webhook_id`, "Invalid Attribute Combination", `No attribute specified when one (and only one) of [webhook_id,target_id] is required`},
	{"two_targets", "send_trigger", send(map[string]any{"target_id": "25"}), `webhook_id`, "Invalid Attribute Combination", `2 attributes specified when one (and only one) of [webhook_id,target_id] is required`},
	{"broken_payload", "send_trigger", send(map[string]any{"payload": `{"name": "{{ticket.requester.name}}"}`}), `payload`, "The payload can become broken JSON", `sample ticket "quotes"`},
	{"no_json", "send_trigger", send(map[string]any{"payload": `{"name": }`}), `payload`, "The payload can become broken JSON", `sample ticket "plain"`},
	{"broken_liquid", "send_trigger", send(map[string]any{"payload": `{"name": "{% fancy %}"}`}), `payload`, "The payload can become broken JSON", `fancy`},
	{"too_large", "send_trigger", send(map[string]any{"payload": `{"a": "` + strings.Repeat("x", 65_000) + `"}`}), `payload`, "The rule is too large", `65 KB`},
	{"too_large_an_exclusion", "exclusion_trigger", exclusion(map[string]any{"conditions": when(condition("subject_includes_word", "includes", strings.Repeat("x", 65_000)))}), `conditions`, "The rule is too large", `65 KB`},
	{"duplicate_options", "ticket_field", map[string]any{"type": "tagger", "title": "F", "options": options("A", "a", "B", "a")}, `options[1].value`, "The value is used twice", `"a"`},
	{"option_in_upper_case", "ticket_field", map[string]any{"type": "tagger", "title": "F", "options": options("A", "A")}, `options[0].value`, "Zendesk would store another tag", `stores "a"`},
	{"half_an_option", "ticket_field", map[string]any{"type": "tagger", "title": "F", "options": []any{map[string]any{"name": "A"}}}, `options[0]`, "The option is incomplete", `Set both`},
	{"no_options", "ticket_field", map[string]any{"type": "multiselect", "title": "F", "options": []any{}}, `options`, "The choices are missing", `at least one option`},
	{"options_of_a_text", "ticket_field", map[string]any{"type": "text", "title": "F", "options": options("A", "a")}, `options`, "This type has no choices", `Only "tagger" and "multiselect"`},
	{"tag_of_a_text", "ticket_field", map[string]any{"type": "text", "title": "F", "tag": "a"}, `tag`, "Only a checkbox has a tag", `use type "checkbox"`},
	{"field_tag_in_upper_case", "ticket_field", map[string]any{"type": "checkbox", "title": "F", "tag": "A"}, `tag`, "Zendesk would store another tag", `stores "a"`},
	{"type_that_needs_more", "ticket_field", map[string]any{"type": "lookup", "title": "F"}, `type`, "Invalid Attribute Value Match", `"checkbox"`},
	{"plain_http", "webhook", hook(map[string]any{"endpoint": "http://surveys.example.com"}), `endpoint`, "Not a URL that Zendesk may call", `use https`},
	{"no_host", "webhook", hook(map[string]any{"endpoint": "surveys.example.com/hook"}), `endpoint`, "Not a URL that Zendesk may call", `https://surveys.example.com/hook`},
	{"credentials_in_the_url", "webhook", hook(map[string]any{"endpoint": "https://me:secret@surveys.example.com"}), `endpoint`, "Not a URL that Zendesk may call", `use authentication or secret_headers_wo`},
	{"unknown_method", "webhook", hook(map[string]any{"http_method": "post"}), `http_method`, "Invalid Attribute Value Match", `"POST"`},
	{"null_header", "webhook", hook(map[string]any{"custom_headers": map[string]any{"X-Env": nil}}), `custom_headers`, "Null Map Value", `contains a null value`},
	{"two_kinds", "webhook", hook(map[string]any{"authentication": map[string]any{"bearer": map[string]any{"token_wo": "secret"}, "basic": map[string]any{"username": "u", "password_wo": "secret"}}}), `authentication.basic`, "Invalid Attribute Combination", `2 attributes specified when one (and only one) of [authentication.basic,authentication.bearer,authentication.api_key]`},
	{"no_kind", "webhook", hook(map[string]any{"authentication": map[string]any{}}), `authentication.basic`, "Invalid Attribute Combination", `No attribute specified when one (and only one) of [authentication.basic,authentication.bearer,authentication.api_key]`},
	{"no_password", "webhook", hook(map[string]any{"authentication": map[string]any{"basic": map[string]any{"username": "u"}}}), `authentication`, "The secret is missing", `set "basic.password_wo"`},
	{"no_token", "webhook", hook(map[string]any{"authentication": map[string]any{"bearer": map[string]any{}}}), `authentication`, "The secret is missing", `set "bearer.token_wo"`},
	{"no_key", "webhook", hook(map[string]any{"authentication": map[string]any{"api_key": map[string]any{"name": "X-Key"}}}), `authentication`, "The secret is missing", `set "api_key.value_wo"`},
	{"huge_version", "webhook", hook(map[string]any{"authentication": map[string]any{"bearer": map[string]any{"token_wo": "secret", "token_wo_version": 1 << 54}}}), `authentication.bearer.token_wo_version`, "Invalid Attribute Value", `between 0 and`},
}

func TestEachMistakeIsRefusedAtPlanTimeWithItsPath(t *testing.T) {
	t.Parallel()
	a := start(t)
	p := a.protocol(a.section())
	a.forget()
	for _, m := range slices.Concat(mistakes, quietMistakes) {
		kind := "surveytrigger_zendesk_" + m.kind
		config := p.value(p.types[kind], m.config)
		found := errorsOf(p.validate(kind, config))
		if len(found) == 0 {
			found = errorsOf(p.plan(kind, config))
		}
		if len(found) != 1 {
			t.Errorf("%s: one error expected, got %d: %v", m.name, len(found), found)
			continue
		}
		d := found[0]
		if at := pathText(d.Attribute); at != m.at || d.Summary != m.says || !strings.Contains(d.Detail, m.names) {
			t.Errorf("%s: %q at %q: %s\nexpected %q at %q with %q", m.name, d.Summary, at, d.Detail, m.says, m.at, m.names)
		}
		if len(d.Summary) >= 60 || !sentence(d.Detail) && !strings.HasPrefix(d.Summary, "Invalid Attribute") {
			t.Errorf("%s: %q (%d characters) or its detail is not well-formed: %s", m.name, d.Summary, len(d.Summary), d.Detail)
		}
	}
	if requests := a.requests(); len(requests) != 0 {
		t.Errorf("none of it needs the account, got %s", describe(requests))
	}
}

// sentence is true for a detail that ends like one, or with what to write.
func sentence(detail string) bool {
	detail = strings.TrimSpace(detail)
	return strings.HasSuffix(detail, ".") || strings.HasSuffix(detail, "}}")
}

// In a module every value is a variable, and "terraform validate" knows none.
func TestMistakesInVariablesAreForThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	var text strings.Builder
	for _, m := range slices.Concat(mistakes, quietMistakes) {
		values := attributes{}
		for _, name := range slices.Sorted(maps.Keys(m.config)) {
			variable := m.name + "_" + name
			fmt.Fprintf(&text, "variable %q {\n  type    = any\n  default = %s\n}\n", variable, asJSON(m.config[name]))
			values[name] = "var." + variable
		}
		text.WriteString(block(m.kind, m.name, values))
	}
	w := a.shell(a.provider() + text.String())
	w.run("validate") // knows no value, so it sees no mistake
	found := map[string][]string{}
	for _, each := range w.errors("plan") {
		_, name, _ := strings.Cut(each.Address, ".")
		found[name] = append(found[name], each.Summary)
	}
	for _, m := range slices.Concat(mistakes, quietMistakes) {
		if !slices.Equal(found[m.name], []string{m.says}) {
			t.Errorf("%s: expected %q, got %q", m.name, m.says, found[m.name])
		}
	}
}
