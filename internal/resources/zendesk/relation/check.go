package relation

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Subject is a trigger that declares a relation.
type Subject struct {
	ID    string // "" before it is created
	After types.Set
	// Honoured is what a send looks at. With nil, marks are not checked: the
	// trigger is an exclusion, or a part of the send is not known yet.
	Honoured *rules.Marks
	// SentTag is the tag that the trigger adds and requires to be absent, "" if there
	// is none.
	SentTag string
	// Settled says that the configuration asks for what is there already: then a
	// relation without effect is a warning.
	Settled bool
	Notes   *lifecycle.Notes
}

// Check looks at the triggers that are listed and whose id is known. Each must
// exist; of one that is inactive it warns, or what the user's checks say. Each must
// leave a mark that a send honours: a relation without effect is an error.
func Check(ctx context.Context, client *zendesk.Client, subject Subject) error {
	ids, _ := attribute.Texts(subject.After)
	var problems []error
	for _, id := range ids {
		if id == subject.ID {
			problems = append(problems, lifecycle.At(At(id), "A trigger cannot follow itself",
				"This is the trigger's own id. List the triggers that Zendesk must evaluate before it."))
			continue
		}
		listed, err := client.Trigger(ctx, id)
		switch {
		case zendesk.IsNotFound(err):
			problems = append(problems, Missing(id, "trigger", "surveytrigger_zendesk_exclusion_trigger.vip"))
		case err != nil:
			return err
		default:
			problems = append(problems, subject.check(ctx, client, *listed))
		}
	}
	return errors.Join(problems...)
}

func (s Subject) check(ctx context.Context, client *zendesk.Client, listed zendesk.Trigger) error {
	is := evaluation.Declaration{Active: listed.Active, Marks: rules.MarksOf(listed.Actions)}
	shall := is
	if declared, managed := client.Evaluation().Declared(listed.ID); managed {
		shall = declared
	}
	if err := s.checkActive(client, listed, shall); err != nil {
		return err
	}
	if s.SentTag != "" && slices.Contains(shall.Marks.Tags, s.SentTag) {
		return lifecycle.At(At(listed.ID), "The mark is this send's own sent_tag",
			"%q marks excluded tickets with the tag %q, which this send adds to the tickets that it surveys: excluded tickets and surveyed tickets would have the same tag.\n\n"+
				"Use another tag for the exclusion or for sent_tag.", listed.Title, s.SentTag)
	}
	if s.Honoured == nil || shall.Marks.Shares(*s.Honoured) {
		return nil
	}
	switch {
	case shall.Undecided && client.PlansNewTag(s.Honoured.Tags):
		return nil // of the checkbox that the exclusion waits for
	case shall.Undecided: // a send that waits for the same value would not be known either
		return lifecycle.At(At(listed.ID), "evaluate_after has no effect",
			"%q marks excluded tickets with something that is known only after the apply, but this send does not check it: excluded tickets are surveyed.\n\n"+
				"Refer to the same resource in exclude_checkbox_field_ids, in exclude_tags or in the payload.", listed.Title)
	}
	tags, err := client.FieldTags(ctx)
	if err != nil {
		return err
	}
	planned, err := client.PlannedFieldTags(ctx)
	if err != nil {
		return err
	}
	if evaluation.Widen(shall.Marks, planned).Shares(*s.Honoured) {
		return nil // a checkbox and its tag are one thing
	}
	problem := unprotected(listed, shall.Marks)
	if s.Settled && !shall.Marks.Lacks(is.Marks) && !is.Marks.Lacks(shall.Marks) && !evaluation.Widen(is.Marks, tags).Shares(*s.Honoured) {
		s.Notes.Warn(problem.Path, problem.Summary, "%s", problem.Detail)
		return nil
	}
	return problem
}

// checkActive reports a listed trigger that is inactive. A warning is given once for
// all that list it. It is never an error where this plan activates it.
func (s Subject) checkActive(client *zendesk.Client, listed zendesk.Trigger, shall evaluation.Declaration) error {
	level := client.Checks().Level(checks.InactiveExclusions, s.ID, listed.ID)
	reported := func() bool { return level == checks.Error || s.Notes.First(listed.ID) }
	switch {
	case listed.Active && shall.Active || level == checks.Off:
		return nil
	case shall.Active && s.Notes.First(listed.ID):
		s.Notes.Warn(At(listed.ID), "A listed trigger is inactive",
			"%q (%s) is inactive, so it excludes nobody at the moment. Applying this plan activates it.", listed.Title, listed.ID)
		return nil
	case listed.Active && !shall.Active && reported():
		ends, keep := "deactivates", "keep it active"
		if shall.Deleted {
			ends, keep = "deletes", "keep its resource"
		}
		return s.Notes.Report(level, At(listed.ID), "A listed trigger excludes nobody after the apply",
			"This plan %s %q (%s), which is listed here: from then on it excludes nobody.\n\nRemove it from evaluate_after, or %s.", ends, listed.Title, listed.ID, keep)
	case !shall.Active && reported():
		return s.Notes.Report(level, At(listed.ID), "A listed trigger is inactive",
			"%q (%s) is inactive, so it excludes nobody, whatever its position.\n\nActivate it where it is managed, or remove it from evaluate_after.", listed.Title, listed.ID)
	}
	return nil
}

func unprotected(listed zendesk.Trigger, marks rules.Marks) *lifecycle.Problem {
	if marks.Empty() {
		return lifecycle.At(At(listed.ID), "evaluate_after has no effect",
			"%q adds no tag and ticks no checkbox, so a send that is evaluated after it cannot see that it matched.\n\n"+
				"Remove it from evaluate_after, or give that trigger a mark.", listed.Title)
	}
	return lifecycle.At(At(listed.ID), "evaluate_after has no effect",
		"%q marks excluded tickets with %s, but this send checks none of the exclusion's marks: excluded tickets are surveyed.\n\n%s", listed.Title, marks, honourAdvice(marks))
}

func honourAdvice(marks rules.Marks) string {
	advice := "Add one of these to the send:"
	for _, tag := range marks.Tags {
		advice += fmt.Sprintf("\n  exclude_tags = [%q]", tag)
	}
	for _, id := range marks.Checkboxes {
		advice += fmt.Sprintf("\n  exclude_checkbox_field_ids = [%q]\n"+
			"  or a payload whose body depends on {{ticket.ticket_field_%s}} for every ticket, as in \"do_not_send\": \"{{ticket.ticket_field_%s}}\". A payload that only mentions it has no effect.", id, id, id)
	}
	return advice
}
