// Package surveysenders is the data source surveytrigger_zendesk_survey_senders: every trigger and automation of the
// account that notifies a receiver, whoever made it. Compared with the managed ids it finds the send that somebody made
// by hand.
package surveysenders

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/decision"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/receiver"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// New makes the data source.
func New() datasource.DataSource {
	return lifecycle.NewSource(lifecycle.Source[*zendesk.Client, model]{
		Name: "zendesk_survey_senders", Section: zendesk.Section, Schema: sourceSchema, Read: read,
	})()
}

func read(ctx context.Context, client *zendesk.Client, m *model) error {
	triggers, err := client.Triggers(ctx)
	if err != nil {
		return err
	}
	automations, err := client.Automations(ctx)
	if err != nil {
		return err
	}
	order, err := client.Evaluation().Snapshot(ctx)
	if err != nil {
		return err
	}
	var all []sender
	for _, t := range triggers {
		all = append(all, sendersOf(sender{kind: zendesk.NounTrigger, id: t.ID, title: t.Title, active: t.Active, rule: rules.Rule{Conditions: t.Conditions, Actions: t.Actions}})...)
	}
	for _, a := range automations {
		all = append(all, sendersOf(sender{kind: zendesk.NounAutomation, id: a.ID, title: a.Title, active: a.Active, rule: rules.Rule{Conditions: a.Conditions, Actions: a.Actions}})...)
	}
	addresses, err := receiver.AddressesOf(ctx, client, actionsOf(all)...)
	if err != nil {
		return err
	}
	wanted := m.receivers()
	m.Senders = []senderModel{}
	for _, s := range all {
		s.endpoint = addresses.Of(s.sent)
		if wanted.has(s) {
			m.Senders = append(m.Senders, s.show(order))
		}
	}
	return nil
}

// sender is a rule and one of the receivers that it notifies.
type sender struct {
	kind, id, title string
	active          bool
	rule            rules.Rule
	sent            rules.Notification
	endpoint        string // "" if it has none
}

// sendersOf gives one for each receiver that the rule notifies.
func sendersOf(s sender) (all []sender) {
	for _, action := range s.rule.Actions {
		sent, notifies := rules.NotificationOf(action)
		same := func(o sender) bool { return o.sent.Field == sent.Field && o.sent.Receiver == sent.Receiver }
		if notifies && !slices.ContainsFunc(all, same) {
			s.sent = sent
			all = append(all, s)
		}
	}
	return all
}

func actionsOf(all []sender) [][]rules.Action {
	actions := make([][]rules.Action, 0, len(all))
	for _, s := range all {
		actions = append(actions, s.rule.Actions)
	}
	return actions
}

func (s sender) show(order *evaluation.Snapshot) senderModel {
	honoured := rules.HonouredBy(s.rule.Conditions.All)
	shown := senderModel{
		Kind: types.StringValue(s.kind), ID: types.StringValue(s.id), Title: types.StringValue(s.title), Active: types.BoolValue(s.active),
		Category: types.StringNull(), WebhookID: types.StringNull(), TargetID: types.StringNull(), Endpoint: types.StringNull(),
		Conditions: &conditionsModel{All: texts(s.rule.Conditions.All), Any: texts(s.rule.Conditions.Any)},
		Honours:    &marksModel{Tags: append([]string{}, honoured.Tags...), FieldIDs: append([]string{}, honoured.Checkboxes...)},
		After:      s.after(order),
	}
	if s.sent.Field == rules.ActionNotifyHook {
		shown.WebhookID = types.StringValue(s.sent.Receiver)
	} else {
		shown.TargetID = types.StringValue(s.sent.Receiver)
	}
	if s.endpoint != "" {
		shown.Endpoint = types.StringValue(s.endpoint)
	}
	if t, found := order.Trigger(s.id); found && s.kind == zendesk.NounTrigger {
		if c, known := order.Category(t.CategoryID); known {
			shown.Category = types.StringValue(c.Name)
		}
	}
	return shown
}

// after are the active triggers whose marks the sender honours and that are evaluated earlier. An automation runs hours
// after all of them.
func (s sender) after(order *evaluation.Snapshot) []string {
	ids := []string{}
	own := evaluation.NewRule(s.rule, nil)
	if t, found := order.Trigger(s.id); found && s.kind == zendesk.NounTrigger {
		own = t.Rule
	}
	for _, t := range order.Triggers {
		earlier := s.kind == zendesk.NounAutomation || order.Earlier(t.ID, s.id)
		if t.Active && t.ID != s.id && earlier && own.Honours(t.Rule.Marks()) {
			ids = append(ids, t.ID)
		}
	}
	slices.SortFunc(ids, rules.CompareIDs)
	return ids
}

func texts(conditions []rules.Condition) []string {
	all := make([]string, 0, len(conditions))
	for _, c := range conditions {
		all = append(all, decision.Text(c))
	}
	return all
}
