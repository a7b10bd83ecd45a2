package trigger

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
)

// warnOfNobody names an exclusion that matches every ticket which makes the send fire:
// both are as somebody wants them, and no customer is asked.
func (p Planned) warnOfNobody(s *evaluation.Snapshot) {
	if !p.active() {
		return
	}
	own := evaluation.NewRule(*p.Rule, nil)
	leavesNobody := func(exclusion *evaluation.Rule) bool {
		return exclusion != nil && exclusion.OnlyMarks() && own.Honours(exclusion.Marks()) && exclusion.Covers(own)
	}
	for _, t := range s.Triggers {
		if !t.Rule.OnlyMarks() {
			continue // most of them
		}
		shall := evaluation.Declaration{Active: t.Active, Rule: t.Rule, Protects: s.Earlier(t.ID, p.id())}
		if declared, managed := p.Client.Evaluation().Declared(t.ID); managed {
			shall = declared
		}
		earlier := shall.Protects || slices.Contains(p.Plan.after(), t.ID)
		if earlier && shall.Active && !shall.Deleted && leavesNobody(shall.Rule) {
			p.noteNobody(fmt.Sprintf("%q (%s)", t.Title, t.ID))
			return
		}
	}
	for _, each := range p.Client.Evaluation().NewExclusions() {
		if (each.Protects || p.Plan.EvaluateAfter.IsUnknown()) && each.Active && leavesNobody(each.Rule) {
			p.noteNobody(fmt.Sprintf("%q, which is to be created,", each.Title))
			return
		}
	}
}

func (p Planned) noteNobody(exclusion string) {
	p.Notes.Warn(path.Root("conditions"), "An exclusion matches every ticket of this send",
		"Every ticket that makes %q fire is marked by the exclusion %s first, and this send leaves marked tickets alone: nobody gets this survey.\n\n"+
			"Give the exclusion a condition that only the tickets to exclude meet, such as a tag. If nobody is to be surveyed, set active = false in this send instead.", p.Plan.Title.ValueString(), exclusion)
}
