package acceptance

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// queries reports whether the command line has terraform query: Terraform has from
// 1.14 on, OpenTofu has not.
func (w *workspace) queries() bool {
	match := regexp.MustCompile(`^Terraform v(\S+)`).FindStringSubmatch(w.version())
	if match == nil {
		return false
	}
	is, err := version.NewVersion(match[1])
	return err == nil && is.Core().GreaterThanOrEqual(tfversion.Version1_14_0)
}

// skipBelowQueries skips a test where there is no terraform query.
func (w *workspace) skipBelowQueries() {
	w.account.t.Helper()
	if !w.queries() {
		w.account.t.Skip("terraform query needs Terraform 1.14 or later")
	}
}

// listBlocks list everything of these kinds.
func listBlocks(kinds ...string) string {
	var blocks strings.Builder
	for _, kind := range kinds {
		fmt.Fprintf(&blocks, "list \"surveytrigger_%[1]s\" \"%[1]s\" {\n  provider = surveytrigger\n}\n", kind)
	}
	return blocks.String()
}

func prefixed(prefix string, names []string) []string {
	all := make([]string, 0, len(names))
	for _, name := range names {
		all = append(all, prefix+name)
	}
	return all
}

// quirkyObjects are what accounts hold besides foundByName: several of one name, texts
// with HTML entities and with Terraform's own marks, empty descriptions, inactive ones,
// arrays, and fields that nobody knows.
func quirkyObjects() map[string]found {
	field := func(wire map[string]any) found {
		return found{kind: "ticket_field", path: "/ticket_fields", object: "ticket_field", wire: wire}
	}
	described := func(f found, text any) found { f.wire["description"] = text; return f }
	return map[string]found{
		"a21_hook":        hookFound(map[string]any{"name": "Twice", "description": ""}, ""),
		"a22_hook":        hookFound(map[string]any{"name": "Twice", "status": "inactive"}, ""),
		"a23_entities":    hookFound(map[string]any{"name": "R&amp;D &lt;old&gt; \"${x}\" %{y}", "description": "50 % &amp; more", "endpoint": "https://surveys.example.com/a?b=1&c=%20", "request_format": "xml"}, ""),
		"a24_bearer":      hookFound(map[string]any{"name": "Bearer", "authentication": map[string]any{"type": "bearer_token", "add_position": "header", "data": map[string]any{"token": "secret"}}}, ""),
		"a25_get":         hookFound(map[string]any{"name": "Get", "http_method": "GET", "request_format": "form_encoded", "custom_headers": map[string]any{"X-Api-Key": "secret", "X-Env": "prod"}}, ""),
		"a26_target":      {kind: "http_target", path: "/targets", object: "target", wire: map[string]any{"type": "http_target", "title": "Old &amp; off", "target_url": "https://surveys.example.com/{{ticket.id}}", "method": "get", "active": false}},
		"a31_text":        field(map[string]any{"type": "text", "title": "Note &quot;x&quot;", "description": ""}),
		"a32_text":        field(map[string]any{"type": "text", "title": "Note &quot;x&quot;"}),
		"a33_multiselect": field(map[string]any{"type": "multiselect", "title": "Topics", "custom_field_options": []any{map[string]any{"name": "A::B", "value": "a_b"}}}),
		"a34_box":         field(map[string]any{"type": "checkbox", "title": "Old box", "active": false}),
		"a35_date":        field(map[string]any{"type": "date", "title": "Due"}),
		"a36_area":        field(map[string]any{"type": "textarea", "title": "Long", "description": "Two\nlines"}),
		"a37_category":    {kind: "trigger_category", path: "/trigger_categories", object: "trigger_category", wire: map[string]any{"name": "Q&amp;A"}},
		"b21_entities":    described(foundTrigger("exclusion_trigger", "VIP &amp; <b>Gold</b> ${x} %{y}", rule(line("current_tags", "includes", "gold"), ``, addTag("gold_seen"))), ""),
		"b22_box":         described(inactive(foundTrigger("exclusion_trigger", "Box", rule(line("custom_fields_@a35_date", "less_than", "2030-01-01"), ``, `{"field": "custom_fields_@a34_box", "value": "true"}`))), nil),
		"b23_replies":     foundTrigger("exclusion_trigger", "Many", rule(lines(line("reopens", "greater_than", "3"), line("comment_includes_word", "is", "stop no")), line("via_id", "includes", "4"), lines(addTag("many"), `{"field": "side_conversation", "value": ["a", "b"]}`))),
		"c21_twice":       foundTrigger("send_trigger", "Survey twice", rule(lines(solvedLine, via("4"), withoutTags("one")), ``, lines(addTag("one"), notifies("@a21_hook", `{"a": "${b} %{c}", "t": "{{ticket.id}}"}`)))),
		"c22_twice":       foundTrigger("send_trigger", "Survey twice", rule(lines(solvedLine, via("29"), withoutTags("two")), ``, lines(addTag("two"), notifies("@a21_hook", `{"t": "{{ticket.id}}"}`)))),
		"c23_entities":    inactive(foundTrigger("send_trigger", "Survey &lt;R&amp;D&gt;", rule(lines(solvedLine, line("custom_fields_@a31_text", "is", "&amp;"), `{"field": "requester_id", "operator": "is_not", "value": ""}`), ``, notifies("@a23_entities", "<a>{{ticket.id}}</a>")))),
		"c24_get":         foundTrigger("send_trigger", "Survey by GET", rule(lines(solvedLine, via("72")), ``, `{"field": "notification_webhook", "value": ["@a25_get", [["ticket", "{{ticket.id}}"], ["x", ""]]]}`)),
		"c25_heredoc":     foundTrigger("send_trigger", "Survey in lines", rule(lines(solvedLine, via("30")), ``, notifies("@a24_bearer", "{\n{% if ticket.id %}\"t\": \"{{ticket.id}}\"{% endif %}\n}\n"))),
		"d21_twice":       {kind: "send_automation", path: "/automations", object: "automation", wire: wireOf("Twice", rule(lines(isSolvedLine, line("SOLVED", "greater_than", "4"), withoutTags("d1")), ``, lines(notifies("@a21_hook", `{}`), addTag("d1"))))},
		"d22_twice":       {kind: "send_automation", path: "/automations", object: "automation", wire: wireOf("Twice", rule(lines(isSolvedLine, line("SOLVED", "greater_than", "5"), withoutTags("d2")), ``, lines(notifies("@a21_hook", `{}`), addTag("d2"))))},
	}
}

// A hand-made account is adopted in one go: what terraform query finds and writes is
// valid, and its first plan imports everything and changes nothing.
func TestAHandMadeAccountIsAdoptedByQuery(t *testing.T) {
	t.Parallel()
	a := start(t)
	objects := maps.Clone(foundByName)
	maps.Copy(objects, quirkyObjects())
	delete(objects, "e01_late") // which has to be put in order
	if len(objects) < 40 {
		t.Fatalf("%d objects", len(objects))
	}
	ids := a.makeByHand(objects)
	w := a.shell(a.provider())
	w.skipBelowQueries()
	w.write("all.tfquery.hcl", listBlocks(prefixed("zendesk_", zendeskKinds)...))
	a.forget()
	w.run("query", "-no-color", "-generate-config-out=generated.tf")
	for call, times := range counted(a.requests()) {
		if times != 1 || !strings.HasPrefix(call, "GET ") {
			t.Errorf("%d %s", times, call)
		}
	}
	w.run("validate")
	imported := map[string]bool{}
	for _, change := range w.plan().ResourceChanges {
		if change.Change.Importing == nil || len(changed(change.Change)) > 0 {
			t.Errorf("%s: %v %v", change.Address, change.Change.Actions, changed(change.Change))
		}
		state, _ := change.Change.Before.(map[string]any)
		imported[strings.TrimPrefix(change.Type, "surveytrigger_zendesk_")+" "+fmt.Sprint(state["id"])] = true
	}
	for name, id := range ids {
		if !imported[objects[name].kind+" "+id] {
			t.Errorf("%s (%s) is not imported", name, id)
		}
	}
	if t.Failed() {
		t.Log(w.read("generated.tf"))
	}
	w.apply()
	if writes := a.writes(); len(writes) > 0 {
		t.Errorf("an import writes nothing, got %s", describe(writes))
	}
	w.noChanges()
}
