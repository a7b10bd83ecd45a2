package trigger

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/overlap"
)

// reportOverlaps names other sends of which the same ticket may get a survey, too.
func (p Planned) reportOverlaps(ctx context.Context) error {
	send := overlap.Send{PlannedSend: p.plannedSend(), Replaces: p.Replaces}
	if p.Prior != nil {
		send.Prior = evaluation.NewRule(*p.Prior, nil)
	}
	return overlap.Report(ctx, p.Client, send, p.Notes)
}

// plannedSend is what the other sends of this run are compared with.
func (p Planned) plannedSend() zendesk.PlannedSend {
	own := zendesk.PlannedSend{
		ID: p.id(), Title: p.Plan.Title.ValueString(), Active: p.active(), CategoryID: p.Plan.CategoryID.ValueString(),
		Changes: p.State == nil || p.changes() || !p.State.Active.ValueBool(), Rule: evaluation.NewRule(*p.Rule, nil),
	}
	if p.changes() {
		own.Before = evaluation.NewRule(*p.Prior, nil)
	}
	return own
}

// id is "" of a trigger that is to be created.
func (p Planned) id() string {
	if p.State == nil {
		return ""
	}
	return p.State.ID.ValueString()
}

// warnOfExchange is for two sends that change in the same plan and would both
// survey a ticket if they are not written together.
func (p Planned) warnOfExchange() {
	if !p.changes() {
		return
	}
	own := p.declaration()
	others := p.Client.Evaluation().Others(p.State.ID.ValueString(), func(d evaluation.Declaration) bool { return d.Prior != nil })
	for _, id := range slices.Sorted(maps.Keys(others)) {
		if d := others[id]; own.Overlaps(d) {
			p.Notes.Warn(path.Root("conditions"), fmt.Sprintf("Two sends exchange tickets: this one and %s", id),
				"%q and %q (%s) both change, and one of them, or both, will survey tickets that the other one surveys now. If they are written in one batch, both are inactive until both are changed. "+
					"If they are written one after the other, because one depends on the other or because of -parallelism=1, a ticket that is updated in between may get two surveys.\n\n"+
					"To prevent that, give both the same sent_tag, or first deactivate one of them in a separate apply.", p.State.Title.ValueString(), d.Title, id)
		}
	}
}
