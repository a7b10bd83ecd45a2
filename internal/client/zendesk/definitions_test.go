package zendesk_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
)

const catalogue = `{"definitions":{"conditions_all":[
 {"group":"ticket","subject":"status","title":"Status","type":"list","nullable":false,"repeatable":false,
  "operators":[{"title":"Is","value":"is","terminal":false},{"title":"Changed","value":"changed","terminal":true}],
  "values":[{"title":"New","value":"new","enabled":true},{"title":"On hold","value":"hold","enabled":false}]},
 {"group":"ticket","subject":"via_id","type":"list","nullable":true,"values":[{"value":29,"title":"Chat"}]},
 {"group":"ticket","subject":"custom_fields_` + big + `","title":"Opt-out","type":"list","operators":[],"values":null},
 {"subject":"odd","operators":{"is":true},"type":"list"},
 {"subject":["odder"]}, "oddest", null],
 "conditions_any":[{"subject":"priority","type":"list"}],
 "actions":[{"group":"notification","subject":"notification_webhook","title":"Active webhook","type":"list","repeatable":true}]}}`

func TestTheCatalogueOfTheAccount(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers/definitions", says(200, catalogue))
	got, err := a.client().TriggerDefinitions(ctx())
	noError(t, err)
	want := &zendesk.Definitions{
		All: []zendesk.Definition{{
			Field: "status", Title: "Status", Type: "list", Section: "ticket",
			Operators: []zendesk.DefinedOperator{{Value: "is", Title: "Is"}, {Value: "changed", Title: "Changed", Terminal: true}},
			Values:    []zendesk.DefinedValue{{Value: "new", Title: "New", Enabled: true}, {Value: "hold", Title: "On hold"}},
		}, {
			Field: "via_id", Type: "list", Section: "ticket", Nullable: true,
			Values: []zendesk.DefinedValue{{Value: "29", Title: "Chat", Enabled: true}},
		}, {
			Field: "custom_fields_" + big, Title: "Opt-out", Type: "list", Section: "ticket",
		}, {
			Field: "odd", // and nothing more is known of it
		}},
		Any: []zendesk.Definition{{Field: "priority", Type: "list"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatTheCatalogueIsAsked(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers/definitions", says(200, catalogue))
	got, err := a.client().TriggerDefinitions(ctx())
	noError(t, err)
	for _, test := range []struct {
		group, field string
		known        bool
	}{
		{"all", "status", true},
		{"any", "status", false},
		{"any", "priority", true},
		{"all", "odd", true},
		{"all", "", false},
		{"none", "status", false},
		{"all", "custom_fields_" + big, true},
	} {
		definition, known := got.Condition(test.group, test.field)
		equal(t, test.group+" "+test.field, known, test.known)
		equal(t, "its field", definition.Field == test.field, known || test.field == "")
	}

	status, _ := got.Condition("all", "status")
	changed, known := status.Operator("changed")
	equal(t, "operator", known && changed.Terminal, true)
	_, known = status.Operator("value")
	equal(t, "no operator", known, false)
	hold, known := status.Value("hold")
	equal(t, "a value that is off", known && !hold.Enabled, true)
	_, known = status.Value("")
	equal(t, "not nullable", known, false)
	equal(t, "listed", status.Listed(), true)
	channel, _ := got.Condition("all", "via_id")
	_, known = channel.Value("")
	equal(t, "nullable", known, true)
	_, known = channel.Value("74")
	equal(t, "not a channel here", known, false)
	optOut, _ := got.Condition("all", "custom_fields_"+big)
	equal(t, "without values", optOut.Listed(), false)
	equal(t, "a list without values", zendesk.Definition{Type: "list"}.Listed(), false)
	equal(t, "values that are examples", zendesk.Definition{Type: "text", Values: status.Values}.Listed(), false)
}

// Twenty resources are planned at once; the catalogue is large and asked for once.
func TestTheCatalogueIsReadOnce(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers/definitions", first(says(403, `{"error":{"title":"Forbidden","message":"no"}}`), says(200, catalogue)))
	c := a.client()
	_, err := c.TriggerDefinitions(ctx())
	equal(t, "forbidden", zendesk.IsForbidden(err), true)
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if got, err := c.TriggerDefinitions(ctx()); err != nil || len(got.All) != 4 {
				t.Errorf("%v %v", got, err)
			}
		})
	}
	group.Wait()
	equal(t, "requests, the refused one included", len(a.lines()), 2)
	a = newAccount(t)
	a.on("GET /triggers/definitions", says(http.StatusOK, `{}`))
	_, err = a.client().TriggerDefinitions(ctx())
	equal(t, "no catalogue at all", asError(t, err).RequestLine, "GET /api/v2/triggers/definitions")
}
