package zendesk_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
)

func TestNamedThingsAreListedOnce(t *testing.T) {
	a := newAccount(t)
	a.on("GET /brands?page%5Bsize%5D=100", says(200, `{"brands":[{"id":`+big+`,"name":"Acme","active":true,"is_deleted":false,"default":true}],"meta":{"has_more":true,"after_cursor":"x"}}`))
	a.on("GET /brands?page%5Bafter%5D=x&page%5Bsize%5D=100", says(200, `{"brands":[{"id":"2","name":"Old","active":true,"is_deleted":true}],"meta":{"has_more":false}}`))
	a.on("GET /groups", says(200, `{"groups":[{"id":3,"name":"Support","deleted":false},{"id":4,"name":"Gone","deleted":true}],"count":2,"next_page":null}`))
	a.on("GET /ticket_forms", says(200, `{"ticket_forms":[{"id":5,"name":"Default","active":true,"position":0},{"id":6,"name":"Off","active":false}],"next_page":"https://evil.example.com/api/v2/ticket_forms.json?page=2"}`))
	a.on("GET /ticket_forms?page=2", says(200, `{"ticket_forms":[{"id":7,"name":null}]}`))
	a.on("GET /custom_statuses", says(200, `{"custom_statuses":[{"id":8,"status_category":"solved","agent_label":"Done","name":"x","end_user_label":"Solved","active":true}]}`))
	a.on("GET /user_fields", says(200, `{"user_fields":[{"id":9,"key":"plan","type":"text","title":"Plan","active":true}],"meta":{"has_more":false}}`))
	a.on("GET /organization_fields", says(200, `{"organization_fields":[{"id":10,"key":"tier","title":"Tier","active":false}],"meta":{"has_more":false}}`))
	c := a.client()
	for name, test := range map[string]struct {
		list func(context.Context) ([]zendesk.Named, error)
		want []zendesk.Named
	}{
		"brands":   {c.Brands, []zendesk.Named{{ID: big, Name: "Acme", Active: true}, {ID: "2", Name: "Old"}}},
		"groups":   {c.Groups, []zendesk.Named{{ID: "3", Name: "Support", Active: true}, {ID: "4", Name: "Gone"}}},
		"forms":    {c.TicketForms, []zendesk.Named{{ID: "5", Name: "Default", Active: true}, {ID: "6", Name: "Off"}, {ID: "7", Active: true}}},
		"users":    {c.UserFields, []zendesk.Named{{ID: "9", Name: "plan", Active: true}}},
		"orgs":     {c.OrganizationFields, []zendesk.Named{{ID: "10", Name: "tier"}}},
		"statuses": {c.CustomStatuses, []zendesk.Named{{ID: "8", Name: "Done", Active: true}}},
	} {
		for range 2 {
			got, err := test.list(ctx())
			noError(t, err)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	}
	equal(t, "requests", len(a.lines()), 8)
}

func TestLocales(t *testing.T) {
	a := newAccount(t)
	a.on("GET /locales", says(200, `{"locales":[{"id":1,"locale":"en-US","name":"English","native_name":"English","created_at":null,"default":true},{"id":"8","locale":"de","name":"Deutsch"}]}`))
	got, err := a.client().Locales(ctx())
	noError(t, err)
	if diff := cmp.Diff([]zendesk.Locale{{ID: "1", Code: "en-US", Name: "English"}, {ID: "8", Code: "de", Name: "Deutsch"}}, got); diff != "" {
		t.Error(diff)
	}
	equal(t, "request", a.lines()[0], "GET /locales")
}
