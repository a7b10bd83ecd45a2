package httptarget

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/receiver"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func (m *Model) receiver() receiver.Receiver {
	return receiver.Receiver{Noun: zendesk.NounTarget, ID: m.ID.ValueString(), Name: m.Title.ValueString(), At: path.Root("title")}
}

func planDelete(_ context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	state.receiver().WarnOfEnd(client, notes)
	return nil
}

// planReceiver tells the sends of the same run how the target will be.
func planReceiver(p *lifecycle.Planning[*zendesk.Client, Model]) {
	switch planned := p.Plan.receiver(); {
	case !p.Online:
	case p.State != nil:
		p.Client.NoteReceiver(planned.Noun, p.State.ID.ValueString(), zendesk.Receiver{Name: planned.Name, Active: p.Plan.Active.ValueBool()})
	case p.Replaces != "":
		p.Client.PlanReceiverEnd(planned.Noun, p.Replaces, zendesk.ReceiverEnd{Name: planned.Name, Replaced: true})
	}
}
