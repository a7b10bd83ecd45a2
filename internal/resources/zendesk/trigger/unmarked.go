package trigger

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// A trigger marks a ticket only while that is created or updated
// (support.zendesk.com, "About triggers and how they work"), and an automation surveys
// tickets that were solved hours ago: an exclusion that is new did not mark these.

// warnOfUnmarked names the active automations that check the mark of an exclusion which
// this plan creates or activates, or which matches more tickets from now on.
func (p Planned) warnOfUnmarked(ctx context.Context, s *evaluation.Snapshot) {
	own := evaluation.NewRule(*p.Rule, nil)
	begins := p.State == nil || !p.State.Active.ValueBool() || !evaluation.NewRule(*p.Prior, nil).Covers(own)
	if !p.active() || !begins || p.Replaces != "" || succeeded(p.Client, s, evaluation.Trigger{ID: p.id(), Rule: own}) {
		return
	}
	for _, each := range p.Client.RelyingAutomations(ctx, p.Marks, rules.Marks{}) {
		warnOfSolved(p.Notes, path.Root("conditions"), p.Plan.Title.ValueString(), each.Title)
	}
}

// WarnOfUnmarked is the same for an automation that is created or activated, and planned
// after the exclusions.
func WarnOfUnmarked(ctx context.Context, client *zendesk.Client, title string, automation rules.Rule, notes *lifecycle.Notes) {
	exclusions := client.Evaluation().NewExclusions()
	started := client.Evaluation().Others("", func(d evaluation.Declaration) bool { return d.Starts && d.Rule != nil && !d.Rule.Sends() })
	for _, id := range slices.Sorted(maps.Keys(started)) {
		exclusions = append(exclusions, started[id])
	}
	var tags map[string][]string
	if slices.ContainsFunc(exclusions, func(d evaluation.Declaration) bool { return len(d.Marks.Checkboxes) > 0 }) {
		tags, _ = client.PlannedFieldTags(ctx) // automations know a checkbox by its tag; that it cannot be read is reported by other checks
	}
	own := evaluation.NewRule(automation, nil)
	for _, d := range exclusions {
		if d.Active && own.Honours(evaluation.Widen(d.Marks, tags)) {
			warnOfSolved(notes, path.Root("exclude_tags"), d.Title, title)
		}
	}
}

// warnOfSolved is given once for an exclusion and an automation.
func warnOfSolved(notes *lifecycle.Notes, at path.Path, exclusion, automation string) {
	if !notes.First(exclusion + " has not marked what is solved for " + automation) {
		return
	}
	notes.Warn(at, "Tickets that are solved already have no mark",
		"The exclusion %q marks a ticket when that is created or updated. Tickets that were solved before this apply do not have the mark, and the automation %q, which checks for it, may survey them.\n\n"+
			"To exclude them, too, apply this while the automation is inactive (active = false), and activate it when these tickets were solved longer ago than its until_hours.", exclusion, automation)
}
