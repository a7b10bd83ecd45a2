package zendesk_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// closing is Zendesk's own automation, as the API writes it.
const closing = `{"id":360017421099,"title":"Close ticket 4 days after status is set to solved","active":true,"default":true,"position":0,
 "raw_title":"Close ticket 4 days after status is set to solved",
 "conditions":{"all":[{"field":"status","operator":"is","value":"solved"},{"field":"SOLVED","operator":"greater_than","value":"96"}],"any":[]},
 "actions":[{"field":"status","value":"closed"}]}`

// sending is an automation of ours.
func sending(id, active string) string {
	return `{"id":` + id + `,"title":"Send","active":` + active + `,"default":false,"position":3,
 "conditions":{"all":[{"field":"SOLVED","operator":"greater_than","value":"24"}],"any":[]},"actions":[{"field":"current_tags","value":"survey_sent"}]}`
}

func sendingInput() zendesk.AutomationInput {
	return zendesk.AutomationInput{
		Title: ptr("Send"), Active: ptr(false),
		Conditions: &rules.Conditions{All: []rules.Condition{{Field: "SOLVED", Operator: "greater_than", Value: rules.Text("24")}}},
		Actions:    &[]rules.Action{{Field: "current_tags", Value: rules.Text("survey_sent")}},
	}
}

// go-zendesk cannot decode a list or a number here, and asks for /automation.json.
func TestAutomationsAreReadWhateverTheyHold(t *testing.T) {
	a := newAccount(t)
	a.on("GET /automations", says(http.StatusOK, `{"count":3,"next_page":null,"automations":[`+closing+`,
 {"id":`+big+`,"title":"Odd","active":false,"position":2,"default":null,
  "conditions":{"all":[{"field":"custom_status_id","operator":"includes","value":["1",2]},{"field":"SOLVED","operator":"is","value":24},
   {"field":"assignee_id","operator":"is","value":null},{"field":"x","operator":"is","value":{"a":1}}],"any":null},
  "actions":[{"field":"notification_webhook","value":["01H","{}"]}]},
 {"id":"5","title":"Demande d'évaluation","active":true,"default":true,"position":1,"conditions":{"all":[],"any":[]},
  "actions":[{"field":"satisfaction_score","value":"offered"},{"field":"notification_user","value":["requester_id","s","b"]}]}]}`))
	got, err := a.client().Automations(ctx())
	noError(t, err)
	want := []zendesk.Automation{{
		ID: "360017421099", Title: "Close ticket 4 days after status is set to solved", Active: true, Default: true,
		Conditions: rules.Conditions{All: []rules.Condition{
			{Field: "status", Operator: "is", Value: rules.Text("solved")}, {Field: "SOLVED", Operator: "greater_than", Value: rules.Text("96")},
		}},
		Actions: []rules.Action{{Field: "status", Value: rules.Text("closed")}},
	}, {
		ID: big, Title: "Odd", Position: 2,
		Conditions: rules.Conditions{All: []rules.Condition{
			{Field: "custom_status_id", Operator: "includes", Value: rules.List("1", "2")},
			{Field: "SOLVED", Operator: "is", Value: rules.Text("24")},
			{Field: "assignee_id", Operator: "is"},
			{Field: "x", Operator: "is", Value: rules.Text(`{"a":1}`)},
		}},
		Actions: []rules.Action{{Field: "notification_webhook", Value: rules.List("01H", "{}")}},
	}, {
		ID: "5", Title: "Demande d'évaluation", Active: true, Default: true, Position: 1,
		Actions: []rules.Action{
			{Field: "satisfaction_score", Value: rules.Text("offered")}, {Field: "notification_user", Value: rules.List("requester_id", "s", "b")},
		},
	}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(rules.Value{}), cmpopts.IgnoreUnexported(zendesk.Automation{})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"GET /automations?page=1&per_page=100"}, a.lines()); diff != "" {
		t.Error(diff)
	}
	for i, native := range []bool{false, false, true} {
		equal(t, "native CSAT "+got[i].Title, got[i].IsNativeCSAT(), native)
	}
	ours := got[2]
	ours.Default = false
	equal(t, "somebody's copy is not Zendesk's own", ours.IsNativeCSAT(), false)
}

// Each line is something that go-zendesk's own structure cannot say.
func TestWhatAnAutomationUpdateSends(t *testing.T) {
	for name, test := range map[string]struct {
		in   zendesk.AutomationInput
		want string
	}{
		"deactivate": {zendesk.AutomationInput{Active: ptr(false)}, `{"automation":{"active":false}}`},
		"to the top": {zendesk.AutomationInput{Position: ptr(int64(0))}, `{"automation":{"position":0}}`},
		"empty rule": {
			zendesk.AutomationInput{Conditions: &rules.Conditions{}, Actions: ptr([]rules.Action(nil))},
			`{"automation":{"conditions":{"all":[],"any":[]},"actions":[]}}`,
		},
		"the rule": {sendingInput(), `{"automation":{"title":"Send","active":false,` +
			`"conditions":{"all":[{"field":"SOLVED","operator":"greater_than","value":"24"}],"any":[]},` +
			`"actions":[{"field":"current_tags","value":"survey_sent"}]}}`},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.on("PUT /automations/"+big, says(http.StatusOK, `{"automation":`+sending(big, "false")+`}`))
			got, err := a.client().UpdateAutomation(ctx(), big, test.in)
			noError(t, err)
			equal(t, "id", got.ID, big)
			equal(t, "body", a.sent("PUT /automations/"+big), test.want)
		})
	}
}

func TestAnAutomationsConditionsAndActionsGoTogether(t *testing.T) {
	a := newAccount(t)
	for _, in := range []zendesk.AutomationInput{{Conditions: &rules.Conditions{}}, {Actions: &[]rules.Action{}}} {
		if _, err := a.client().UpdateAutomation(ctx(), "1", in); err == nil {
			t.Error("one of them alone was accepted")
		}
	}
	equal(t, "requests", len(a.lines()), 0)
}

// Two automations mean two surveys, so a lost answer must not make a second one.
func TestALostAutomationIsFoundAgain(t *testing.T) {
	a := newAccount(t)
	list := func(objects string) answer { return says(http.StatusOK, `{"automations":[`+objects+`]}`) }
	a.on("GET /automations", first(list(closing), list(closing+`,`+sending("9", "false"))))
	a.on("POST /automations", drop)
	a.on("PUT /automations/9", says(http.StatusOK, `{"automation":`+sending("9", "true")+`}`))
	a.on("DELETE /automations/9", says(http.StatusNoContent, ""))
	c := a.client()
	created, err := c.CreateAutomation(ctx(), sendingInput())
	noError(t, err)
	equal(t, "adopted", created.ID, "9")
	equal(t, "body", a.sent("POST /automations"), `{"automation":{"title":"Send","active":false,`+
		`"conditions":{"all":[{"field":"SOLVED","operator":"greater_than","value":"24"}],"any":[]},"actions":[{"field":"current_tags","value":"survey_sent"}]}}`)

	_, err = c.UpdateAutomation(ctx(), "9", zendesk.AutomationInput{Active: ptr(true)})
	noError(t, err)
	read, err := c.Automation(ctx(), "9")
	noError(t, err)
	equal(t, "active from the answer", read.Active, true)
	equal(t, "lists read", a.count("GET /automations"), 2)
	noError(t, c.DeleteAutomation(ctx(), "9"))
	_, err = c.Automation(ctx(), "9")
	equal(t, "gone", zendesk.IsNotFound(err), true)
	c.ForgetAutomations()
	_, err = c.Automations(ctx())
	noError(t, err)
	equal(t, "lists read", a.count("GET /automations?"), 3)
}

func TestAnAutomationIsWhatWasSent(t *testing.T) {
	same := zendesk.Automation{ID: "9", Title: "Send", Position: 7, Conditions: *sendingInput().Conditions, Actions: *sendingInput().Actions}
	equal(t, "wherever it stands", sendingInput().Describes(same), true)
	for name, change := range map[string]func(*zendesk.Automation){
		"title":      func(a *zendesk.Automation) { a.Title = "Sent" },
		"active":     func(a *zendesk.Automation) { a.Active = true },
		"conditions": func(a *zendesk.Automation) { a.Conditions = rules.Conditions{} },
		"actions":    func(a *zendesk.Automation) { a.Actions = nil },
	} {
		other := same
		change(&other)
		equal(t, name, sendingInput().Describes(other), false)
	}
}

func TestARefusedAutomationSpeaksInZendesksWords(t *testing.T) {
	a := newAccount(t)
	a.on("GET /automations", says(http.StatusOK, `{"automations":[]}`))
	a.on("POST /automations", says(http.StatusUnprocessableEntity, `{"error":"RecordInvalid","description":"Record validation errors",
 "details":{"base":[{"description":"Automation must include a time-based condition","error":"Invalid"}]}}`))
	_, err := a.client().CreateAutomation(ctx(), sendingInput())
	equal(t, "invalid", zendesk.IsInvalid(err), true)
	equal(t, "words", asError(t, err).Fields["base"][0], "Automation must include a time-based condition")
}

// Only the account's own word for the whole list means that it has no automations: what
// notifies a receiver may be on any page.
func TestNotifiersWhereAutomationsCannotBeListed(t *testing.T) {
	notFound := says(404, `{"error":"RecordNotFound","description":"Not found"}`)
	for name, test := range map[string]struct {
		line    string
		refusal answer
		none    bool
	}{
		"not offered":    {"GET /automations", notFound, true},
		"a second page":  {"GET /automations?page=2&per_page=100", notFound, false},
		"without a word": {"GET /automations", says(404, ``), false},
		"a proxy":        {"GET /automations", says(404, `404 page not found`), false},
		"a page":         {"GET /automations", noSuchPath["a page"], false},
		"forbidden":      {"GET /automations", says(403, `{"error":{"title":"Forbidden"}}`), false},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.on("GET /triggers", says(200, triggers()))
			a.on("GET /automations", says(200, `{"automations":[],"count":101,"next_page":"https://x.zendesk.com/api/v2/automations?page=2&per_page=100"}`))
			a.on(test.line, test.refusal)
			found, err := a.client().Notifiers(ctx(), zendesk.NounWebhook, "A")
			equal(t, "is known to be none", err == nil && len(found) == 0, test.none)
		})
	}
}
