package trigger

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
)

// namedOverlaps is how many other sends a report names: the first ones tell enough.
const namedOverlaps = 5

// reportOverlaps names other active sends of the same receiver that one update of
// a ticket may make fire together with this one: two surveys for one ticket.
func (p Planned) reportOverlaps(s *evaluation.Snapshot) error {
	if !p.active() {
		return nil
	}
	own := evaluation.NewRule(*p.Rule, nil)
	found := p.overlaps(s, own)
	if p.State == nil {
		p.Client.Evaluation().DeclareNew(evaluation.Declaration{Title: p.Plan.Title.ValueString(), Active: true, CategoryID: p.Plan.CategoryID.ValueString(), Rule: own})
	}
	if len(found) == 0 {
		return nil
	}
	const remedy = "If each ticket is to get one survey, give both the same sent_tag, or conditions or channels of which no ticket has both."
	var names []string
	for _, other := range found {
		names = append(names, "  "+other)
	}
	level := p.Client.Checks().Level(checks.OverlappingSends, p.id())
	return p.Notes.Report(level, path.Root("conditions"), "A ticket may get two surveys",
		"One update of a ticket may make %q fire and also one of these, which notify the same receiver (at most %d are named):\n\n%s\n\n%s If that is meant, add their ids to ignore in the provider's checks.",
		p.Plan.Title.ValueString(), namedOverlaps, strings.Join(names, "\n"), remedy)
}

// id is "" of a trigger that is to be created.
func (p Planned) id() string {
	if p.State == nil {
		return ""
	}
	return p.State.ID.ValueString()
}

// overlaps finds them, as planned where they are.
func (p Planned) overlaps(s *evaluation.Snapshot, own *evaluation.Rule) (found []string) {
	id, receiver := p.id(), own.Receiver()
	declared := p.Client.Evaluation().Declared
	meets := func(rule *evaluation.Rule) bool {
		return rule.Receiver() == receiver && own.MayFireWith(rule)
	}
	for _, t := range s.Triggers {
		if len(found) == namedOverlaps {
			return found
		}
		if t.ID == id || t.ID == p.Replaces || !t.Rule.Sends() || p.Client.Checks().Level(checks.OverlappingSends, t.ID) == checks.Off {
			continue
		}
		d, planned := declared(t.ID)
		rule := t.Rule
		if d.Rule != nil {
			rule = d.Rule
		}
		if active := t.Active && !planned || d.Active; active && meets(rule) {
			found = append(found, fmt.Sprintf("%q (%s)", t.Title, t.ID))
		}
	}
	created := p.Client.Evaluation().ToBeCreated()
	for _, title := range slices.Sorted(maps.Keys(created)) {
		if title != p.Plan.Title.ValueString() && len(found) < namedOverlaps && meets(created[title].Rule) {
			found = append(found, fmt.Sprintf("%q, which is to be created", title))
		}
	}
	return found
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
