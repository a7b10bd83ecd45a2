package zendesk_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

const big = "360001234567890123" // above 2^53

func TestATriggerIsReadAsItIs(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers", says(http.StatusOK, `{"count":3,"triggers":[
 {"id":`+big+`,"title":"Send","active":true,"default":true,"category_id":10026,"position":3,"description":null,"unknown":{"x":1},
  "created_at":"2026-11-01T10:00:00Z","updated_at":"2026-11-02T10:00:00Z",
  "conditions":{"all":[{"field":"status","operator":"value","value":"solved"},{"field":"via_id","operator":"is","value":29},
   {"field":"custom_status_id","operator":"includes","value":["360001234567890123",2]},{"field":"assignee_id","operator":"changed","value":null},
   {"field":"custom_fields_1","operator":"is","value":true}],"any":null},
  "actions":[{"field":"notification_webhook","value":["01HXYZ","{\"id\":{{ticket.id}}}"]}]},
 {"id":"8","title":"New","created_at":"2026-11-01T10:00:00Z","updated_at":"2026-11-01T10:00:00Z"},
 {"id":"7","title":"Odd","conditions":{"all":[{"field":"x","operator":"is","value":{"a":1}}]},"actions":null,"position":null,"category_id":null}]}`))
	got, err := a.client().Triggers(ctx())
	noError(t, err)
	want := []zendesk.Trigger{{
		ID: big, Title: "Send", Active: true, Default: true, CategoryID: "10026", Position: 3, UpdatedAt: "2026-11-02T10:00:00Z",
		Conditions: rules.Conditions{All: []rules.Condition{
			{Field: "status", Operator: "value", Value: rules.Text("solved")},
			{Field: "via_id", Operator: "is", Value: rules.Text("29")},
			{Field: "custom_status_id", Operator: "includes", Value: rules.List(big, "2")},
			{Field: "assignee_id", Operator: "changed"},
			{Field: "custom_fields_1", Operator: "is", Value: rules.Text("true")},
		}},
		Actions: []rules.Action{{Field: "notification_webhook", Value: rules.List("01HXYZ", `{"id":{{ticket.id}}}`)}},
	}, {
		ID: "8", Title: "New", UpdatedAt: "2026-11-01T10:00:00Z", Untouched: true,
	}, {
		ID: "7", Title: "Odd", // nothing says that it is untouched
		Conditions: rules.Conditions{All: []rules.Condition{{Field: "x", Operator: "is", Value: rules.Text(`{"a":1}`)}}},
	}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(rules.Value{}), cmpopts.IgnoreUnexported(zendesk.Trigger{})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"GET /triggers?page=1&per_page=100"}, a.lines(), cmpopts.IgnoreUnexported(zendesk.Trigger{})); diff != "" {
		t.Error(diff) // no Access=&Category=0 either
	}
}

// However somebody's position is written, the list can be read.
func TestAPositionIsReadHoweverItIsWritten(t *testing.T) {
	for written, want := range map[string]int64{`3`: 3, `3.0`: 3, `"3"`: 3, `3e0`: 3, `0`: 0, `null`: 0, `9007199254740993`: 9007199254740993} {
		a := newAccount(t)
		a.on("GET /triggers", says(http.StatusOK, `{"count":1,"triggers":[{"id":1,"position":`+written+`}]}`))
		a.on("GET /automations", says(http.StatusOK, `{"count":1,"automations":[{"id":1,"position":`+written+`}]}`))
		a.on("GET /trigger_categories", says(http.StatusOK, `{"trigger_categories":[{"id":"1","position":`+written+`}]}`))
		c := a.client()
		trigger, err := c.Trigger(ctx(), "1")
		noError(t, err)
		automation, err := c.Automation(ctx(), "1")
		noError(t, err)
		category, err := c.Category(ctx(), "1")
		noError(t, err)
		equal(t, written, [3]int64{trigger.Position, automation.Position, category.Position}, [3]int64{want, want, want})
	}
	for _, written := range []string{`3.5`, `"first"`, `1e300`, `{}`} {
		a := newAccount(t)
		a.on("GET /triggers", says(http.StatusOK, `{"count":1,"triggers":[{"id":1,"position":`+written+`}]}`))
		if got, err := a.client().Triggers(ctx()); err == nil {
			t.Errorf("%s is read as %v", written, got)
		}
	}
}

// Each line is something that go-zendesk's own structures cannot say.
func TestWhatATriggerUpdateSends(t *testing.T) {
	for name, test := range map[string]struct {
		in   zendesk.TriggerInput
		want string
	}{
		"deactivate":         {zendesk.TriggerInput{Active: ptr(false)}, `{"trigger":{"active":false}}`},
		"clear":              {zendesk.TriggerInput{Description: ptr("")}, `{"trigger":{"description":""}}`},
		"category":           {zendesk.TriggerInput{CategoryID: ptr("10026")}, `{"trigger":{"category_id":"10026"}}`},
		"no category":        {zendesk.TriggerInput{CategoryID: ptr("")}, `{"trigger":{"category_id":null}}`},
		"position":           {zendesk.TriggerInput{Position: ptr(int64(1))}, `{"trigger":{"position":1}}`},
		"nothing":            {zendesk.TriggerInput{}, `{"trigger":{}}`},
		"empty groups":       {zendesk.TriggerInput{Conditions: &rules.Conditions{}, Actions: ptr([]rules.Action(nil))}, `{"trigger":{"conditions":{"all":[],"any":[]},"actions":[]}}`},
		"values":             {values(), `{"trigger":{"conditions":{"all":[{"field":"custom_status_id","operator":"includes","value":["` + big + `"]},{"field":"assignee_id","operator":"changed","value":null}],"any":[]},"actions":[{"field":"notification_webhook","value":["01H","{{ticket.id}}"]}]}}`},
		"everything at once": {zendesk.TriggerInput{Title: ptr("t"), Description: ptr("d"), Active: ptr(true)}, `{"trigger":{"title":"t","description":"d","active":true}}`},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.on("PUT /triggers/"+big, says(http.StatusOK, `{"trigger":`+trigger(big, "t", 1)+`}`))
			got, err := a.client().UpdateTrigger(ctx(), big, test.in)
			noError(t, err)
			equal(t, "id", got.ID, big)
			equal(t, "body", a.sent("PUT /triggers/"+big), test.want)
		})
	}
}

func values() zendesk.TriggerInput {
	return zendesk.TriggerInput{
		Conditions: &rules.Conditions{All: []rules.Condition{
			{Field: "custom_status_id", Operator: "includes", Value: rules.List(big)},
			{Field: "assignee_id", Operator: "changed"},
		}},
		Actions: &[]rules.Action{{Field: "notification_webhook", Value: rules.List("01H", "{{ticket.id}}")}},
	}
}

// Zendesk replaces both arrays when it gets one, so sending one would empty the other.
func TestConditionsAndActionsGoTogether(t *testing.T) {
	a := newAccount(t)
	for _, in := range []zendesk.TriggerInput{{Conditions: &rules.Conditions{}}, {Actions: &[]rules.Action{}}} {
		if _, err := a.client().UpdateTrigger(ctx(), "1", in); err == nil {
			t.Error("one of them alone was accepted")
		}
	}
	equal(t, "requests", len(a.lines()), 0)
}

func TestACreateSendsWhatIsSet(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers", says(http.StatusOK, triggers()))
	a.on("POST /triggers", says(http.StatusCreated, `{"trigger":`+trigger(big, "Send", 4)+`}`))
	c := a.client()
	in := input("Send")
	in.Active, in.CategoryID = ptr(false), ptr("10026")
	created, err := c.CreateTrigger(ctx(), in)
	noError(t, err)
	equal(t, "id", created.ID, big)
	equal(t, "body", a.sent("POST /triggers"), `{"trigger":{"title":"Send","active":false,"category_id":"10026",`+
		`"conditions":{"all":[{"field":"status","operator":"value","value":"solved"}],"any":[]},`+
		`"actions":[{"field":"current_tags","value":"survey_sent"}]}}`)
	read, err := c.Trigger(ctx(), big)
	noError(t, err)
	equal(t, "position from the answer", read.Position, 4)
	equal(t, "requests", len(a.lines()), 2)
}

// go-zendesk takes only 204 for a DELETE and only 200 and 204 for a PUT.
func TestEverySuccessIsOne(t *testing.T) {
	for _, status := range []int{200, 202, 204} {
		a := newAccount(t)
		a.on("DELETE /triggers/1", says(status, ""))
		noError(t, a.client().DeleteTrigger(ctx(), "1"))
	}
	for _, status := range []int{200, 201, 202} {
		a := newAccount(t)
		a.on("PUT /triggers/1", says(status, `{"trigger":`+trigger("1", "t", 1)+`}`))
		_, err := a.client().UpdateTrigger(ctx(), "1", zendesk.TriggerInput{Title: ptr("t")})
		noError(t, err)
	}
}

// A change that is answered without a word is done: the trigger is read, and the
// list is not.
func TestAChangeWithoutAnAnswerIsRead(t *testing.T) {
	for _, status := range []int{200, 202, 204} {
		a := newAccount(t)
		a.on("GET /triggers", says(http.StatusOK, triggers(trigger("1", "old", 1))))
		a.on("GET /triggers/1", says(http.StatusOK, `{"trigger":`+trigger("1", "new", 1)+`}`))
		a.on("PUT /triggers/1", says(status, ""))
		c := a.client()
		_, err := c.Triggers(ctx())
		noError(t, err)
		got, err := c.UpdateTrigger(ctx(), "1", zendesk.TriggerInput{Title: ptr("new")})
		noError(t, err)
		equal(t, "title", got.Title, "new")
		got, err = c.Trigger(ctx(), "1")
		noError(t, err)
		equal(t, "title in the list", got.Title, "new")
		equal(t, "requests", strings.Join(a.lines(), " "), "GET /triggers?page=1&per_page=100 PUT /triggers/1 GET /triggers/1")

		a.on("GET /triggers/1", says(http.StatusForbidden, `{}`))
		_, err = c.UpdateTrigger(ctx(), "1", zendesk.TriggerInput{Title: ptr("newer")})
		equal(t, "forbidden", zendesk.IsForbidden(err), true)
		_, err = c.Triggers(ctx())
		noError(t, err)
		equal(t, "lists", a.count("GET /triggers?"), 2) // the one before is out of date
	}
}

// Ten writes at once may meet in Zendesk's database. A change is sent again, a
// create is not, and neither is what somebody has to settle.
func TestAConflictInTheDatabasePasses(t *testing.T) {
	for said, repeated := range map[string]bool{
		`{"error":"DatabaseConflict","description":"Database collision"}`:                                         true,
		`{"error":"DatabaseDeadlock","description":"Database deadlock found; please retry your transaction"}`:     true,
		`{"error":"UpdateConflict","description":"Safe Update prevented the update due to outdated ticket data"}`: false,
		`{"error":"RecordInvalid","description":"Name: has already been taken"}`:                                  false,
		`DatabaseConflict`: false,
	} {
		t.Run(said, func(t *testing.T) {
			t.Parallel()
			a := newAccount(t)
			a.on("GET /triggers", says(http.StatusOK, triggers()))
			a.on("PUT /triggers/1", first(says(http.StatusConflict, said), says(http.StatusOK, `{"trigger":`+trigger("1", "t", 1)+`}`)))
			a.on("DELETE /triggers/1", first(says(http.StatusConflict, said), says(http.StatusNoContent, "")))
			a.on("POST /triggers", says(http.StatusConflict, said))
			c := a.client()
			_, changed := c.UpdateTrigger(ctx(), "1", zendesk.TriggerInput{Title: ptr("t")})
			_, created := c.CreateTrigger(ctx(), input("t"))
			for _, err := range []error{changed, c.DeleteTrigger(ctx(), "1")} {
				equal(t, "conflict", zendesk.IsConflict(err), !repeated)
			}
			equal(t, "create", zendesk.IsConflict(created), true)
			equal(t, "creates", a.count("POST"), 1)
		})
	}
}

// An id comes from a person (import): it can address nothing but a trigger.
func TestIDsAreEscaped(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers", says(http.StatusOK, triggers()))
	c := a.client()
	for _, id := range []string{"", ".", ".."} {
		if _, err := c.Trigger(ctx(), id); err == nil || zendesk.IsNotFound(err) {
			t.Errorf("%q: %v", id, err)
		}
		if err := c.DeleteTrigger(ctx(), id); err == nil {
			t.Errorf("%q can be deleted", id)
		}
	}
	_, err := c.Trigger(ctx(), "../users/1?x=1")
	equal(t, "not found", zendesk.IsNotFound(err), true)
	equal(t, "asked", a.lines()[len(a.lines())-1], "GET /triggers/..%2Fusers%2F1%3Fx=1")
}
