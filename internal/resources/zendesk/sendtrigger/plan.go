package sendtrigger

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	planned, complete := p.Plan.rule(ctx)
	in := trigger.Planned{
		Client: p.Client, Online: p.Online, Plan: &p.Plan.Common,
		Marks: rules.MarksOf(planned.Actions), Notes: &p.Notes, Changed: true,
	}
	if honoured, known := p.Plan.honoured(ctx); known {
		in.Honoured = &honoured
	}
	if p.State != nil {
		in.State = &p.State.Common
		prior, _ := p.State.rule(ctx)
		in.Changed = !complete || !planned.Equal(prior)
	}
	if in.Changed {
		_, warnings := p.Plan.checkPayload()
		for _, warning := range warnings {
			p.Warn(pathPayload, "The payload can become broken JSON", "%s", warning)
		}
	}
	return trigger.Plan(ctx, in)
}
