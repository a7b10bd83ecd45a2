package zendesk_test

import (
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
)

const twoCategories = `{"trigger_categories":[{"id":"10026","name":"Surveys","position":1},{"id":10027,"name":"Rest","position":2}],"meta":{"has_more":false}}`

func placing(t *testing.T) (*account, *zendesk.Client) {
	t.Helper()
	a := newAccount(t)
	a.on("GET /triggers", says(200, triggers(trigger("11", "exclusion", 2), trigger("12", "send", 1))))
	a.on("GET /trigger_categories", says(200, twoCategories))
	c := a.client()
	_, err := c.Triggers(ctx())
	noError(t, err)
	_, err = c.Categories(ctx())
	noError(t, err)
	return a, c
}

var swap = []evaluation.TriggerPlace{
	{ID: "11", Position: ptr(int64(1))},
	{ID: "12", CategoryID: ptr("10027"), Position: ptr(int64(2)), Active: ptr(false)},
}

// where the shared list believes a trigger stands.
func where(t *testing.T, c *zendesk.Client, id string) zendesk.Trigger {
	t.Helper()
	got, err := c.Trigger(ctx(), id)
	noError(t, err)
	return *got
}

func TestPlacesAreSetInOneRequest(t *testing.T) {
	a, c := placing(t)
	a.on("POST /trigger_categories/jobs", says(200, `{"status":"complete","results":{
 "trigger_categories":[{"id":"10027","name":"Rest","position":1}],
 "triggers":[{"id":"11","position":1},{"id":12,"category_id":"10027","position":3,"active":false,"title":"ignored"}]}}`))
	noError(t, c.Place(ctx(), []evaluation.CategoryPlace{{ID: "10027", Position: 1}}, swap))
	equal(t, "body", a.sent("POST /trigger_categories/jobs"),
		`{"job":{"action":"patch","items":{"trigger_categories":[{"id":"10027","position":1}],`+
			`"triggers":[{"id":"11","position":1},{"id":"12","category_id":"10027","position":2,"active":false}]}}}`)

	equal(t, "position", where(t, c, "11").Position, 1)
	send := where(t, c, "12")
	equal(t, "the vendor's position, not ours", send.Position, 3)
	equal(t, "category", send.CategoryID, "10027")
	equal(t, "active", send.Active, false)
	equal(t, "title", send.Title, "send")
	categories, err := c.Categories(ctx())
	noError(t, err)
	equal(t, "category position", categories[1].Position, 1)
	equal(t, "no list was read again", len(a.lines()), 3)
}

func TestOnlyWhatIsPlacedIsSent(t *testing.T) {
	a, c := placing(t)
	a.on("POST /trigger_categories/jobs", says(200, `{"status":"complete","results":{"triggers":[{"id":"11","active":true}]}}`))
	noError(t, c.Place(ctx(), nil, []evaluation.TriggerPlace{{ID: "11", Active: ptr(true)}}))
	equal(t, "body", a.sent("POST /trigger_categories/jobs"), `{"job":{"action":"patch","items":{"triggers":[{"id":"11","active":true}]}}}`)
	noError(t, c.Place(ctx(), nil, nil))
	equal(t, "requests", len(a.lines()), 3)
}

// An answer that keeps silent about what was asked is no read-back.
func TestASilentAnswerIsFollowedByALook(t *testing.T) {
	a, c := placing(t)
	a.on("POST /trigger_categories/jobs", says(200, `{"status":"complete","results":{"triggers":[{"id":"11","position":1}]}}`))
	noError(t, c.Place(ctx(), nil, swap))
	_ = where(t, c, "12")
	equal(t, "trigger lists", a.count("GET /triggers?"), 2)
	_, err := c.Categories(ctx())
	noError(t, err)
	equal(t, "category lists", a.count("GET /trigger_categories?"), 1)
}

func TestARefusedJobNamesTheTriggers(t *testing.T) {
	const failed = `{"status":"failed","errors":[{"code":"InvalidTrigger","title":"category_id is not valid","trigger_id":12},{"code":"InvalidTrigger","title":"gone","trigger_id":"13"}]}`
	for _, status := range []int{400, 200} {
		a, c := placing(t)
		a.on("POST /trigger_categories/jobs", says(status, failed))
		err := c.Place(ctx(), nil, swap)
		e := asError(t, err)
		equal(t, "code", e.Code, "InvalidTrigger")
		equal(t, "trigger 12", e.Fields["12"][0], "category_id is not valid")
		equal(t, "trigger 13", e.Fields["13"][0], "gone")
		equal(t, "invalid", zendesk.IsInvalid(err), true)
		equal(t, "ambiguous", zendesk.IsAmbiguous(err), false)
		equal(t, "position", where(t, c, "11").Position, 2)
		equal(t, "lists", a.count("GET /triggers?"), 1)
	}
}

// Nobody knows where things stand, so nobody pretends to.
func TestALostPlacingEvictsBothLists(t *testing.T) {
	for name, lose := range losses {
		if name == "no object" {
			continue // here that is a job without a status, tested below
		}
		t.Run(name, func(t *testing.T) {
			a, c := placing(t)
			a.on("POST /trigger_categories/jobs", lose)
			err := c.Place(ctx(), nil, swap)
			equal(t, "ambiguous", zendesk.IsAmbiguous(err), true)
			equal(t, "sent", a.count("POST"), 1)
			_ = where(t, c, "11")
			_, err = c.Categories(ctx())
			noError(t, err)
			equal(t, "trigger lists", a.count("GET /triggers?"), 2)
			equal(t, "category lists", a.count("GET /trigger_categories?"), 2)
		})
	}
	for _, status := range []string{`{}`, `{"status":"queued"}`} {
		a, c := placing(t)
		a.on("POST /trigger_categories/jobs", says(200, status))
		equal(t, status+" is ambiguous", zendesk.IsAmbiguous(c.Place(ctx(), nil, swap)), true)
	}
}

// Without categories the triggers form one list and have another endpoint.
func TestPlacingWithoutCategories(t *testing.T) {
	for name, known := range map[string]bool{"known": true, "found out": false} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			refusal := says(403, `{"errors":[{"code":"TriggerCategoriesNotEnabled","title":"Trigger categories are not enabled"}]}`)
			a.on("GET /trigger_categories", refusal)
			a.on("POST /trigger_categories/jobs", refusal)
			a.on("GET /triggers", says(200, triggers(trigger("11", "a", 2), trigger(big, "b", 1))))
			a.on("PUT /triggers/update_many", says(200, `{"triggers":[{"id":11,"position":1},{"id":`+big+`,"position":2,"active":false}]}`))
			c := a.client()
			_ = where(t, c, "11")
			if known {
				_, err := c.Categories(ctx())
				equal(t, "no categories", zendesk.IsNoCategories(err), true)
			}
			noError(t, c.Place(ctx(), nil, []evaluation.TriggerPlace{
				{ID: "11", Position: ptr(int64(1))}, {ID: big, Position: ptr(int64(2)), Active: ptr(false)},
			}))
			equal(t, "body", a.sent("PUT /triggers/update_many"), `{"triggers":[{"id":11,"position":1},{"id":`+big+`,"position":2,"active":false}]}`)
			equal(t, "jobs asked for", a.count("POST"), map[bool]int{true: 0, false: 1}[known])
			equal(t, "position", where(t, c, "11").Position, 1)
			equal(t, "active", where(t, c, big).Active, false)
			err := c.Place(ctx(), []evaluation.CategoryPlace{{ID: "1", Position: 1}}, nil)
			equal(t, "categories cannot be placed", zendesk.IsNoCategories(err), true)
		})
	}
}

// A server that has no jobs places triggers by the request for triggers alone, and is
// asked for jobs once, unless a category is to move.
func TestPlacingWithoutJobs(t *testing.T) {
	for name, refusal := range noSuchPath {
		t.Run(name, func(t *testing.T) {
			a, c := placing(t)
			a.on("POST /trigger_categories/jobs", refusal)
			a.on("PUT /triggers/update_many", says(200, `{"triggers":[{"id":11,"position":1},{"id":12,"category_id":"10027","position":2,"active":false}]}`))
			noError(t, c.Place(ctx(), nil, swap))
			equal(t, "body", a.sent("PUT /triggers/update_many"), `{"triggers":[{"id":11,"position":1},{"id":12,"category_id":"10027","position":2,"active":false}]}`)
			equal(t, "category", where(t, c, "12").CategoryID, "10027")
			noError(t, c.Place(ctx(), nil, swap))
			equal(t, "jobs asked for", a.count("POST"), 1)

			err := c.Place(ctx(), []evaluation.CategoryPlace{{ID: "10027", Position: 1}}, swap)
			equal(t, "jobs asked for, for a category", a.count("POST"), 2)
			equal(t, "gone", zendesk.IsNotFound(err), false)
			if e := asError(t, err); !strings.Contains(e.Remedy(), "moves trigger categories") {
				t.Errorf("remedy %q", e.Remedy())
			}
		})
	}
}

// One trigger needs no batch to be placed and activated in one request. Several do.
func TestPlacingWithoutAnyBatch(t *testing.T) {
	for name, refusal := range noSuchPath {
		t.Run(name, func(t *testing.T) {
			a, c := placing(t)
			a.on("POST /trigger_categories/jobs", refusal)
			a.on("PUT /triggers/update_many", refusal)
			a.on("PUT /triggers/12", says(200, `{"trigger":`+trigger("12", "send", 3)+`}`))
			err := c.Place(ctx(), nil, swap)
			equal(t, "gone", zendesk.IsNotFound(err), false)
			equal(t, "account wide", zendesk.IsAccountWide(err), false)
			if e := asError(t, err); !strings.Contains(e.Remedy(), "several triggers at once") {
				t.Errorf("remedy %q", e.Remedy())
			}
			equal(t, "updates of one", a.count("PUT /triggers/1"), 0)

			activate := []evaluation.TriggerPlace{{ID: "12", CategoryID: ptr("10026"), Position: ptr(int64(3)), Active: ptr(true)}}
			noError(t, c.Place(ctx(), nil, activate))
			equal(t, "body", a.sent("PUT /triggers/12"), `{"trigger":{"active":true,"category_id":"10026","position":3}}`)
			batches := a.count("POST") + a.count("PUT /triggers/update_many")
			lists := a.count("GET /triggers?")
			_ = where(t, c, "11")
			equal(t, "lists after it, for the numbers of others", a.count("GET /triggers?")-lists, 1)
			noError(t, c.Place(ctx(), nil, activate))
			equal(t, "batches asked for again", a.count("POST")+a.count("PUT /triggers/update_many")-batches, 0)
		})
	}
}

// Zendesk's own words may also be about a trigger that is gone. Then the batch is not
// sent in another way.
func TestAJobThatIsNotFoundBecauseOfATrigger(t *testing.T) {
	a, c := placing(t)
	a.on("GET /triggers", says(200, triggers(trigger("12", "send", 1))))
	a.on("POST /trigger_categories/jobs", says(404, `{"error":"RecordNotFound","description":"Not found"}`))
	equal(t, "gone", zendesk.IsNotFound(c.Place(ctx(), nil, swap)), true)
	equal(t, "other requests", a.count("PUT"), 0)
}
