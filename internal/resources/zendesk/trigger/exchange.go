package trigger

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// WarnOfTakenOver is for an exclusion that takes tickets over from another one which gives
// them up in the same plan, or the other way round: nothing orders the two writes. Whichever
// of them is planned later names the other one. ID is "" of a new one. One that is created
// where another one is deleted has another address most likely, and is not meant.
func WarnOfTakenOver(ctx context.Context, client *zendesk.Client, s *evaluation.Snapshot, id string, own evaluation.Declaration, notes *lifecycle.Notes) {
	begins := func(d evaluation.Declaration) bool { return d.Prior != nil || d.Starts }
	if id != "" && !begins(own) {
		return
	}
	var lines []string
	name := func(other string, d evaluation.Declaration) {
		exchanged := func(taker, giver evaluation.Declaration, does string) bool {
			taken := taker.TakesOver(giver)
			if taken == nil || !relied(ctx, client, s, taken, giver.Prior.Marks(), taker.Rule.Marks()) {
				return false
			}
			pair := []string{id + own.Title, other + d.Title}
			if slices.Sort(pair); notes.First(strings.Join(pair, " exchanges tickets with ")) {
				lines = append(lines, fmt.Sprintf("  %s %s %s", titled(s, other, d), does, described(taken)))
			}
			return true
		}
		_ = exchanged(d, own, "takes over") || exchanged(own, d, "gives up")
	}
	others := client.Evaluation().Others(id, begins)
	for _, other := range slices.SortedFunc(maps.Keys(others), rules.CompareIDs) {
		if d := others[other]; id != "" || !d.Deleted {
			name(other, d)
		}
	}
	if id != "" && !own.Deleted {
		for _, d := range client.Evaluation().NewExclusions() {
			name("", d)
		}
	}
	if len(lines) > 0 {
		notes.Warn(path.Root("conditions"), "Exclusions exchange tickets in one apply",
			"This plan changes %s together with these exclusions, and tickets go from one to the other:\n\n%s\n\n"+
				"Terraform does not order the two. If the one that gives the tickets up is written first, neither excludes them until the other one is written, and active sends and automations that check the mark may survey them.\n\n"+
				"In a list with count, an element that comes or goes shifts those behind it: with for_each and a key of its own, each exclusion keeps its tickets. "+
				"Otherwise, without a gap: first add another exclusion that matches these tickets and leaves the same mark, and apply. Then make this change, and apply. Then remove that exclusion.",
			titled(s, id, own), strings.Join(lines, "\n"))
	}
}

// described says for people which tickets these are, as far as that is short.
func described(tickets *evaluation.Rule) string {
	if text := tickets.Tickets(); strings.HasPrefix(text, "tickets ") {
		return text
	}
	return "tickets"
}

// titled is an exclusion for people: by the title that it has now.
func titled(s *evaluation.Snapshot, id string, d evaluation.Declaration) string {
	if id == "" {
		return fmt.Sprintf("%q, which is to be created,", d.Title)
	}
	if t, exists := s.Trigger(id); exists {
		d.Title = t.Title
	}
	return fmt.Sprintf("%q (%s)", d.Title, id)
}

// relied reports whether an active send or automation checks the mark that tickets have so
// far and the one that they will have, and no other exclusion, which stays as it is, leaves
// the former on them.
func relied(ctx context.Context, client *zendesk.Client, s *evaluation.Snapshot, tickets *evaluation.Rule, before, after rules.Marks) bool {
	for _, t := range s.Triggers {
		d, planned := client.Evaluation().Declared(t.ID)
		if t.Active && !(planned && (d.Prior != nil || !d.Active)) && t.Rule.Replaces(tickets, before) {
			return false
		}
	}
	sends := func(t evaluation.Trigger) bool {
		return t.Active && t.Rule.Sends() && t.Rule.Considers(before) && t.Rule.Considers(after)
	}
	if slices.ContainsFunc(s.Triggers, sends) {
		return true
	}
	later := client.RelyingAutomations(ctx, after, rules.Marks{})
	return slices.ContainsFunc(client.RelyingAutomations(ctx, before, rules.Marks{}), func(a zendesk.PlannedSend) bool {
		return slices.ContainsFunc(later, func(other zendesk.PlannedSend) bool { return other.ID == a.ID })
	})
}
