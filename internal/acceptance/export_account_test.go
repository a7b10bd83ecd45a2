package acceptance

import "fmt"

// handMade is an account that people have worked in for years: surveys by three
// backends, what protects from them, and much that has nothing to do with surveys.
// Names are in the order in which the objects are made; @ and a name is the id of an
// earlier one. The kind is the resource that it becomes, "" for none.
var handMade = map[string]found{
	"a01_hook":       hookFound(map[string]any{"name": "Stella Connect", "endpoint": "https://api.stellaconnect.example/v1", "description": "", "authentication": withPassword("connect")}, ""),
	"a02_same_title": hookFound(map[string]any{"name": "Stella Connect", "endpoint": "https://api.stellaconnect.example/v2", "http_method": "PUT", "authentication": map[string]any{"type": "bearer_token", "add_position": "header", "data": map[string]any{"token": "secret"}}}, ""),
	"a03_plain":      hookFound(map[string]any{"name": "Kundenstimme äöü", "endpoint": "https://api.example.com/in"}, ""),
	"a04_key": hookFound(map[string]any{"name": "Feedback &amp; more", "endpoint": "https://hooks.example.com/f?team=7", "custom_headers": map[string]any{"X-Api-Token": "hidden-header", "X Env": "prod", "X-Env": "prod"}, "authentication": map[string]any{
		"type": "api_key", "add_position": "header", "data": map[string]any{"name": "X-Key", "value": "hidden-value"},
	}}, ""),
	"a05_inactive": hookFound(map[string]any{"name": "Survey (2019)", "endpoint": "https://old.example.com", "status": "inactive"}, ""),
	"a06_slack":    foreign(hookFound(map[string]any{"name": "Slack", "endpoint": "https://hooks.slack.example.com/T0"}, "")),
	"a07_events":   foreign(hookFound(map[string]any{"name": "Survey events", "endpoint": "https://events.example.com", "subscriptions": []string{"zen:event-type:ticket.StatusChanged"}}, "")),
	"a09_mail":     {path: "/targets", object: "target", wire: map[string]any{"type": "email_target", "title": "Mail", "email": "hello@example.com", "subject": "Solved"}},

	"b01_box":       fieldFound("checkbox", "Do not survey", map[string]any{"tag": "no_survey"}),
	"b02_same_name": fieldFound("checkbox", "Do not survey", map[string]any{"description": "The old one\nof 2019"}),
	"b03_choice":    fieldFound("tagger", "Good &amp; <b>bad</b>", map[string]any{"description": "", "custom_field_options": []any{map[string]any{"name": "Good &gt; bad", "value": "good"}, map[string]any{"name": "Bad", "value": "bad"}}}),
	"b04_text":      fieldFound("text", "Order ${number}", map[string]any{"active": false}),
	"b05_regexp":    foreign(fieldFound("regexp", "Customer number", map[string]any{"regexp_for_validation": "^[0-9]+$"})),
	"b07_target": {kind: "http_target", path: "/targets", object: "target", wire: map[string]any{
		"type": "http_target", "title": "Umfrage", "target_url": "http://surveys.example.com/{{ticket.ticket_field_@b03_choice}}", "method": "post", "content_type": "application/x-www-form-urlencoded", "username": "connect", "password": "hidden",
	}},
	"b06_unused": foreign(fieldFound("text", "Invoice", nil)),

	"c01_category":   {kind: "trigger_category", path: "/trigger_categories", object: "trigger_category", wire: map[string]any{"name": "Surveys"}},
	"c02_same_name":  {kind: "trigger_category", path: "/trigger_categories", object: "trigger_category", wire: map[string]any{"name": "Surveys"}},
	"c03_other_ones": foreign(found{path: "/trigger_categories", object: "trigger_category", wire: map[string]any{"name": "Routing"}}),

	"d01_tag":       in("@c01_category", foundTrigger("exclusion_trigger", "VIP", rule(line("current_tags", "includes", "vip   gold"), ``, addTag("no_survey_vip")))),
	"d02_box":       in("@c01_category", foundTrigger("exclusion_trigger", "Complaints", rule(line("custom_fields_@b03_choice", "is", "bad"), ``, ticks("@b01_box")))),
	"d03_reports":   in("@c01_category", foundTrigger("exclusion_trigger", "Legal", rule(lines(`{"field": "group_id", "operator": "changed"}`), line("subject_includes_word", "includes", "lawyer court"), lines(ticks("@b02_same_name"), `{"field": "priority", "value": "high"}`, `{"field": "notification_user", "value": ["requester_id", "We are <b>sorry</b>", "Hi {{ticket.ticket_field_@b03_choice}} & bye\n"]}`)))),
	"d04_inactive":  inactive(in("@c01_category", foundTrigger("exclusion_trigger", "Resellers (old)", rule(line("organization_id", "is", ""), ``, addTag("no_survey_vip reseller"))))),
	"d05_and_tells": in("@c01_category", foundTrigger("exclusion_trigger", "Escalated", rule(line("priority", "is", "urgent"), ``, lines(addTag("no_survey_vip"), notifies("@a06_slack", `{"text":"{{ticket.id}}"}`))))),

	"e01_mail": in("@c02_same_name", foundTrigger("send_trigger", "Survey e-mail ", rule(
		lines(withoutTags("surveyed"), withoutTags(" no_survey  no_survey_vip"), line("custom_fields_@b01_box", "is_not", "true"), solvedLine, line("priority", "is_not", "low")),
		lines(via("48"), via("4"), via("0")), lines(addTag(" surveyed "), notifies("@a01_hook", oddPayload)),
	))),
	"e02_same_title":    in("@c02_same_name", foundTrigger("send_trigger", "Survey e-mail", rule(lines(solvedLine, line("via_id", "is", "27")), ``, notifies("@a02_same_title", "{\n  \"box\": \"{{ticket.ticket_field_@b02_same_name}}\",\n\n  \"cost\": \"$@b02_same_name ${x} %{y} \\\\ {{ticket.ticket_field_option_title_@b03_choice}}\"\n}\n")))),
	"e03_looks_like_it": in("@c02_same_name", foundTrigger("send_trigger", "Nach dem Chat", rule(lines(solvedLine, chatLine, withoutTags("asked"), withoutTags("no_survey_vip")), ``, lines(notifies("@a03_plain", `{"t":"{{ticket.id}}","o":"{{ticket.ticket_field_@b04_text}}","k":"{{ticket.ticket_field_@b05_regexp}}"}`), addTag("asked"))))),
	"e04_same_receiver": in("@c02_same_name", foundTrigger("send_trigger", "Nach dem Anruf", rule(lines(line("status", "is", "solved"), `{"field": "status", "operator": "changed"}`), lines(via("34"), via("35"), via("33")), notifies("@a03_plain", `{"t":"{{ticket.id}}"}`)))),
	"e05_target":        in("@c02_same_name", foundTrigger("send_trigger", "Old calls", rule(lines(solvedLine, via("74")), ``, fmt.Sprintf(`{"field": "notification_target", "value": ["@b07_target", %q]}`, "{\r\n\t\"t\": {{ticket.id}}\r\n}")))),
	"e06_inactive":      inactive(in("@c02_same_name", foundTrigger("send_trigger", "Chats (old)", rule(lines(solvedLine, solvedLine, chatLine), lines(via("4"), line("priority", "is", "high")), notifies("@a04_key", " "+`{"t":"{{ticket.id}}"}`))))),
	"e07_two_receivers": in("@c02_same_name", foundTrigger("send_trigger", "WhatsApp", rule(lines(line("status", "value", "closed"), via("74"), `{"field": "via_id", "operator": "includes", "value": ["74", "29"]}`, withoutTags("no_survey_vip")), ``, lines(notifies("@a04_key", `{"t":"{{ticket.id}}"}`), notifies("@a03_plain", `{"again":true}`), addTag("done more"))))),
	"e08_no_category":   foundTrigger("send_trigger", "Feedback for EOT", rule(lines(solvedLine, line("ticket_form_id", "is_not", "")), ``, notifies("@a04_key", "EOT\n  {\"t\":\n \"{{ticket.id}}\"}"))),
	"e09_gone":          foundTrigger("send_trigger", "CSAT by name", rule(lines(solvedLine, via("75")), ``, notifies("@a04_key", `{"name": "{{ticket.requester.name}}", "x": {{ticket.ticket_field_1}} }`))),
	"e10_mailed":        foreign(foundTrigger("", "Survey by mail", rule(solvedLine, ``, `{"field": "notification_target", "value": ["@a09_mail", "Please rate us"]}`))),

	"f01_later": automationFound("Survey  later ", rule(lines(isSolvedLine, line("SOLVED", "greater_than", "47"), withoutTags("asked"), withoutTags("no_survey")), ``, lines(`{"field": "priority", "value": "normal"}`, notifies("@a01_hook", `{ "t": "{{ticket.id}}" }`), addTag("asked")))),
	"f02_once":  automationFound("Second day", rule(lines(line("status", "less_than", "closed"), line("SOLVED", "is", "24"), publicLine), ``, lines(notifies("@a03_plain", `{"t": "{{ticket.id}}"}`), addTag("asked_once")))),
	"f03_off":   inactive(automationFound("NPS", rule(lines(isSolvedLine, line("SOLVED", "greater_than", "2"), line("SOLVED", "less_than", "26"), line("custom_fields_@b01_box", "is_not", "true"), withoutTags("nps")), ``, lines(notifies("@a02_same_title", `{"t": "{{ticket.id}}"}`), addTag("nps"))))),

	"f04_marks": foreign(automationFound("Stale", rule(lines(line("status", "is", "pending"), line("PENDING", "is", "72")), ``, addTag("no_survey_vip")))),

	"g01_slack":   foreign(in("@c03_other_ones", foundTrigger("", "Tell Slack", rule(lines(solvedLine), ``, notifies("@a06_slack", `{"text":"solved"}`))))),
	"g02_routing": foreign(in("@c03_other_ones", foundTrigger("", "To the second level", rule(line("priority", "is", "urgent"), ``, `{"field": "priority", "value": "high"}`)))),
	"g03_tags":    foreign(in("@c03_other_ones", foundTrigger("", "Tag invoices", rule(line("subject_includes_word", "includes", "invoice"), ``, addTag("invoice"))))),
	"g04_hours":   foreign(automationFound("Remind", rule(lines(line("status", "is", "pending"), line("PENDING", "is", "48")), ``, `{"field": "priority", "value": "normal"}`))),
}

func withPassword(username string) map[string]any {
	return map[string]any{"type": "basic_auth", "add_position": "header", "data": map[string]any{"username": username, "password": "hidden"}}
}

func fieldFound(of, title string, more map[string]any) found {
	return found{kind: "ticket_field", path: "/ticket_fields", object: "ticket_field", wire: merged(map[string]any{"type": of, "title": title}, more)}
}

func automationFound(title, content string) found {
	return found{kind: "send_automation", path: "/automations", object: "automation", wire: wireOf(title, content)}
}

func ticks(field string) string {
	return fmt.Sprintf(`{"field": "custom_fields_%s", "value": "true"}`, field)
}

// in puts a trigger into a category.
func in(category string, f found) found { f.wire["category_id"] = category; return f }

// foreign is what has nothing to do with surveys, or what no resource can hold.
func foreign(f found) found { f.kind = ""; return f }
