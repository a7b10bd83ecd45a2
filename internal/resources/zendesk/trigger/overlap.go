package trigger

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
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
	possible, certain := p.overlaps(s, own)
	if p.State == nil {
		p.Client.Evaluation().DeclareNew(evaluation.Declaration{Title: p.Plan.Title.ValueString(), Active: true, CategoryID: p.Plan.CategoryID.ValueString(), Rule: own})
	}
	level := p.Client.Checks().Level(checks.OverlappingSends, p.id())
	if level == checks.Off {
		return nil
	}
	const remedy = "If each ticket is to get one survey, give both the same sent_tag, or conditions or channels of which no ticket has both."
	if len(certain) > 0 {
		return lifecycle.At(path.Root("conditions"), "Two sends survey the same tickets",
			"Each of the sends below notifies the same receiver as %q, and every ticket that matches the narrower of the two matches the other one as well: such a ticket gets two surveys.\n\n%s\n\n%s",
			p.Plan.Title.ValueString(), strings.Join(certain, "\n"), remedy)
	}
	if len(possible) == 0 {
		return nil
	}
	return p.Notes.Report(level, path.Root("conditions"), "A ticket may get two surveys",
		"One update of a ticket may make %q fire and also one of these, which notify the same receiver (at most %d are named):\n\n%s\n\n%s If that is meant, add their ids to ignore in the provider's checks.",
		p.Plan.Title.ValueString(), namedOverlaps, strings.Join(possible, "\n"), remedy)
}

// id is "" of a trigger that is to be created.
func (p Planned) id() string {
	if p.State == nil {
		return ""
	}
	return p.State.ID.ValueString()
}

// overlaps finds them, as planned where they are. Certain are those that are planned
// in this run too, where one of the two is made, activated or changed by it, and all
// tickets of one are the other's.
func (p Planned) overlaps(s *evaluation.Snapshot, own *evaluation.Rule) (possible, certain []string) {
	id, receiver := p.id(), own.Receiver()
	changes := p.State == nil || p.changes() || !p.State.Active.ValueBool()
	add := func(rule *evaluation.Rule, planned, otherChanges bool, format string, args ...any) {
		switch {
		case rule.Receiver() != receiver || !own.MayFireWith(rule):
		case planned && (changes || otherChanges) && (own.Covers(rule) || rule.Covers(own)):
			certain = append(certain, fmt.Sprintf(format, args...))
		case len(possible) < namedOverlaps:
			possible = append(possible, fmt.Sprintf(format, args...))
		}
	}
	for _, t := range s.Triggers {
		if t.ID == id || t.ID == p.Replaces || !t.Rule.Sends() || p.Client.Checks().Level(checks.OverlappingSends, t.ID) == checks.Off {
			continue
		}
		d, planned := p.Client.Evaluation().Declared(t.ID)
		rule := t.Rule
		if d.Rule != nil {
			rule = d.Rule
		}
		if active := t.Active && !planned || d.Active; active {
			add(rule, planned, d.Prior != nil || d.Starts, "  %q (%s)", t.Title, t.ID)
		}
	}
	created := p.Client.Evaluation().ToBeCreated()
	for _, title := range slices.Sorted(maps.Keys(created)) {
		if title != p.Plan.Title.ValueString() {
			add(created[title].Rule, true, true, "  %q, which is to be created", title)
		}
	}
	return possible, certain
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
