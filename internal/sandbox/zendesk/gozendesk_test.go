package zendesk_test

import (
	"errors"
	"net/http"
	"testing"

	client "github.com/nukosuke/go-zendesk/zendesk"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

// A client that was written by others against the real Zendesk finds nothing strange here.
func TestAnIndependentClient(t *testing.T) {
	d := open(t, engine.Options{})
	ctx := t.Context()
	z, err := client.NewClient(http.DefaultClient)
	if err != nil {
		t.Fatal(err)
	}
	if err := z.SetEndpointURL(d.url + "/api/v2"); err != nil {
		t.Fatal(err)
	}
	z.SetCredential(client.NewAPITokenCredential(zendesk.AdminEmail, zendesk.APIToken))
	ok := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}

	hook, err := z.CreateWebhook(ctx, &client.Webhook{
		Name: "Surveys", Endpoint: "https://surveys.example.com", HTTPMethod: "POST", RequestFormat: "json", Status: "active",
		Subscriptions: []string{"conditional_ticket_events"},
	})
	ok("create webhook", err)
	secret, err := z.GetWebhookSigningSecret(ctx, hook.ID)
	ok("signing secret", err)
	d.equal("algorithm", secret.Algorithm, "SHA256")

	field, err := z.CreateTicketField(ctx, client.TicketField{Type: "checkbox", Title: "Do not send", Tag: "no_survey"})
	ok("create field", err)
	fields, _, err := z.GetTicketFields(ctx)
	ok("fields", err)
	d.equal("the last field", fields[len(fields)-1].ID, field.ID)

	wish := client.Trigger{Title: "Send", Active: true}
	wish.Conditions.All = []client.TriggerCondition{{Field: "status", Operator: "value", Value: "solved"}, {Field: "group_id", Operator: "changed"}}
	wish.Actions = []client.TriggerAction{{Field: "notification_webhook", Value: []string{hook.ID, "{}"}}}
	made, err := z.CreateTrigger(ctx, wish)
	ok("create trigger", err)
	again, err := z.UpdateTrigger(ctx, made.ID, client.Trigger{Title: "Send it"})
	ok("update trigger", err)
	d.equal("conditions stay", len(again.Conditions.All), 2)

	found := 0
	for pages := z.GetTriggersIterator(ctx, &client.PaginationOptions{CommonOptions: client.CommonOptions{Active: true}, PageSize: 2, IsCBP: true}); pages.HasMore(); {
		page, err := pages.GetNext()
		ok("page", err)
		found += len(page)
	}
	d.equal("triggers over all pages", found, 6)
	automations, _, err := z.GetAutomations(ctx, &client.AutomationListOptions{})
	ok("automations", err)
	d.equal("automations", len(automations), 2)

	ok("delete trigger", z.DeleteTrigger(ctx, made.ID))
	_, err = z.GetTrigger(ctx, made.ID)
	var refused client.Error
	if !errors.As(err, &refused) || refused.Status() != http.StatusNotFound {
		t.Errorf("a deleted trigger: %v", err)
	}
	ticket, err := z.CreateTicket(ctx, client.Ticket{Subject: "Help", Comment: &client.TicketComment{Body: "x"}})
	ok("create ticket", err)
	d.equal("ticket", ticket.Status, "new")
	_, err = z.GetLocales(ctx)
	ok("locales", err)
}
