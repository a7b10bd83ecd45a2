// Package surveydecision is the data source surveytrigger_zendesk_survey_decision: what the account's triggers do with a
// ticket, for check blocks, tests and policies. The evaluation is in package decision; here stands what of the account it
// needs, and which names of the configuration mean what.
package surveydecision

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/decision"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// New makes the data source.
func New() datasource.DataSource {
	return lifecycle.NewSource(lifecycle.Source[*zendesk.Client, model]{
		Name: "zendesk_survey_decision", Section: zendesk.Section, Schema: sourceSchema, Read: read,
	})()
}

func read(ctx context.Context, client *zendesk.Client, m *model) error {
	if m.Ticket.New != nil && *m.Ticket.New && m.Ticket.StatusBefore != nil {
		return lifecycle.At(atTicket.AtName("status_before"), "A new ticket has no status before",
			"ticket.new is true: the update creates the ticket. Remove status_before, or new.")
	}
	triggers, err := client.Triggers(ctx)
	if err != nil {
		return err
	}
	triggers = slices.DeleteFunc(slices.Clone(triggers), func(t zendesk.Trigger) bool { return !t.Active })
	var fields []zendesk.TicketField
	if len(m.Ticket.Fields) > 0 || client.TicketFieldsListed() || slices.ContainsFunc(triggers, namesField) {
		if fields, err = client.TicketFields(ctx); err != nil {
			return err
		}
	}
	parts, err := partsOf(ctx, client, triggers, fields)
	if err != nil {
		return err
	}
	ticket, err := names{client, fields}.ticket(ctx, &m.Ticket)
	if err != nil {
		return err
	}
	m.show(decision.NewAccount(parts).Decide(ticket))
	return nil
}

var atTicket = path.Root("ticket")

// partsOf reads what of the account a decision depends on: nothing that no trigger uses.
func partsOf(ctx context.Context, client *zendesk.Client, triggers []zendesk.Trigger, fields []zendesk.TicketField) (parts decision.Parts, err error) {
	for _, t := range triggers {
		parts.Triggers = append(parts.Triggers, decision.Trigger{
			ID: t.ID, Title: t.Title, Active: t.Active, CategoryID: t.CategoryID, Position: t.Position,
			Rule: rules.Rule{Conditions: t.Conditions, Actions: t.Actions},
		})
	}
	for _, f := range fields {
		parts.Fields = append(parts.Fields, fieldOf(f))
	}
	categories, err := client.Categories(ctx)
	if err != nil && !zendesk.IsNoCategories(err) {
		return parts, err
	}
	for _, c := range categories {
		parts.Categories = append(parts.Categories, decision.Category{ID: c.ID, Name: c.Name, Position: c.Position})
	}
	if notified(triggers, rules.ActionNotifyHook) {
		webhooks, err := client.Webhooks(ctx)
		if err != nil {
			return parts, err
		}
		for _, w := range webhooks {
			parts.Webhooks = append(parts.Webhooks, decision.Receiver{ID: w.ID, Endpoint: w.Endpoint, Active: w.Active})
		}
	}
	if notified(triggers, rules.ActionNotifyTarget) {
		targets, err := client.Targets(ctx)
		if err != nil {
			return parts, err
		}
		for _, t := range targets {
			parts.Targets = append(parts.Targets, decision.Receiver{ID: t.ID, Endpoint: t.URL, Active: t.Active})
		}
	}
	return parts, nil
}

func fieldOf(f zendesk.TicketField) decision.Field {
	field := decision.Field{ID: f.ID, Type: f.Type, Tag: f.Tag, Inactive: !f.Active, Titles: make(map[string]string, len(f.Options))}
	for _, option := range f.Options {
		field.Options = append(field.Options, option.Value)
		field.Titles[option.Value] = option.Name
	}
	return field
}

func notified(triggers []zendesk.Trigger, action string) bool {
	return slices.ContainsFunc(triggers, func(t zendesk.Trigger) bool {
		return slices.ContainsFunc(t.Actions, func(a rules.Action) bool { return a.Field == action })
	})
}

// namesField reports whether a trigger asks for, sets or renders a custom field, so that its type and tags matter.
func namesField(t zendesk.Trigger) bool {
	custom := func(field string) bool { return strings.HasPrefix(field, rules.CustomField("")) }
	asks := func(c rules.Condition) bool { return custom(c.Field) }
	return slices.ContainsFunc(t.Conditions.All, asks) || slices.ContainsFunc(t.Conditions.Any, asks) ||
		slices.ContainsFunc(t.Actions, func(a rules.Action) bool {
			sent, notifies := rules.NotificationOf(a)
			return custom(a.Field) || notifies && len(payload.TicketFields(sent.Body)) > 0
		})
}
