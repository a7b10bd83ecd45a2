package trigger

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// reportOverlaps names other active sends of the same receiver that one update of
// a ticket may make fire together with this one: two surveys for one ticket. It is
// an error where both are planned by this run and one of them surveys every ticket
// that the other one does.
func (p Planned) reportOverlaps(s *evaluation.Snapshot) error {
	if !p.Plan.Active.ValueBool() {
		return nil
	}
	own := evaluation.NewRule(*p.Rule, nil)
	id := ""
	if p.State != nil {
		id = p.State.ID.ValueString()
	}
	anew := p.State == nil || p.changes() || !p.State.Active.ValueBool()
	others := p.Client.Evaluation().Others(id)
	var problems []error
	for _, t := range s.Triggers {
		d, planned := others[t.ID]
		if !t.Active && (!planned || !d.Active) || planned && !d.Active || t.ID == id || t.ID == p.Replaces || !t.Rule.Sends() {
			continue
		}
		rule := t.Rule
		if d.Rule != nil {
			rule = d.Rule
		}
		problems = append(problems, p.reportOverlap(own, rule, id, t.ID, fmt.Sprintf("%q (%s)", t.Title, t.ID), anew && d.Rule != nil))
	}
	created := p.Client.Evaluation().ToBeCreated()
	for _, title := range slices.Sorted(maps.Keys(created)) {
		if title != p.Plan.Title.ValueString() {
			problems = append(problems, p.reportOverlap(own, created[title].Rule, id, "", fmt.Sprintf("%q, which is to be created", title), anew))
		}
	}
	if p.State == nil {
		p.Client.Evaluation().DeclareNew(evaluation.Declaration{Title: p.Plan.Title.ValueString(), Active: true, Rule: own})
	}
	return errors.Join(problems...)
}

func (p Planned) reportOverlap(own, other *evaluation.Rule, id, otherID, named string, both bool) error {
	if own.Receiver() != other.Receiver() || !own.MayFireWith(other) {
		return nil
	}
	at, title := path.Root("conditions"), p.Plan.Title.ValueString()
	const remedy = "If each ticket is to get one survey, give both the same sent_tag, or conditions or channels of which no ticket has both. "
	if both && (own.Covers(other) || other.Covers(own)) {
		return lifecycle.At(at, "Two surveys for one ticket", "%q and %s notify the same receiver, and every ticket that one of them surveys is surveyed by the other one too.\n\n%s", title, named, remedy)
	}
	level := p.Client.Checks().Level(checks.OverlappingSends, id, otherID)
	return p.Notes.Report(level, at, fmt.Sprintf("A ticket may get two surveys: %q and another send", title),
		"%q and %s notify the same receiver, and one update of a ticket may make both fire.\n\n%sIf that is meant, add the id of one of them to ignore in the provider's checks.", title, named, remedy)
}

// warnOfExchange is for two sends that change in the same plan and would both
// survey a ticket if they are not written together.
func (p Planned) warnOfExchange() {
	if p.State == nil {
		return
	}
	own := p.declaration()
	others := p.Client.Evaluation().Others(p.State.ID.ValueString())
	for _, id := range slices.Sorted(maps.Keys(others)) {
		if d := others[id]; own.Overlaps(d) {
			p.Notes.Warn(path.Root("conditions"), fmt.Sprintf("Two sends exchange tickets: this one and %s", id),
				"%q and %q (%s) both change, and each takes tickets that the other one surveys now. Written in one batch, both are inactive until both are changed. "+
					"Written one after the other, because one depends on the other or with -parallelism=1, a ticket that is updated in between may get two surveys.\n\n"+
					"To exclude that, give both the same sent_tag, or deactivate one in an apply of its own first.", p.State.Title.ValueString(), d.Title, id)
		}
	}
}
