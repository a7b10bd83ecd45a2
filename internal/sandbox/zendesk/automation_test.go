package zendesk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

// advance lets simulated time pass, with what the account does by itself.
func (d *desk) advance(by time.Duration) { d.world.Clock.AdvanceInSteps(by, d.system.Tick) }

// quiet is an account whose own satisfaction survey and triggers are gone.
func quiet(t *testing.T, options engine.Options) *desk {
	t.Helper()
	d := open(t, options).clear()
	d.set(func(s *zendesk.Settings) { s.NativeCSAT = zendesk.CSATAbsent })
	return d
}

// set changes settings as a person would in the screens.
func (d *desk) set(change func(*zendesk.Settings)) {
	d.t.Helper()
	settings := d.system.Settings().(zendesk.Settings)
	change(&settings)
	d.system.Configure(settings)
}

func automationBody(title, conditions, actions string, more ...string) string {
	members := append([]string{fmt.Sprintf(`"title":%q,"conditions":%s,"actions":%s`, title, conditions, actions)}, more...)
	return `{"automation":{` + strings.Join(members, ",") + `}}`
}

// automation makes an automation; more is further members.
func (d *desk) automation(title, conditions, actions string, more ...string) string {
	d.t.Helper()
	return text(d.must(201, "POST", "/automations", automationBody(title, conditions, actions, more...)), "automation", "id")
}

// once are the conditions of an automation that runs on a ticket until it has the tag.
func once(tag string, more ...string) string {
	return all(append([]string{condition("status", "less_than", "closed"), condition("current_tags", "not_includes", tag)}, more...)...)
}

const (
	solved     = `{"field":"status","operator":"is","value":"solved"}`
	twoHours   = `{"field":"SOLVED","operator":"greater_than","value":"1"}`
	notSent    = `{"field":"current_tags","operator":"not_includes","value":"sent other"}`
	addSentTag = `{"field":"current_tags","value":"Sent"}`
)

func TestAutomationLife(t *testing.T) {
	d := open(t, engine.Options{})
	made := d.must(201, "POST", "/automations.json", automationBody("Ask", all(solved, twoHours, notSent), `[`+addSentTag+`]`))["automation"]
	id := text(made, "id")
	d.equal("made", []any{at(made, "active"), at(made, "default"), text(made, "position"), text(made, "actions", 0, "value"), at(made, "conditions", "any"), text(made, "raw_title")},
		[]any{true, false, "3", "Sent", []any{}, "Ask"})
	if len(id) < 11 || at(made, "category_id") != nil {
		t.Errorf("automation: %s", show(made))
	}
	changed := d.must(200, "PUT", "/automations/"+id, `{"automation":{"title":"Ask it","active":false}}`)["automation"]
	d.equal("changed", []any{at(changed, "title"), at(changed, "active"), at(changed, "conditions")}, []any{"Ask it", false, at(made, "conditions")})
	d.refused(422, "PUT", "/automations/"+id, `{"automation":{"conditions":{"all":[`+solved+`]}}}`, "RecordInvalid", `"base":[`, "time-based", "at least one action")
	d.equal("after a refusal", d.must(200, "GET", "/automations/"+id, "")["automation"], changed)
	d.must(204, "DELETE", "/automations/"+id+".json", "")
	d.refused(404, "GET", "/automations/"+id, "", "RecordNotFound")
	d.as(zendesk.AgentAccessToken).refused(403, "POST", "/automations", automationBody("x", all(), `[]`), "Forbidden")
}

func TestAutomationIsRefused(t *testing.T) {
	d := open(t, engine.Options{})
	d.automation("first", all(solved, twoHours, notSent), `[`+addSentTag+`]`)
	const low = `{"field":"priority","value":"low"}`
	for name, c := range map[string]struct {
		status     int
		conditions string
		actions    string
		words      string
	}{
		"no time":               {422, all(solved, notSent), addSentTag, "time-based condition in the all section"},
		"time in any":           {422, `{"all":[` + solved + `,` + notSent + `,` + twoHours + `],"any":[` + twoHours + `]}`, addSentTag, "not allowed in the any section"},
		"time in any only":      {422, `{"all":[` + solved + `,` + notSent + `],"any":[` + twoHours + `]}`, addSentTag, "time-based condition in the all section"},
		"no state":              {422, all(condition("NEW", "greater_than", "1"), notSent), addSentTag, "Status, Type, Group, Assignee, Requester"},
		"state in any":          {422, `{"all":[` + condition("NEW", "greater_than", "1") + `,` + notSent + `],"any":[` + solved + `]}`, addSentTag, "Status, Type"},
		"nothing ends it":       {422, all(solved, twoHours), low, "nullifies"},
		"another tag":           {422, all(solved, twoHours, notSent), `{"field":"current_tags","value":"done"}`, "nullifies"},
		"same status":           {422, all(solved, twoHours), `{"field":"status","value":"solved"}`, "nullifies"},
		"part of hours":         {422, all(solved, condition("SOLVED", "greater_than", "1.5"), notSent), addSentTag, "whole number of hours"},
		"negative hours":        {422, all(solved, condition("SOLVED", "greater_than", "-1"), notSent), addSentTag, "whole number of hours"},
		"no hours":              {422, all(solved, condition("SOLVED", "greater_than", ""), notSent), addSentTag, "whole number of hours"},
		"hours as a number":     {400, all(solved, `{"field":"SOLVED","operator":"greater_than","value":2}`, notSent), addSentTag, "value must be a string"},
		"changed to":            {422, all(condition("status", "value", "solved"), twoHours, notSent), addSentTag, "not a valid operator"},
		"of an update":          {422, all(solved, twoHours, notSent, condition("comment_is_public", "is", "true")), addSentTag, "comment_is_public"},
		"unknown hours":         {422, all(solved, condition("WAITING", "is", "2"), notSent), addSentTag, "WAITING"},
		"identical":             {422, all(solved, twoHours, notSent), addSentTag, "same conditions and actions"},
		"unknown target":        {422, all(solved, twoHours, notSent), `{"field":"notification_target","value":["7","{}"]},` + addSentTag, `\"7\" does not exist`},
		"too large":             {422, all(solved, twoHours, notSent), addSentTag + `,{"field":"notification_user","value":["requester_id","s","` + strings.Repeat("x", 66<<10) + `"]}`, "65 KB"},
		"hours are not trigger": {422, all(solved, notSent), `{"field":"no_such_action","value":"x"}`, "no_such_action"},
	} {
		t.Run(name, func(t *testing.T) {
			d := *d
			d.t = t
			d.refused(c.status, "POST", "/automations", automationBody("t", c.conditions, `[`+c.actions+`]`), c.words)
		})
	}
	d.refused(422, "POST", "/automations", automationBody("", all(solved, twoHours, notSent), `[`+addSentTag+`,`+low+`]`), "Title: cannot be blank")
	d.refused(422, "POST", "/triggers", `{"trigger":{"title":"t","conditions":`+all(twoHours)+`,"actions":[`+low+`]}}`, "SOLVED")
	d.equal("nothing was made", len(d.must(200, "GET", "/automations", "")["automations"].([]any)), 3)
}

// What ends an automation on a ticket.
func TestAutomationIsAccepted(t *testing.T) {
	d := quiet(t, engine.Options{})
	box := d.field(`"type":"checkbox","title":"Asked","tag":"asked"`)
	for name, c := range map[string]struct{ conditions, actions string }{
		"true for one hour":       {all(solved, condition("SOLVED", "is", "24")), `{"field":"priority","value":"low"}`},
		"one business hour":       {all(solved, condition("SOLVED", "is_business_hours", "24")), `{"field":"priority","value":"high"}`},
		"adds the tag":            {all(solved, twoHours, condition("current_tags", "not_includes", "a b")), `{"field":"current_tags","value":"b c"}`},
		"removes the tags":        {all(solved, twoHours, condition("current_tags", "includes", "a b")), `{"field":"remove_tags","value":"a b"}`},
		"sets other tags":         {all(solved, twoHours, condition("current_tags", "includes", "a b")), `{"field":"set_tags","value":"c"}`},
		"another status":          {all(condition("status", "is", "pending"), condition("PENDING", "greater_than", "1")), `{"field":"status","value":"open"}`},
		"above the status":        {all(condition("status", "less_than", "solved"), condition("NEW", "greater_than", "1")), `{"field":"status","value":"solved"}`},
		"out of the hours":        {all(condition("type", "is", "task"), condition("OPEN", "greater_than", "1")), `{"field":"status","value":"pending"}`},
		"offers":                  {all(solved, twoHours, condition("satisfaction_score", "is", "true")), `{"field":"satisfaction_score","value":"offered"}`},
		"checks the box":          {all(solved, twoHours, condition("custom_fields_"+box, "is", "false")), `{"field":"custom_fields_` + box + `","value":"true"}`},
		"the box brings its tag":  {all(solved, twoHours, condition("current_tags", "not_includes", "asked")), `{"field":"custom_fields_` + box + `","value":"true"}`},
		"all of any become false": {`{"all":[` + solved + `,` + twoHours + `],"any":[` + condition("priority", "is", "high") + `]}`, `{"field":"priority","value":"urgent"}`},
		"assigned to nobody":      {all(condition("assignee_id", "is_not", ""), condition("assigned_at", "greater_than", "1")), `{"field":"assignee_id","value":""}`},
		"state by custom status":  {all(condition("type", "is_not", "task"), condition("HOLD", "is", "3")), `{"field":"priority","value":"normal"}`},
	} {
		t.Run(name, func(t *testing.T) {
			d := *d
			d.t = t
			d.automation(name, c.conditions, `[`+c.actions+`]`)
		})
	}
}

func TestAutomationLists(t *testing.T) {
	d := quiet(t, engine.Options{})
	var ids []string
	for at := range 5 {
		ids = append(ids, d.automation(fmt.Sprintf("A%d", 5-at), once(fmt.Sprintf("t%d", at), condition("NEW", "greater_than", "1")), addTag(fmt.Sprintf("t%d", at)), fmt.Sprintf(`"active":%t`, at != 2)))
	}
	const closing = "Close ticket 4 days after status is set to solved"
	titles := func(path string) string {
		t.Helper()
		found := column(d.must(200, "GET", path, "")["automations"], "title")
		return strings.Join(slices.DeleteFunc(found, func(title string) bool { return title == closing }), " ")
	}
	d.equal("all", titles("/automations"), "A5 A4 A3 A2 A1")
	d.equal("active", titles("/automations/active"), "A5 A4 A2 A1")
	d.equal("inactive", titles("/automations?active=false"), "A3")
	d.equal("sorted", titles("/automations?sort_by=alphabetical&sort_order=asc"), "A1 A2 A3 A4 A5")
	d.equal("search", titles("/automations/search?query=a1"), "A1")
	for start, next := range map[string][]any{"/automations?per_page=4": {"next_page"}, "/automations?page[size]=4": {"links", "next"}} {
		first := d.must(200, "GET", start, "")
		rest := d.must(200, "GET", text(first, next...), "")
		if len(first["automations"].([]any)) != 4 || len(rest["automations"].([]any)) != 2 || !isLast(rest) {
			t.Errorf("%s: %s", start, show(rest))
		}
	}

	answer := d.must(200, "PUT", "/automations/update_many", fmt.Sprintf(`{"automations":[{"id":%s,"position":1,"title":"ignored"},{"id":%s,"active":true}]}`, ids[4], ids[2]))
	d.equal("update_many", column(answer["automations"], "title"), []string{"A1", "A3"})
	d.equal("order", titles("/automations"), "A1 A5 A4 A3 A2")
	d.equal("all active", titles("/automations?active=false"), "")
	d.automation("first", once("p", condition("NEW", "greater_than", "1")), addTag("p"), `"position":1`)
	d.equal("at a position", titles("/automations"), "first A1 A5 A4 A3 A2")
	d.refused(404, "DELETE", "/automations/destroy_many?ids="+ids[0]+",1", "", "RecordNotFound")
	d.must(204, "DELETE", "/automations/destroy_many?ids="+ids[0]+","+ids[1], "")
	d.equal("the rest", titles("/automations"), "first A1 A3 A2")
}

// Two equal automations may exist while one of them is inactive; activating both at once activates neither.
func TestIdenticalAutomationsAreNotActiveTogether(t *testing.T) {
	d := open(t, engine.Options{})
	conditions, acts := all(solved, twoHours, notSent), `[`+addSentTag+`]`
	one, other := d.automation("one", conditions, acts, `"active":false`), d.automation("other", conditions, acts, `"active":false`)
	d.refused(422, "PUT", "/automations/update_many", fmt.Sprintf(`{"automations":[{"id":%s,"active":true},{"id":%s,"active":true}]}`, one, other), "same conditions and actions")
	d.equal("none", len(d.must(200, "GET", "/automations/active", "")["automations"].([]any)), 2)
	d.must(200, "PUT", "/automations/"+one, `{"automation":{"active":true}}`)
	d.refused(422, "PUT", "/automations/"+other, `{"automation":{"active":true}}`, "same conditions and actions")
}

func TestFiveHundredActiveAutomations(t *testing.T) {
	d := quiet(t, engine.Options{})
	make1 := func(at int) string {
		return automationBody("A", once(fmt.Sprintf("t%d", at), condition("NEW", "greater_than", "1")), addTag(fmt.Sprintf("t%d", at)))
	}
	for at := range 499 { // and the one that closes
		d.must(201, "POST", "/automations", make1(at))
	}
	d.refused(422, "POST", "/automations", make1(500), "limit of 500")
	d.must(201, "POST", "/automations", strings.Replace(make1(500), `"title"`, `"active":false,"title"`, 1))
}

func TestTheVendorsOwnAutomations(t *testing.T) {
	d := open(t, engine.Options{})
	list := d.must(200, "GET", "/automations", "")["automations"]
	closing, rating := text(list, 0, "id"), text(list, 1, "id")
	for _, call := range []struct{ method, path, body string }{
		{"PUT", "/automations/" + closing, `{"automation":{"active":false}}`},
		{"PUT", "/automations/" + closing, `{"automation":{"title":"Close"}}`},
		{"PUT", "/automations/update_many", `{"automations":[{"id":` + closing + `,"active":false}]}`},
		{"DELETE", "/automations/" + closing, ""},
		{"DELETE", "/automations/" + rating, ""},
		{"DELETE", "/automations/destroy_many?ids=" + rating, ""},
	} {
		d.refused(422, call.method, call.path, call.body, "can not be")
	}
	later := func(hours string) string {
		return `{"automation":{"conditions":` + all(solved, condition("SOLVED", "greater_than", hours)) + `,"actions":[{"field":"status","value":"closed"}]}}`
	}
	d.must(200, "PUT", "/automations/"+closing, later("672"))
	d.refused(422, "PUT", "/automations/"+closing, later("673"), "28 days")
	d.must(200, "PUT", "/automations/update_many", `{"automations":[{"id":`+rating+`,"active":false}]}`)
	d.equal("rating", at(d.must(200, "GET", "/automations/"+rating, ""), "automation", "active"), false)
}
