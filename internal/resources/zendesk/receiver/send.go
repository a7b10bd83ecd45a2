package receiver

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wording"
)

// Send is the plan of a send.
type Send struct {
	// Noun is [zendesk.NounTrigger] or [zendesk.NounAutomation]; ID is "" of a new send.
	Noun, ID, Title string
	// Was and Fired are whom it notifies by its state and whether it is active there,
	// Message and Fires the same as planned.
	Was, Message *send.Message
	Fired, Fires bool
	Notes        *lifecycle.Notes
}

// Check warns of a receiver that the same plan deletes before the send is changed, or
// that is inactive. One that the account lacks is an error where the plan makes the
// send notify it, else a warning. What is not known yet passes.
func (s Send) Check(ctx context.Context, client *zendesk.Client) error {
	if s.Was != nil && s.Fired {
		s.checkEnd(client)
	}
	noun, at, planned := receiverOf(s.Message)
	if !s.Fires || planned.IsUnknown() || planned.IsNull() || s.Was != nil && !client.RulesListed() {
		return nil
	}
	if s.Was == nil {
		if account, err := client.Catalogue(ctx); err != nil || account == nil {
			return nil //nolint:nilerr // an account that cannot be asked once is not asked again
		}
	}
	id := planned.ValueString()
	found, err := client.Receiver(ctx, noun, id)
	if err != nil {
		return nil //nolint:nilerr // who cannot ask does not know
	}
	switch {
	case found.Absent && s.changes(planned):
		return lifecycle.At(at, wording.Capital(noun)+" not found",
			"%s has no %s %s, so this send would notify nobody. Refer to a resource or data source, as in surveytrigger_zendesk_%s.survey.id, instead of an id.", client.Account(), noun, id, resources[noun])
	case found.Absent && s.Notes.First("receiver "+id):
		s.Notes.Warn(at, wording.Capital(noun)+" "+id+" not found",
			"%s has no %s %s: this send notifies nobody, and a ticket that gets its sent_tag is never surveyed. Refer to a %s that exists, or deactivate the send.", client.Account(), noun, id, noun)
	case !found.Absent && !found.Active && s.Notes.First("receiver "+id):
		s.Notes.Warn(at, "The "+noun+" "+id+" is inactive",
			"Zendesk does not call %q (%s) while it is inactive. Sends that notify it request no survey, and a ticket that gets their sent_tag is never surveyed.\n\nActivate it, or deactivate the sends.", found.Name, id)
	}
	return nil
}

// checkEnd is for an active send: whom it notifies now must not end before it changes.
func (s Send) checkEnd(client *zendesk.Client) {
	noun, _, id := receiverOf(s.Was)
	_, at, _ := receiverOf(s.Message)
	own := zendesk.Notifier{Noun: s.Noun, ID: s.ID, Title: s.Title}
	end, ends := client.PlanNotifier(noun, id.ValueString(), own)
	now := Receiver{Noun: noun, ID: id.ValueString(), Name: end.Name}
	switch {
	case ends && end.Replaced:
		now.warnOfReplacement(s.Notes, at, s.Title)
	case ends:
		now.warnOfDeletion(s.Notes, at, own)
	}
}

// changes reports whether the plan makes the send notify this receiver.
func (s Send) changes(planned types.String) bool {
	if s.Was == nil || !s.Fired {
		return true
	}
	_, _, id := receiverOf(s.Was)
	return !id.Equal(planned)
}

// receiverOf is whom a send notifies: noun, attribute and id.
func receiverOf(m *send.Message) (string, path.Path, types.String) {
	if m.TargetID.IsNull() {
		return zendesk.NounWebhook, send.PathWebhook, m.WebhookID
	}
	return zendesk.NounTarget, path.Root("target_id"), m.TargetID
}

// resources are the resource types, without their prefix.
var resources = map[string]string{zendesk.NounWebhook: "webhook", zendesk.NounTarget: "http_target"}
