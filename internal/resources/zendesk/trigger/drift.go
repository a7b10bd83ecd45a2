package trigger

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Drift of an exclusion or of a send is one line of a plan, and a line does not say
// who may be surveyed meanwhile. These warnings do.

// Version is what a trigger does and whether it is active: in the state, or in the
// account.
type Version struct {
	Active bool
	Rule   rules.Rule
}

// Found is what a Read found.
func Found(active bool, conditions rules.Conditions, actions []rules.Action) Version {
	return Version{Active: active, Rule: rules.Rule{Conditions: conditions, Actions: actions}}
}

const (
	toDeactivated = "is deactivated"
	toOtherMark   = "leaves another mark"
	toFewer       = "matches fewer tickets"
	toFewerMaybe  = "may match fewer tickets" // a part of it is not known yet
)

// weakerThan says why an exclusion protects fewer tickets than another version of it
// does, "" where it does not.
func (v Version) weakerThan(prior Version) string {
	switch {
	case !prior.Active:
		return ""
	case !v.Active:
		return toDeactivated
	case !rules.Implies(prior.Rule.Conditions, v.Rule.Conditions):
		return toFewer // also with another mark, which sends that check both still see
	case rules.MarksOf(v.Rule.Actions).Lacks(rules.MarksOf(prior.Rule.Actions)):
		return toOtherMark
	}
	return ""
}

// WarnOfDrift names the active sends that an exclusion protects less from than its
// state says, because it was changed outside Terraform. Found is nil if it was
// deleted. An account that cannot be asked has been reported.
func (c *Common) WarnOfDrift(ctx context.Context, client *zendesk.Client, prior Version, found *Version, notes *lifecycle.Notes) {
	s, err := client.Evaluation().Triggers(ctx)
	if err != nil || !prior.Active {
		return
	}
	at, what, remedy := path.Root("active"), "was deleted", "Applying creates it again, inactive, and activates it when it is put in order."
	marks, left := rules.MarksOf(prior.Rule.Actions), rules.Marks{}
	if found != nil {
		remedy = "Applying restores what the configuration says."
		switch found.weakerThan(prior) {
		case "":
			return
		case toDeactivated:
			what = "was deactivated"
		case toOtherMark:
			at, left = path.Root("mark"), rules.MarksOf(found.Rule.Actions)
			what = "does not leave " + marks.Without(left).String() + " any more"
		case toFewer:
			at, what = path.Root("conditions"), "was changed and matches fewer tickets"
		}
	}
	var sends []string
	for _, t := range s.Triggers {
		if t.Active && t.Rule.Sends() && t.Rule.Considers(marks) && !t.Rule.Honours(left) {
			sends = append(sends, fmt.Sprintf("  %q (%s)", t.Title, t.ID))
		}
	}
	if sends = append(sends, RelyingAutomations(ctx, client, marks, left)...); len(sends) > 0 {
		id := c.ID.ValueString()
		notes.First(id) // those that list it need not say again that it is inactive
		notes.Warn(at, fmt.Sprintf("Exclusion %s was changed outside Terraform", id),
			"%q (%s) %s. While this lasts, %s may be surveyed by these active sends, which check its mark:\n\n%s\n\n%s",
			c.Title.ValueString(), id, what, prior.Rule.Conditions.Tickets(), strings.Join(sends, "\n"), remedy)
	}
}

// WarnOfLostGuards names the active exclusions whose marks a send or an automation
// checked by its state and does not check any more, because it was changed outside
// Terraform.
func WarnOfLostGuards(ctx context.Context, client *zendesk.Client, id, title types.String, prior rules.Rule, found Version, notes *lifecycle.Notes) {
	if !found.Active || found.Rule.Equal(prior) {
		return
	}
	s, err := client.Evaluation().Triggers(ctx)
	if err != nil {
		return
	}
	was, is := evaluation.NewRule(prior, nil), evaluation.NewRule(found.Rule, nil)
	var exclusions []string
	for _, t := range s.Triggers {
		if marks := t.Rule.Marks(); t.Active && t.Rule.OnlyMarks() && was.Considers(marks) && !is.Considers(marks) {
			exclusions = append(exclusions, fmt.Sprintf("  %q (%s): %s", t.Title, t.ID, t.Rule.Tickets()))
		}
	}
	if len(exclusions) > 0 {
		notes.Warn(path.Root("exclude_tags"), fmt.Sprintf("Send %s was changed outside Terraform", id.ValueString()),
			"%q (%s) does not check the marks of these active exclusions any more. While this lasts, it may survey what they exclude:\n\n%s\n\nApplying restores what the configuration says.",
			title.ValueString(), id.ValueString(), strings.Join(exclusions, "\n"))
	}
}

// MentionOpen notes that a warning says of an exclusion and a send which of them is
// evaluated too late.
func MentionOpen(notes *lifecycle.Notes, exclusion, send string) {
	notes.First(openPair(exclusion, send))
}

func openPair(exclusion, send string) string { return exclusion + " open for " + send }

// WarnOfListed names the listed triggers that are evaluated after this active one.
// An exclusion of which that was said already is left out.
func (c *Common) WarnOfListed(ctx context.Context, client *zendesk.Client, notes *lifecycle.Notes) {
	s, err := client.Evaluation().Triggers(ctx)
	if err != nil || !c.Active.ValueBool() || c.OrderSatisfied.ValueBool() {
		return
	}
	var late []string
	for _, id := range c.after() {
		listed, exists := s.Trigger(id)
		if earlier, err := client.Evaluation().Before(ctx, id, c.ID.ValueString()); !exists || !listed.Active || err != nil || earlier || !notes.First(openPair(id, c.ID.ValueString())) {
			continue
		}
		late = append(late, fmt.Sprintf("  %q (%s): %s", listed.Title, id, listed.Rule.Tickets()))
	}
	if len(late) > 0 {
		notes.Warn(relation.Path, fmt.Sprintf("Trigger %s is evaluated too early", c.ID.ValueString()),
			"%q (%s) is evaluated before these triggers, which it lists. While this lasts, it ignores what they do in the same update of a ticket:\n\n%s\n\nApplying repairs the order.",
			c.Title.ValueString(), c.ID.ValueString(), strings.Join(late, "\n"))
	}
}
