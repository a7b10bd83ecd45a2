package zendesk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

func TestTriggerLife(t *testing.T) {
	d := open(t, engine.Options{})
	made := d.must(201, "POST", "/triggers.json", `{"trigger":{"title":"Mark","conditions":{"all":[
		{"field":"status","operator":"value","value":"solved"},{"field":"ticket_is_public","value":"public"},
		{"field":"group_id","operator":"changed","value":null}]},
		"actions":[{"field":"current_tags","value":"Survey_Sent  Other"}]}}`)["trigger"]
	id := text(made, "id")
	if len(id) < 11 {
		t.Errorf("id %s is not larger than 2^31", id)
	}
	d.equal("an omitted operator", text(made, "conditions", "all", 1, "operator"), "is")
	d.equal("a condition without value", at(made, "conditions", "all", 2, "value"), nil)
	d.equal("any", at(made, "conditions", "any"), []any{})
	d.equal("tags", text(made, "actions", 0, "value"), "Survey_Sent Other")
	d.equal("category", at(made, "category_id"), "10026")
	d.equal("default", at(made, "default"), false)

	changed := d.must(200, "PUT", "/triggers/"+id, `{"trigger":{"title":"Mark it","active":false,"description":"why"}}`)["trigger"]
	d.equal("active", at(changed, "active"), false)
	d.equal("conditions stay", at(changed, "conditions"), at(made, "conditions"))
	// One of the two replaces both; here that leaves no action.
	d.refused(422, "PUT", "/triggers/"+id, `{"trigger":{"conditions":{"all":[{"field":"status","value":"new"}]}}}`, "at least one action")
	d.equal("after a refusal", d.must(200, "GET", "/triggers/"+id, "")["trigger"], changed)
	d.must(204, "DELETE", "/triggers/"+id+".json", "")
	d.refused(404, "GET", "/triggers/"+id, "", "RecordNotFound")
}

func TestTriggerIsRefused(t *testing.T) {
	d := open(t, engine.Options{})
	const condition, act = `{"field":"status","operator":"is","value":"open"}`, `{"field":"priority","value":"low"}`
	hook := d.webhook("https://surveys.example.com", `"status":"inactive"`)
	for name, c := range map[string]struct {
		status           int
		title, all, acts string
		words            string
	}{
		"blank title":      {422, "", condition, act, "Title: cannot be blank"},
		"no condition":     {422, "t", ``, act, "at least one condition"},
		"no action":        {422, "t", condition, ``, "at least one action"},
		"number":           {400, "t", `{"field":"via_id","operator":"is","value":4}`, act, "value must be a string"},
		"boolean":          {400, "t", `{"field":"in_business_hours","operator":"is","value":true}`, act, "value must be a string"},
		"unknown field":    {422, "t", `{"field":"mood","operator":"is","value":"x"}`, act, "mood"},
		"unknown custom":   {422, "t", `{"field":"custom_fields_77","operator":"is","value":"x"}`, act, "custom_fields_77"},
		"unknown operator": {422, "t", `{"field":"status","operator":"changed_to","value":"open"}`, act, "changed_to"},
		"unknown value":    {422, "t", `{"field":"status","operator":"is","value":"done"}`, act, "done"},
		"unknown action":   {422, "t", condition, `{"field":"dance","value":"x"}`, "dance"},
		"unknown webhook":  {422, "t", condition, `{"field":"notification_webhook","value":["01NONE","{}"]}`, "01NONE"},
		"inactive webhook": {422, "t", condition, fmt.Sprintf(`{"field":"notification_webhook","value":[%q,"{}"]}`, hook), "inactive"},
		"webhook as text":  {422, "t", condition, `{"field":"notification_webhook","value":"01NONE"}`, "list"},
		"too large":        {422, "t", condition, `{"field":"notification_user","value":["requester_id","s","` + strings.Repeat("x", 66<<10) + `"]}`, "65 KB"},
	} {
		t.Run(name, func(t *testing.T) {
			d := *d
			d.t = t
			d.refused(c.status, "POST", "/triggers", fmt.Sprintf(`{"trigger":{"title":%q,"conditions":{"all":[%s]},"actions":[%s]}}`, c.title, c.all, c.acts), c.words)
		})
	}
	d.refused(422, "POST", "/triggers", `{"trigger":{"title":"t","category_id":"9","conditions":{"all":[`+condition+`]},"actions":[`+act+`]}}`, "category_id")
	d.equal("nothing was made", d.custom(), nil)
	d.must(201, "POST", "/triggers", `{"trigger":{"title":"legacy","all":[`+condition+`],"any":[],"actions":[`+act+`]}}`)
}

func TestTriggerLists(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	second := d.category("Second")
	for at := range 5 {
		d.simple(fmt.Sprintf("T%d", 5-at), fmt.Sprintf(`"active":%t`, at != 2))
	}
	d.simple("Z", `"category_id":"`+second+`"`)
	titles := func(path string) string {
		t.Helper()
		return strings.Join(column(d.must(200, "GET", path, "")["triggers"], "title"), " ")
	}
	d.equal("all", titles("/triggers"), "T5 T4 T2 T3 T1 Z")
	d.equal("active", titles("/triggers/active"), "T5 T4 T2 T1 Z")
	d.equal("inactive", titles("/triggers?active=false"), "T3")
	d.equal("category", titles("/triggers?category_id="+second), "Z")
	d.equal("alphabetical", titles("/triggers?sort_by=alphabetical&sort_order=desc"), "Z T5 T4 T3 T2 T1")
	d.equal("sort", titles("/triggers?page[size]=10&sort=alphabetical"), "T1 T2 T3 T4 T5 Z")
	d.equal("search", titles("/triggers/search?query=t1"), "T1")
	d.equal("filter", titles(`/triggers/search?query=&filter={"json":{"title":"z"}}`), "Z")
	d.equal("go-zendesk's way to ask", titles("/triggers.json?Access=&Category=0&Id=0&OnlyViewable=false&page%5Bsize%5D=100&query="), "T5 T4 T2 T3 T1 Z")

	for start, next := range map[string][]any{"/triggers?per_page=4": {"next_page"}, "/triggers?page[size]=4": {"links", "next"}} {
		first := d.must(200, "GET", start, "")
		link := text(first, next...)
		rest := d.must(200, "GET", link, "")
		if len(first["triggers"].([]any)) != 4 || len(rest["triggers"].([]any)) != 2 || !isLast(rest) {
			t.Errorf("%s: %s", start, show(rest))
		}
		if !strings.HasPrefix(link, d.url+"/api/v2/triggers.json?") {
			t.Errorf("link %s is not absolute", link)
		}
	}
	d.refused(400, "GET", "/triggers?page=101", "", "pagination limit")
	d.refused(400, "GET", "/triggers?page[size]=101", "", "page[size]")
	last := d.must(200, "GET", "/triggers?page[size]=4&page[before]="+text(d.must(200, "GET", "/triggers?page[size]=6", ""), "meta", "after_cursor"), "")
	d.equal("backward", strings.Join(column(last["triggers"], "title"), " "), "T4 T2 T3 T1")
}

func TestDefinitions(t *testing.T) {
	d := open(t, engine.Options{})
	box := d.field(`"type":"checkbox","title":"Do not send","tag":"no_survey"`)
	list := d.field(`"type":"tagger","title":"Mood","custom_field_options":[{"name":"Good","value":"mood_good"}]`)
	definitions := d.must(200, "GET", "/triggers/definitions", "")["definitions"]
	subject := func(group, name string) any {
		items, _ := at(definitions, group).([]any)
		for _, item := range items {
			if text(item, "subject") == name {
				return item
			}
		}
		t.Fatalf("%s has no %s", group, name)
		return nil
	}
	status := subject("conditions_all", "status")
	operators := column(at(status, "operators"), "value")
	d.equal("status", strings.Join(operators, " "), "is is_not less_than greater_than changed value value_previous not_changed not_value not_value_previous")
	d.equal("checkbox", column(at(subject("conditions_any", "custom_fields_"+box), "values"), "value"), []string{"true", "false"})
	d.equal("tagger", column(at(subject("actions", "custom_fields_"+list), "values"), "value"), []string{"__NULL__", "mood_good"})
	channels := " " + strings.Join(column(at(subject("conditions_all", "via_id"), "values"), "value"), " ") + " "
	if !strings.Contains(channels, " 29 ") || strings.Contains(channels, " 74 ") {
		t.Errorf("active channels:%s", channels)
	}
	subject("actions", "notification_webhook")
	subject("conditions_all", "current_tags")
}

func TestWideIDs(t *testing.T) {
	d := open(t, engine.Options{})
	settings := zendesk.DefaultSettings()
	settings.WideIDs = true
	d.system.Configure(settings)
	id := d.simple("wide")
	if len(id) < 16 {
		t.Fatalf("id %s fits a float64", id)
	}
	d.equal("read back", text(d.must(200, "GET", "/triggers/"+id, ""), "trigger", "id"), id)
}
