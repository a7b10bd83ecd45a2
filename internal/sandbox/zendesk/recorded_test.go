package zendesk_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

// What recordings of live accounts show (reference, section 4.5), one test a line.

// One category held an active trigger at 1, inactive ones at 1 too, and a new one got 2.
func TestInactiveTriggersAreNotCounted(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	d.simple("Notify")
	d.simple("zzz", `"active":false,"position":1`)
	off := d.simple("impossible", `"active":false,"position":1`)
	d.equal("ties are listed by title, whatever its case", d.places(), "impossible:1 Notify:1 zzz:1")
	d.simple("next")
	last := d.simple("and next")
	d.equal("appended to the active ones", d.places(), "impossible:1 Notify:1 zzz:1 next:2 and next:3")
	d.must(200, "PUT", "/triggers/"+last, `{"trigger":{"position":1}}`)
	d.equal("they keep their numbers", d.places(), "and next:1 impossible:1 zzz:1 Notify:2 next:3")
	d.must(200, "PUT", "/triggers/"+off, `{"trigger":{"active":true}}`)
	d.equal("an activated one enters where it was listed", d.places(), "and next:1 zzz:1 impossible:2 Notify:3 next:4")
	d.must(200, "PUT", "/triggers/"+last, `{"trigger":{"active":false}}`)
	d.equal("a deactivated one leaves", d.places(), "and next:1 impossible:1 zzz:1 Notify:2 next:3")
}

func TestHoursSinceAStatusAreACondition(t *testing.T) {
	d := open(t, engine.Options{})
	for _, field := range []string{"PENDING", "OPEN", "HOLD", "SOLVED"} {
		d.must(201, "POST", "/automations", automationBody(field, all(condition(field, "is", "100")), `[{"field":"status","value":"`+map[bool]string{true: "pending", false: "open"}[field == "OPEN"]+`"}]`))
	}
	d.refused(422, "POST", "/automations", automationBody("NEW", all(condition("NEW", "is", "100")), `[{"field":"status","value":"open"}]`), "Status, Type, Group")
}

func TestValuesThatAreNoText(t *testing.T) {
	d := open(t, engine.Options{})
	stock := d.must(200, "GET", "/triggers/search?query=CCs%20of%20comment%20update", "")
	d.equal("a boolean", at(stock, "triggers", 0, "conditions", "all", 1), thing{"field": "comment_is_public", "operator": "is", "value": true})
	target := d.target(`"target_url":"https://surveys.example.com"`)
	id := d.trigger("t", `{"all":[{"field":"status","operator":"changed"},{"field":"priority","operator":"changed","value":""}]}`, `[{"field":"notification_target","value":[`+target+`,"{}"]}]`)
	read := d.must(200, "GET", "/triggers/"+id, "")["trigger"]
	d.equal("a number first", show(at(read, "actions", 0, "value")), "["+target+`,"{}"]`)
	d.equal("changed", []any{at(read, "conditions", "all", 0, "value"), at(read, "conditions", "all", 1, "value")}, []any{nil, ""})
}

func TestCheckboxesInConditions(t *testing.T) {
	d := open(t, engine.Options{})
	box := "custom_fields_" + d.field(`"type":"checkbox","title":"Do not send"`)
	tagged := "custom_fields_" + d.field(`"type":"checkbox","title":"Opted out","tag":"opted_out"`)
	list := "custom_fields_" + d.field(`"type":"tagger","title":"Mood","custom_field_options":[{"name":"Good","value":"mood_good"}]`)
	note := "custom_fields_" + d.field(`"type":"regexp","title":"Note","regexp_for_validation":"x"`)
	offered := func(name string) string {
		t.Helper()
		for _, subject := range d.must(200, "GET", "/triggers/definitions", "")["definitions"].(thing)["conditions_all"].([]any) {
			if text(subject, "subject") == name {
				return strings.Join(column(at(subject, "operators"), "value"), " ")
			}
		}
		return "none"
	}
	for name, want := range map[string]string{box: "is", list: "is is_not present not_present", note: "present not_present", "in_business_hours": "is", "on_holiday": "is", "comment_is_public": "is"} {
		d.equal(name, offered(name), want)
	}
	rule := fmt.Sprintf(`{"trigger":{"title":"t","conditions":{"all":[{"field":%q,"operator":"is_not","value":"true"}]},"actions":[{"field":"priority","value":"low"}]}}`, box)
	for _, policy := range []struct {
		set       zendesk.CheckboxIsNot
		status    int
		operators string
	}{{zendesk.IsNotAccepted, 201, "is"}, {zendesk.IsNotRefused, 422, "is"}, {zendesk.IsNotOffered, 201, "is is_not"}} {
		d.set(func(s *zendesk.Settings) { s.CheckboxIsNot = policy.set })
		d.must(policy.status, "POST", "/triggers", rule)
		d.equal(string(policy.set), offered(box), policy.operators)
	}
	// Automations know a checkbox by the tag that it adds.
	guarded := func(field string) string {
		return automationBody(field, all(solved, twoHours, condition(field, "is", "false")), `[{"field":"status","value":"closed"}]`)
	}
	d.must(201, "POST", "/automations", guarded(tagged))
	d.refused(422, "POST", "/automations", guarded(box), "not a valid condition field")
}

func TestTheNullValue(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	list := "custom_fields_" + d.field(`"type":"tagger","title":"Mood","custom_field_options":[{"name":"Good","value":"mood_good"}]`)
	definitions := d.must(200, "GET", "/triggers/definitions", "")["definitions"]
	for _, subject := range at(definitions, "conditions_all").([]any) {
		name, first := text(subject, "subject"), at(subject, "values", 0)
		switch name {
		case "type", "priority", "group_id", "assignee_id", "organization_id", list:
			d.equal(name, []string{text(first, "value"), text(first, "title")}, []string{"__NULL__", "-"})
		case "status", "brand_id", "locale_id":
			if text(first, "value") == "__NULL__" {
				t.Errorf("%s can be empty", name)
			}
		}
	}
	d.trigger("unset", `{"all":[{"field":"priority","operator":"is","value":"__NULL__"}]}`, `[{"field":"current_tags","value":"unset"}]`)
	d.equal("it means none", []bool{hasTag(d.ticket(`"subject":"x"`), "unset"), hasTag(d.ticket(`"subject":"x","priority":"low"`), "unset")}, []bool{true, false})
	d.trigger("clears", `{"all":[{"field":"status","operator":"is","value":"pending"}]}`, `[{"field":"priority","value":"__NULL__"}]`)
	d.equal("as an action too", d.ticket(`"subject":"x","status":"pending","priority":"low"`)["priority"], nil)
	d.set(func(s *zendesk.Settings) { s.NullValue = zendesk.ValueRefused })
	d.refused(422, "POST", "/triggers", `{"trigger":{"title":"t","conditions":{"all":[{"field":"type","operator":"is","value":"__NULL__"}]},"actions":[{"field":"status","value":"open"}]}}`, "__NULL__")
}

// On the last page links and cursors are there all the same.
func TestTheLastPageOfACursor(t *testing.T) {
	d := open(t, engine.Options{})
	page := d.must(200, "GET", "/triggers?page[size]=100", "")
	d.equal("it ends", at(page, "meta", "has_more"), false)
	for _, member := range [][]any{{"links", "next"}, {"links", "prev"}, {"meta", "after_cursor"}, {"meta", "before_cursor"}} {
		if at(page, member...) == nil {
			t.Errorf("%v is null", member)
		}
	}
	beyond := d.must(200, "GET", text(page, "links", "next"), "")
	d.equal("and nothing follows", []any{len(beyond["triggers"].([]any)), at(beyond, "meta", "has_more")}, []any{0, false})
	d.webhook("https://surveys.example.com", `"name":"older"`)
	d.webhook("https://surveys.example.com", `"name":"newer"`)
	hooks := d.must(200, "GET", "/webhooks?page[size]=100", "")
	d.equal("webhooks say less", []any{hooks["meta"], hooks["links"]}, []any{thing{"has_more": false}, nil})
	first := d.must(200, "GET", "/webhooks?page[size]=1", "")
	d.equal("and go on as others do", column(d.must(200, "GET", text(first, "links", "next"), "")["webhooks"], "name"), []string{"older"})
}

func TestAnswersOfWebhooks(t *testing.T) {
	d, to := open(t, engine.Options{}), listen(t)
	made := d.must(201, "POST", "/webhooks", fmt.Sprintf(`{"webhook":{"name":"Surveys","description":"","endpoint":%q,"http_method":"POST","request_format":"json","status":"active","subscriptions":["conditional_ticket_events"],
		"authentication":{"type":"bearer_token","data":{"token":"t"},"add_position":"header"}}}`, to.url))["webhook"].(thing)
	id := text(made, "id")
	d.equal("nobody changed it", []any{made["updated_at"], made["updated_by"]}, []any{nil, nil})
	d.equal("an empty description", made["description"], "")
	if !regexp.MustCompile(`T\d\d:\d\d:\d\d\.\d{9}Z$`).MatchString(text(made, "created_at")) {
		t.Errorf("created_at %s has no nanoseconds", made["created_at"])
	}
	read := d.must(200, "GET", "/webhooks/"+id, "")["webhook"].(thing)
	if !regexp.MustCompile(`T\d\d:\d\d:\d\dZ$`).MatchString(text(read, "created_at")) || read["updated_at"] != nil {
		t.Errorf("read: %s", show(read))
	}
	clone := d.must(201, "POST", "/webhooks?clone_webhook_id="+id, "")["webhook"]
	d.equal("a clone", []any{at(clone, "name"), at(clone, "authentication", "type"), at(clone, "updated_at")}, []any{"Surveys (copy)", "bearer_token", nil})
	d.refused(400, "POST", "/webhooks", "", "webhook is required")

	d.must(204, "PATCH", "/webhooks/"+id, `{"webhook":{"name":"Renamed"}}`)
	read = d.must(200, "GET", "/webhooks/"+id, "")["webhook"].(thing)
	if read["updated_at"] == nil || read["updated_by"] == nil || read["name"] != "Renamed" {
		t.Errorf("changed: %s", show(read))
	}
	d.equal("the test says status_code", text(d.must(200, "POST", "/webhooks/test?webhook_id="+id, `{"request":{}}`), "response", "status_code"), "202")
	d.must(204, "PUT", "/webhooks/"+id, fmt.Sprintf(`{"webhook":{"name":"Replaced","endpoint":%q,"http_method":"GET","request_format":"json","status":"active"}}`, to.url))
	read = d.must(200, "GET", "/webhooks/"+id, "")["webhook"].(thing)
	d.equal("PUT drops what is not sent, but for the subscriptions", []any{read["authentication"], read["description"], read["subscriptions"]}, []any{nil, nil, []string{"conditional_ticket_events"}})
}

func TestTheTypeOfAFieldStays(t *testing.T) {
	d := open(t, engine.Options{})
	made := d.must(201, "POST", "/ticket_fields", `{"ticket_field":{"type":"checkbox","title":"Do not send"}}`)["ticket_field"]
	d.equal("described by its title", at(made, "description"), "Do not send")
	changed := d.must(200, "PUT", "/ticket_fields/"+text(made, "id"), `{"ticket_field":{"type":"text","title":"No survey"}}`)["ticket_field"]
	d.equal("without a word", []any{at(changed, "type"), at(changed, "title"), at(changed, "description")}, []any{"checkbox", "No survey", "Do not send"})
}

func TestTicketsAndTheirComments(t *testing.T) {
	d := open(t, engine.Options{})
	ticket := d.ticket(`"subject":"x","comment":{"value":"Where is it?"}`)
	d.equal("value is the body", ticket["description"], "Where is it?")
	d.equal("no comment", len(d.must(200, "GET", "/tickets/"+text(d.ticket(`"subject":"y"`), "id")+"/comments", "")["comments"].([]any)), 0)
}

// What tells an account's people beside webhooks and HTTP targets.
func TestTargetsOfOtherTypes(t *testing.T) {
	d, to := open(t, engine.Options{}).clear(), listen(t)
	create := func(members string) string {
		t.Helper()
		return text(d.must(201, "POST", "/targets", `{"target":{`+members+`}}`), "target", "id")
	}
	mail := create(`"type":"email_target","title":"Mail","email":"hello@example.com","subject":"Solved {{ticket.id}}"`)
	link := create(fmt.Sprintf(`"type":"url_target","title":"Link","target_url":"%s/in?a=1","method":"get","attribute":"message"`, to.url))
	create(fmt.Sprintf(`"type":"url_target_v2","title":"V2","target_url":%q,"method":"post","content_type":"application/json"`, to.url))
	d.equal("all are listed", column(d.must(200, "GET", "/targets", "")["targets"], "type"), []string{"email_target", "url_target", "url_target_v2"})
	for id, members := range map[string]string{mail: `["active","created_at","email","id","subject","title","type","url"]`, link: `["active","attribute","created_at","id","method","password","target_url","title","type","url","username"]`} {
		d.equal("members", names(d.must(200, "GET", "/targets/"+id, "")["target"]), members)
	}
	d.refused(422, "POST", "/targets", `{"target":{"type":"email_target","title":"t","email":"nobody"}}`, "Email", "Subject")
	d.refused(422, "POST", "/targets", `{"target":{"type":"url_target","title":"t","target_url":"https://x.example.com","method":"get"}}`, "Attribute")
	d.trigger("tell", always, fmt.Sprintf(`[{"field":"notification_target","value":[%q,"hello"]},{"field":"notification_target","value":[%q,"a b"]}]`, mail, link))
	d.ticket(`"subject":"x"`)
	d.equal("the link was called", []string{to.calls[0].method, to.calls[0].path}, []string{http.MethodGet, "/in?a=1&message=a+b"})
	sent := d.world.Outbox.All()
	d.equal("the mail was sent", []string{sent[0].To, sent[0].Subject, sent[0].Body}, []string{"hello@example.com", "Solved 1", "hello"})
}

func names(one any) string {
	keys := []string{}
	for key := range one.(thing) {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return show(keys)
}

func TestConditionsAndActionsOnRecord(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	end := d.must(201, "POST", "/users", `{"user":{"name":"Carla","email":"carla@customer.example"}}`)["user"]
	for name, c := range map[string]struct {
		line  string
		holds bool
	}{
		"holiday":  {condition("on_holiday", "is", "false"), true},
		"no":       {condition("on_holiday", "is", "true"), false},
		"due":      {condition("ticket_due_date", "less_than", "2100-01-01"), true},
		"incident": {condition("number_of_incidents", "less_than", "1"), true},
		"zone":     {condition("requester_time_zone", "is_not", "Berlin"), true},
		"posts":    {condition("requester_twitter_followers_count", "greater_than", "10"), false},
		"verified": {`{"field":"requester_twitter_verified","operator":"is"}`, false},
	} {
		tag := "tag_" + name
		d.trigger(name, all(c.line), `[{"field":"current_tags","value":"`+tag+`"}]`)
		d.equal(name, hasTag(d.ticket(`"subject":"x","type":"task","due_at":"2027-01-01"`), tag), c.holds)
	}
	d.trigger("remembers", all(condition("status", "is", "solved")), `[{"field":"requester.custom_fields.surveyed","value":"yes"},{"field":"organization.custom_fields.surveyed","value":"yes"}]`)
	d.ticket(`"subject":"x","status":"solved","requester_id":` + text(end, "id"))
	d.equal("of the requester", at(d.must(200, "GET", "/users/"+text(end, "id"), ""), "user", "user_fields"), thing{"surveyed": "yes"})
}

// The flows of Zendesk's Ruby client: create, update, delete, find.
func TestLivesOfGroupsAndBrands(t *testing.T) {
	d := open(t, engine.Options{})
	for _, c := range []struct{ many, one, members, gone string }{
		{"groups", "group", `"name":"Second"`, "deleted"},
		{"brands", "brand", `"name":"Second","subdomain":"second"`, "is_deleted"},
	} {
		id := text(d.must(201, "POST", "/"+c.many, `{"`+c.one+`":{`+c.members+`}}`), c.one, "id")
		changed := d.must(200, "PUT", "/"+c.many+"/"+id, `{"`+c.one+`":{"name":"Renamed"}}`)
		d.equal(c.one, []any{at(changed, c.one, "name"), at(changed, c.one, c.gone)}, []any{"Renamed", false})
		d.must(204, "DELETE", "/"+c.many+"/"+id, "")
		d.equal("still found", at(d.must(200, "GET", "/"+c.many+"/"+id, ""), c.one, c.gone), true)
		d.equal("not listed", len(d.must(200, "GET", "/"+c.many, "")[c.many].([]any)), 1)
		d.refused(404, "DELETE", "/"+c.many+"/9223372036854775807", "", "RecordNotFound")
		first := text(d.must(200, "GET", "/"+c.many, ""), c.many, 0, "id")
		d.refused(422, "DELETE", "/"+c.many+"/"+first, "", "default")
	}
	d.equal("assignable groups", len(d.must(200, "GET", "/groups/assignable", "")["groups"].([]any)), 1)
	d.equal("the language of who asks", at(d.must(200, "GET", "/locales/current", ""), "locale", "locale"), "en-US")
}

// "An unknown filter passes its input on". So does, here, one of Liquid that no survey needs.
func TestAnUnknownFilterPassesItsInputOn(t *testing.T) {
	d, to := open(t, engine.Options{}).clear(), listen(t)
	id := d.webhook(to.url)
	d.trigger("send", always, fmt.Sprintf(`[{"field":"notification_webhook","value":[%q,%q]}]`, id, `{{ ticket.title | json | shout: 3, "x" | reverse | upcase }} {{ "Zürich" | size }}`))
	d.ticket(`"subject":"hello"`)
	d.equal("body", to.calls[0].body, "HELLO 6")
}

// "Size counts characters, not bytes; comparing text with a number prints "Liquid error: comparison …"; increment, echo,
// liquid, where exist".
func TestLiquidOfRuby(t *testing.T) {
	d, to := open(t, engine.Options{}).clear(), listen(t)
	id, field := d.webhook(to.url), d.field(`"type":"text","title":"Count"`)
	for template, want := range map[string]string{
		"{{ ticket.title.size }}": "6",
		"{% if ticket.ticket_field_" + field + " > 3 %}many{% endif %} orders":     "Liquid error: comparison of String with 3 failed orders",
		"{% increment n %}{% increment n %}":                                       "01",
		"{% echo ticket.title | upcase %}":                                         "ZÜRICH",
		"{% liquid\nassign x = ticket.title\necho x\n%}":                           "Zürich",
		"{% assign all = ticket.tags | split: ' ' %}{{ all | where: 'x' | size }}": "0",
	} {
		trigger := d.trigger("send", always, fmt.Sprintf(`[{"field":"notification_webhook","value":[%q,%s]}]`, id, show(template)))
		d.ticket(`"subject":"Zürich","custom_fields":[{"id":` + field + `,"value":"5"}]`)
		d.equal(template, to.calls[len(to.calls)-1].body, want)
		d.must(204, "DELETE", "/triggers/"+trigger, "")
	}
}
