package httptarget

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/receiver"
)

func (m *Model) receiver() receiver.Receiver {
	return receiver.Receiver{Noun: zendesk.NounTarget, ID: m.ID.ValueString(), Name: m.Title.ValueString(), At: path.Root("title")}
}

func planDelete(_ context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	state.receiver().WarnOfEnd(client, notes)
	return nil
}

func planReceiver(p *lifecycle.Planning[*zendesk.Client, Model]) {
	if p.Online {
		p.Plan.receiver().Plan(p.Client, p.Replaces, p.Plan.Active.ValueBool())
	}
}
