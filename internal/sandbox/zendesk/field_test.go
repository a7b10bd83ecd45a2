package zendesk_test

import (
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

func TestCheckboxLife(t *testing.T) {
	d := open(t, engine.Options{})
	id := d.field(`"type":"checkbox","title":"Do not send","tag":"no_survey","description":"d"`)
	one := d.must(200, "GET", "/ticket_fields/"+id+".json", "")["ticket_field"]
	d.equal("fresh", []any{at(one, "active"), at(one, "removable"), at(one, "tag"), at(one, "required")}, []any{true, true, "no_survey", false})
	one = d.must(200, "PUT", "/ticket_fields/"+id, `{"ticket_field":{"active":false,"tag":null,"description":""}}`)["ticket_field"]
	d.equal("changed", []any{at(one, "active"), at(one, "tag"), at(one, "description"), at(one, "title")}, []any{false, nil, "", "Do not send"})
	d.refused(422, "POST", "/ticket_fields", `{"ticket_field":{"type":"checkbox"}}`, "Title: cannot be blank")
	d.refused(422, "POST", "/ticket_fields", `{"ticket_field":{"type":"checkbocks","title":"x"}}`, "checkbocks")

	// A trigger may still name a field that is inactive or deleted; its condition is then false.
	d.trigger("uses it", `{"all":[{"field":"custom_fields_`+id+`","operator":"is_not","value":"true"}]}`, `[{"field":"current_tags","value":"ran"}]`)
	d.equal("inactive", hasTag(d.ticket(`"subject":"x"`), "ran"), false)
	d.must(200, "PUT", "/ticket_fields/"+id, `{"ticket_field":{"active":true}}`)
	d.equal("before", hasTag(d.ticket(`"subject":"x"`), "ran"), true)
	d.must(204, "DELETE", "/ticket_fields/"+id, "")
	d.must(404, "GET", "/ticket_fields/"+id, "")
	d.equal("after", hasTag(d.ticket(`"subject":"x"`), "ran"), false)
}

func TestOptions(t *testing.T) {
	d := open(t, engine.Options{})
	id := d.field(`"type":"tagger","title":"Mood","custom_field_options":[{"name":"Good","value":"mood_good"},{"name":"Bad","value":"mood_bad"}]`)
	options := func() any {
		return at(d.must(200, "GET", "/ticket_fields/"+id, ""), "ticket_field", "custom_field_options")
	}
	before := options()
	ticket := d.ticket(`"subject":"x","custom_fields":[{"id":` + id + `,"value":"mood_bad"}]`)
	d.equal("tag follows", hasTag(ticket, "mood_bad"), true)

	d.must(200, "PUT", "/ticket_fields/"+id, `{"ticket_field":{"custom_field_options":[{"name":"Great","value":"mood_good"},{"name":"So so","value":"mood_soso"}]}}`)
	d.equal("known by value", text(options(), 0, "id"), text(before, 0, "id"))
	d.equal("renamed", text(options(), 0, "name"), "Great")
	after := d.must(200, "GET", "/tickets/"+text(ticket, "id"), "")["ticket"].(thing)
	d.equal("value of an omitted option", []any{at(after, "custom_fields", 0, "value"), hasTag(after, "mood_bad")}, []any{nil, false})

	added := d.must(201, "POST", "/ticket_fields/"+id+"/options", `{"custom_field_option":{"name":"Bad","value":"mood_bad"}}`)["custom_field_option"]
	if text(added, "id") == text(before, 1, "id") {
		t.Error("an option that is made again has its old id")
	}
	d.must(200, "POST", "/ticket_fields/"+id+"/options", `{"custom_field_option":{"id":`+text(added, "id")+`,"name":"Poor","value":"mood_bad"}}`)
	d.equal("options", column(d.must(200, "GET", "/ticket_fields/"+id+"/options", "")["custom_field_options"], "name"), []string{"Great", "So so", "Poor"})
	d.must(204, "DELETE", "/ticket_fields/"+id+"/options/"+text(added, "id"), "")
	d.refused(422, "PUT", "/ticket_fields/"+id, `{"ticket_field":{"custom_field_options":[{"name":"a","value":"v"},{"name":"b","value":"v"}]}}`, "more than once")
}

func TestFieldLists(t *testing.T) {
	d := open(t, engine.Options{})
	first := d.field(`"type":"text","title":"One"`)
	second := d.field(`"type":"integer","title":"Two"`)
	types := column(d.must(200, "GET", "/ticket_fields.json", "")["ticket_fields"], "type")
	d.equal("all in position order", strings.Join(types, " "), "subject description status tickettype priority group assignee text integer")
	d.equal("removable", column(d.must(200, "GET", "/ticket_fields", "")["ticket_fields"], "removable"), []string{"false", "false", "false", "true", "true", "false", "false", "true", "true"})
	d.must(200, "PUT", "/ticket_fields/reorder", `{"ticket_field_ids":[`+second+`,`+first+`]}`)
	titles := column(d.must(200, "GET", "/ticket_fields", "")["ticket_fields"], "title")
	d.equal("reordered", titles[:2], []string{"Two", "One"})
	d.equal("count", text(d.must(200, "GET", "/ticket_fields/count", ""), "count", "value"), "9")
	d.equal("some", column(d.must(200, "GET", "/ticket_fields/show_many?ids="+first+",1", "")["ticket_fields"], "title"), []string{"One"})
	system := text(d.must(200, "GET", "/ticket_fields", ""), "ticket_fields", 2, "id")
	d.refused(422, "DELETE", "/ticket_fields/"+system, "", "system field")
	page := d.must(200, "GET", "/ticket_fields?page[size]=3", "")
	d.equal("a page", []any{len(page["ticket_fields"].([]any)), at(page, "meta", "has_more")}, []any{3, true})
}
