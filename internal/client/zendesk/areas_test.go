package zendesk_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
)

func TestCategories(t *testing.T) {
	a := newAccount(t)
	a.on("GET /trigger_categories?page%5Bsize%5D=100", says(200, `{"trigger_categories":[{"id":"10026","name":"Surveys","position":1,"created_at":"2020-01-01T00:00:00Z"}],"meta":{"has_more":true,"after_cursor":"x"}}`))
	a.on("GET /trigger_categories?page%5Bafter%5D=x&page%5Bsize%5D=100", says(200, `{"trigger_categories":[{"id":10027,"name":"Rest","position":2}],"meta":{"has_more":false}}`))
	a.on("POST /trigger_categories", says(200, `{"trigger_category":{"id":"10028","name":"New","position":3}}`))
	a.on("PATCH /trigger_categories/10028", says(200, `{"trigger_category":{"id":"10028","name":"Newer","position":3}}`))
	a.on("DELETE /trigger_categories/10026", says(400, `{"errors":[{"code":"TriggerCategoryNotEmpty","title":"A category with active ticket triggers cannot be deleted"}]}`))
	a.on("DELETE /trigger_categories/10027", says(204, ""))
	c := a.client()

	created, err := c.CreateCategory(ctx(), "New")
	noError(t, err)
	equal(t, "create", a.sent("POST /trigger_categories"), `{"trigger_category":{"name":"New"}}`)
	_, err = c.RenameCategory(ctx(), created.ID, "Newer")
	noError(t, err)
	equal(t, "rename", a.sent("PATCH /trigger_categories/10028"), `{"trigger_category":{"name":"Newer"}}`)
	err = c.DeleteCategory(ctx(), "10026")
	equal(t, "not empty", zendesk.IsInvalid(err) && strings.Contains(err.Error(), "TriggerCategoryNotEmpty: A category with active"), true)
	noError(t, c.DeleteCategory(ctx(), "10027"))

	got, err := c.Categories(ctx())
	noError(t, err)
	want := []zendesk.Category{{ID: "10026", Name: "Surveys", Position: 1}, {ID: "10028", Name: "Newer", Position: 3}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	equal(t, "pages read", a.count("GET /trigger_categories?"), 2)
	_, err = c.Category(ctx(), "10027")
	equal(t, "deleted", zendesk.IsNotFound(err), true)
	c.ForgetCategories()
	_, err = c.Category(ctx(), "10026")
	noError(t, err)
	equal(t, "pages read", a.count("GET /trigger_categories?"), 4)
}

// A name may repeat, so only what is new is ours.
func TestALostCategoryIsFoundAgain(t *testing.T) {
	a := newAccount(t)
	a.on("GET /trigger_categories", first(
		says(200, `{"trigger_categories":[{"id":"1","name":"New","position":1}]}`),
		says(200, `{"trigger_categories":[{"id":"1","name":"New","position":1},{"id":"2","name":"New","position":2}]}`)))
	a.on("POST /trigger_categories", drop)
	got, err := a.client().CreateCategory(ctx(), "New")
	noError(t, err)
	equal(t, "adopted", got.ID, "2")
}

// noSuchPath is how a server says that it does not have a path, in Zendesk's words or
// in those of what it is made with.
var noSuchPath = map[string]answer{
	"unknown path":    says(404, `{"error":"InvalidEndpoint","description":"Not found"}`),
	"unknown at all":  says(404, `{"error":"RecordNotFound","description":"Not found"}`),
	"without a reply": says(404, ``),
	"text":            says(404, "404 page not found"),
	"detail":          says(404, `{"detail":"Not Found"}`),
	"message":         says(404, `{"message":"The requested URL was not found"}`),
	"a page":          says(404, `<!doctype html><html><head><title>Not Found</title></head></html>`),
	"no such method":  says(405, `{"detail":"Method Not Allowed"}`),
	"not implemented": says(501, ``),
}

func TestAnAccountWithoutCategories(t *testing.T) {
	refusals := maps.Clone(noSuchPath)
	refusals["documented"] = says(403, `{"errors":[{"code":"TriggerCategoriesNotEnabled","title":"Trigger categories are not enabled"}]}`)
	for name, refusal := range refusals {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.on("GET /trigger_categories", refusal)
			a.on("GET /triggers", says(200, triggers(uncategorized("11", "a", 1))))
			c := a.client()
			for range 3 {
				_, err := c.Categories(ctx())
				equal(t, "no categories", zendesk.IsNoCategories(err), true)
				_, err = c.Category(ctx(), "1")
				equal(t, "no categories", zendesk.IsNoCategories(err), true)
				_, err = c.CreateCategory(ctx(), "x")
				equal(t, "no categories", zendesk.IsNoCategories(err), true)
				equal(t, "account wide", zendesk.IsAccountWide(err), false)
				if e := asError(t, err); !strings.Contains(e.Remedy(), "category_id") {
					t.Errorf("remedy %q", e.Remedy())
				}
			}
			equal(t, "requests for the list", a.count("GET /trigger_categories"), 1)
			equal(t, "other requests", a.count("GET /triggers") <= 1, true)
		})
	}
}

// An account whose triggers are in categories has categories, whatever the list says.
func TestCategoriesThatAreNotListedAreNotTakenForNone(t *testing.T) {
	for name, refusal := range noSuchPath {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.on("GET /trigger_categories", refusal)
			a.on("GET /triggers", says(200, triggers(uncategorized("11", "a", 1), trigger("12", "b", 1))))
			c := a.client()
			_, err := c.Categories(ctx())
			equal(t, "no categories", err == nil || zendesk.IsNoCategories(err), false)
			equal(t, "gone", zendesk.IsNotFound(err), false)
			if e := asError(t, err); !strings.Contains(e.Remedy(), "in trigger categories") || strings.Contains(e.Remedy(), "suspended") {
				t.Errorf("remedy %q", e.Remedy())
			}
			equal(t, "account wide", zendesk.IsAccountWide(err), false)
			equal(t, "jobs", zendesk.IsNoCategories(c.Place(ctx(), nil, swap)), false)
		})
	}
}

// The first trigger of an account shows whether that was right.
func TestAnAccountWithoutTriggersMayHaveCategories(t *testing.T) {
	a := newAccount(t)
	a.on("GET /trigger_categories", noSuchPath["text"])
	a.on("GET /triggers", says(200, triggers()))
	a.on("POST /triggers", says(201, `{"trigger":`+trigger("12", "b", 1)+`}`))
	c := a.client()
	_, err := c.Categories(ctx())
	equal(t, "no categories", zendesk.IsNoCategories(err), true)
	_, err = c.CreateTrigger(ctx(), input("b"))
	noError(t, err)
	_, err = c.Categories(ctx())
	equal(t, "no categories, with a trigger in one", err == nil || zendesk.IsNoCategories(err), false)
	equal(t, "requests for the list", a.count("GET /trigger_categories"), 2)
}

// Where the triggers cannot be listed either, nobody knows.
func TestCategoriesOfTriggersThatCannotBeListed(t *testing.T) {
	for name, refusal := range noSuchPath {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.on("GET /trigger_categories", refusal)
			a.on("GET /triggers", refusal)
			_, err := a.client().Categories(ctx())
			equal(t, "no categories", err == nil || zendesk.IsNoCategories(err), false)
		})
	}
}

func TestTicketFields(t *testing.T) {
	a := newAccount(t)
	a.on("GET /ticket_fields", says(200, `{"count":2,"next_page":null,"ticket_fields":[
 {"id":1,"type":"subject","title":"Subject","description":null,"tag":null,"active":true,"removable":false},
 {"id":`+big+`,"type":"tagger","title":"Survey result","description":"d","active":true,"removable":true,
  "custom_field_options":[{"id":360002,"name":"Good","raw_name":"Good","value":"survey_good","default":true},{"id":"360003","name":"Bad","value":"survey_bad","default":false}]}]}`))
	got, err := a.client().TicketFields(ctx())
	noError(t, err)
	want := []zendesk.TicketField{
		{ID: "1", Type: "subject", Title: "Subject", Active: true},
		{ID: big, Type: "tagger", Title: "Survey result", Description: "d", Active: true, Removable: true, Options: []zendesk.FieldOption{
			{ID: "360002", Name: "Good", RawName: "Good", Value: "survey_good", Default: true}, {ID: "360003", Name: "Bad", Value: "survey_bad"},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	equal(t, "request", a.lines()[0], "GET /ticket_fields")
}

func TestWhatATicketFieldSends(t *testing.T) {
	options := []zendesk.FieldOption{{ID: "360002", Name: "Good", Value: "good", Default: true}, {Name: "Bad", Value: "bad"}}
	for name, test := range map[string]struct {
		in   zendesk.TicketFieldInput
		want string
	}{
		"deactivate": {zendesk.TicketFieldInput{Active: ptr(false)}, `{"ticket_field":{"active":false}}`},
		"clear":      {zendesk.TicketFieldInput{Description: ptr(""), Tag: ptr("")}, `{"ticket_field":{"description":"","tag":""}}`},
		"options": {
			zendesk.TicketFieldInput{Options: &options},
			`{"ticket_field":{"custom_field_options":[{"id":360002,"name":"Good","value":"good","default":true},{"name":"Bad","value":"bad"}]}}`,
		},
		"no options": {zendesk.TicketFieldInput{Options: ptr([]zendesk.FieldOption(nil))}, `{"ticket_field":{"custom_field_options":[]}}`},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.on("PUT /ticket_fields/1", says(200, `{"ticket_field":{"id":1,"type":"tagger","title":"t"}}`))
			_, err := a.client().UpdateTicketField(ctx(), "1", test.in)
			noError(t, err)
			equal(t, "body", a.sent("PUT /ticket_fields/1"), test.want)
		})
	}
}

func TestALostTicketFieldIsFoundAgain(t *testing.T) {
	a := newAccount(t)
	field := func(id, kind string) string {
		return `{"id":` + id + `,"type":"` + kind + `","title":"Opt-out","tag":"opt_out","active":true,"removable":true}`
	}
	a.on("GET /ticket_fields", first(says(200, `{"ticket_fields":[]}`), says(200, `{"ticket_fields":[`+field("5", "checkbox")+`]}`)))
	a.on("POST /ticket_fields", drop)
	a.on("DELETE /ticket_fields/5", says(204, ""))
	c := a.client()
	got, err := c.CreateTicketField(ctx(), zendesk.TicketFieldInput{Type: ptr("checkbox"), Title: ptr("Opt-out"), Tag: ptr("opt_out"), Active: ptr(true)})
	noError(t, err)
	equal(t, "adopted", got.ID, "5")
	equal(t, "body", a.sent("POST /ticket_fields"), `{"ticket_field":{"type":"checkbox","title":"Opt-out","tag":"opt_out","active":true}}`)
	noError(t, c.DeleteTicketField(ctx(), "5"))
	_, err = c.TicketField(ctx(), "5")
	equal(t, "gone", zendesk.IsNotFound(err), true)
}
