package overlap

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// reportForgetting names triggers and automations that take away the tag by which the send knows which
// tickets it has surveyed, or the mark of an exclusion before the send looks at it.
func (s Send) reportForgetting(ctx context.Context, client *zendesk.Client, notes *lifecycle.Notes) error {
	if s.Rule == nil || !s.Active {
		return nil
	}
	account, err := client.Evaluation().Triggers(ctx)
	if err != nil {
		return err
	}
	all := slices.Concat(account.Triggers, automationsOf(ctx, client))
	once := s.Rule.OnceBy()
	again := "when it is solved again"
	if s.Automation {
		again = "within an hour, each time that this happens"
	}
	surveyed := s.forgetting(client, checks.OverlappingSends, all, func(t evaluation.Trigger) bool {
		return t.Rule.Forgets(once, s.Rule) && !t.Rule.OnNew()
	})
	earlier, now := s.marks(account, once)
	excluded := s.forgetting(client, checks.ForeignMarks, all, func(t evaluation.Trigger) bool {
		// Zendesk may look at the triggers once more after one has changed the ticket.
		atOnce := t.Rule.Forgets(now, s.Rule) && account.Earlier(s.ID, t.ID) && !t.Rule.Disjoint(s.Rule)
		return atOnce || t.Rule.Forgets(earlier, s.Rule)
	})
	marks := slices.Concat(earlier, now)
	return errors.Join(
		reportNamed(client.Checks().Level(checks.OverlappingSends, s.ID), notes, path.Root("sent_tag"), "Surveyed tickets may be surveyed again", surveyed,
			"%q surveys a ticket once, because it adds the tag %q. These triggers or automations remove that tag, alone or with all others (at most %d are named), and a ticket that loses it may be surveyed again %s:\n\n%s\n\n"+
				"Change them so that they keep the tag. If it is meant, add their ids to ignore in the provider's checks.", s.Title, strings.Join(once, " "), named, again, strings.Join(surveyed, "\n")),
		reportNamed(client.Checks().Level(checks.ForeignMarks, s.ID), notes, path.Root("exclude_tags"), "Excluded tickets may lose their mark", excluded,
			"%q does not survey tickets that an exclusion has marked (%s). These triggers or automations remove a mark, alone or with all other tags (at most %d are named), and a ticket that loses it may be surveyed:\n\n%s\n\n"+
				"Change them so that they keep the mark. If it is meant, add their ids to ignore in the provider's checks.", s.Title, strings.Join(marks, " "), named, strings.Join(excluded, "\n")))
}

func reportNamed(level checks.Level, notes *lifecycle.Notes, at path.Path, summary string, found []string, format string, args ...any) error {
	if len(found) == 0 || level == checks.Off {
		return nil
	}
	return notes.Report(level, at, summary, format, args...)
}

// marks are the tags that the account's exclusions leave and the send looks at: those that
// have to stay on a ticket until another update, and those of its own update.
func (s Send) marks(account *evaluation.Snapshot, once []string) (earlier, now []string) {
	for _, t := range account.Triggers {
		if !t.Active || !t.Rule.OnlyMarks() || !s.Rule.Honours(t.Rule.Marks()) {
			continue
		}
		to := &now
		if s.Automation || t.Rule.OnNew() || t.Rule.Disjoint(s.Rule) {
			to = &earlier
		}
		for _, tag := range t.Rule.Marks().Tags {
			if s.Rule.Honours(rules.Marks{Tags: []string{tag}}) && !slices.Contains(once, tag) && !slices.Contains(*to, tag) {
				*to = append(*to, tag)
			}
		}
	}
	return earlier, now
}

// automationsOf are the automations of the account, as rules that have no place. They
// are known where sends are compared; one that cannot be read is not.
func automationsOf(ctx context.Context, client *zendesk.Client) (found []evaluation.Trigger) {
	automations, err := client.Automations(ctx)
	if err != nil {
		return nil
	}
	for _, a := range automations {
		found = append(found, evaluation.Trigger{ID: a.ID, Title: a.Title, Active: a.Active, Rule: a.Rule()})
	}
	return found
}

// forgetting are rules of a kind, in a line each.
func (s Send) forgetting(client *zendesk.Client, check checks.Check, all []evaluation.Trigger, of func(evaluation.Trigger) bool) (lines []string) {
	for _, t := range all {
		if !t.Active || t.ID == s.ID || t.ID == s.Replaces || !of(t) || client.Checks().Level(check, t.ID) == checks.Off {
			continue
		}
		if lines = append(lines, fmt.Sprintf("  %q (%s)", t.Title, t.ID)); len(lines) == named {
			break
		}
	}
	return lines
}
