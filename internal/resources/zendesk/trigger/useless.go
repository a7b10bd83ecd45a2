package trigger

import (
	"fmt"
	"iter"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// warnOfNobody names an exclusion that matches every ticket which makes the send fire:
// both are as somebody wants them, and no customer is asked.
func (p Planned) warnOfNobody(s *evaluation.Snapshot, own *evaluation.Rule) {
	leavesNobody := func(exclusion *evaluation.Rule) bool { return own.Honours(exclusion.Marks()) && exclusion.Covers(own) }
	for exclusion := range p.exclusionsBefore(s, leavesNobody) {
		p.Notes.Warn(path.Root("conditions"), "An exclusion matches every ticket of this send",
			"Every ticket that makes %q fire is marked by the exclusion %s first, and this send does not survey marked tickets: nobody gets this survey.\n\n"+
				"Give the exclusion a condition that only the tickets to exclude meet, such as a tag. If nobody is to be surveyed, set active = false in this send instead.", p.Plan.Title.ValueString(), exclusion)
		return
	}
}

// exclusionsBefore are the exclusions of a kind that shall be evaluated before the send.
func (p Planned) exclusionsBefore(s *evaluation.Snapshot, of func(*evaluation.Rule) bool) iter.Seq[string] {
	found := func(exclusion *evaluation.Rule) bool {
		return exclusion != nil && exclusion.OnlyMarks() && of(exclusion)
	}
	return func(yield func(string) bool) {
		for _, t := range s.Triggers {
			if !t.Rule.OnlyMarks() {
				continue // most of them
			}
			shall := evaluation.Declaration{Active: t.Active, Rule: t.Rule, Protects: s.Earlier(t.ID, p.id())}
			if declared, managed := p.Client.Evaluation().Declared(t.ID); managed {
				shall = declared
			}
			earlier := shall.Protects || slices.Contains(p.Plan.after(), t.ID)
			if earlier && shall.Active && !shall.Deleted && found(shall.Rule) && !yield(fmt.Sprintf("%q (%s)", t.Title, t.ID)) {
				return
			}
		}
		for _, each := range p.Client.Evaluation().NewExclusions() {
			if (each.Protects || p.Plan.EvaluateAfter.IsUnknown()) && each.Active && found(each.Rule) && !yield(fmt.Sprintf("%q, which is to be created,", each.Title)) {
				return
			}
		}
	}
}

// warnOfTooLate names an exclusion that matches only with a status which a ticket gets
// after it has made the send fire.
func (p Planned) warnOfTooLate(s *evaluation.Snapshot, own *evaluation.Rule) {
	for _, bound := range []struct{ before, status string }{{"hold", "solved"}, {"solved", "closed"}} {
		if !statusOf("less_than", bound.status).Covers(own) {
			continue
		}
		late := statusOf("greater_than", bound.before)
		for title := range p.exclusionsBefore(s, func(exclusion *evaluation.Rule) bool {
			return own.Considers(exclusion.Marks()) && late.Covers(exclusion)
		}) {
			p.Notes.Warn(relation.Path, "An exclusion is too late for this send",
				"%q fires before a ticket is %s, but the exclusion %s matches only from then on: tickets are surveyed before it marks them.\n\n"+
					"Give the exclusion the status condition of this send, or none. If it is meant for other sends only, set protects = \"listed\" and list it there.", p.Plan.Title.ValueString(), bound.status, title)
		}
		return
	}
}

// statusOf is a rule with one condition.
func statusOf(operator, status string) *evaluation.Rule {
	return evaluation.NewRule(rules.Rule{Conditions: rules.Conditions{All: []rules.Condition{{Field: rules.FieldStatus, Operator: operator, Value: rules.Text(status)}}}}, nil)
}
