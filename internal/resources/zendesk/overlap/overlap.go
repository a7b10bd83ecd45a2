// Package overlap finds sends of which one ticket may get two surveys: triggers of
// which one update makes both fire, and automations that run hours later.
//
// What another trigger or automation notifies may be anything. It counts as a survey
// where this run manages it as a send, or where it notifies the same receiver, the
// same host, or the API of Stella Connect. What overlaps for sure is an error, if this run
// plans both and makes, activates or changes one of them; all else is a finding of
// overlapping_sends.
package overlap

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/stellaconnect"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/secondsurvey"
)

// named is how many other sends a report names: the first ones tell enough.
const named = 5

const remedy = "To get one survey for each ticket, give both the same sent_tag, or give them conditions or channels that no ticket can meet together."

// Send is an active trigger or automation that sends surveys, as planned.
type Send struct {
	zendesk.PlannedSend
	// Replaces is the id of what a new one replaces, if that is known.
	Replaces string
	// Prior is what it does so far, nil of a new one. A receiver that is to be created most
	// likely has the host of the one that it notifies now.
	Prior *evaluation.Rule
}

// Report notes a send for the sends that are planned later, and names others that
// may survey the same ticket.
func Report(ctx context.Context, client *zendesk.Client, own Send, notes *lifecycle.Notes) error {
	own.PlannedSend = client.PlanSend(own.PlannedSend)
	level := client.Checks().Level(checks.OverlappingSends, own.ID)
	beside := func() []string { return client.PollingBeside(own.PlannedSend) }
	return errors.Join(own.report(ctx, client, level, notes), own.reportForgetting(ctx, client, notes), secondsurvey.ReportPolling(client.Account(), own.Title, beside, level, notes, path.Root("active")))
}

func (s Send) report(ctx context.Context, client *zendesk.Client, level checks.Level, notes *lifecycle.Notes) error {
	if level == checks.Off || s.Rule == nil || !s.Active && s.Before == nil {
		return nil
	}
	possible, certain, err := s.overlaps(ctx, client, notes)
	if err != nil {
		return err
	}
	if len(certain) > 0 {
		return lifecycle.At(path.Root("conditions"), "Two sends survey the same tickets",
			"Each of the sends below notifies the same receiver as %q, and one of the two matches every ticket that the other one matches: such a ticket gets two surveys.\n\n%s\n\n%s",
			s.Title, strings.Join(certain, "\n"), remedy)
	}
	if len(possible) == 0 {
		return nil
	}
	return notes.Report(level, path.Root("conditions"), "A ticket may get two surveys",
		"A ticket that makes %q fire may also make the sends below fire. They are in this configuration, or notify the same receiver or host, or the API of Stella Connect (at most %d are named):\n\n%s\n\n%s If that is meant, add their ids to ignore in the provider's checks.",
		s.Title, named, strings.Join(possible, "\n"), remedy)
}

// ReportEnd notes that this run deletes a send, for those that are planned later, and
// names new ones that may survey the same tickets.
func ReportEnd(ctx context.Context, client *zendesk.Client, own zendesk.PlannedSend, notes *lifecycle.Notes) error {
	if own.Active {
		own.Before = own.Rule
	}
	own.Active, own.Changes = false, true
	if !client.TriggersListed() {
		client.PlanSend(own)
		return nil
	}
	return Report(ctx, client, Send{PlannedSend: own}, notes)
}

// overlaps finds them. Certain are those that every ticket of one of the two matches.
func (s Send) overlaps(ctx context.Context, client *zendesk.Client, notes *lifecycle.Notes) (possible, certain []string, err error) {
	others, unread, err := client.Sends(ctx)
	if err != nil {
		return nil, nil, err
	}
	if unread != nil {
		warnOfUnread(client, notes, unread)
	}
	for _, other := range others {
		if s.is(other) || other.Managed && other.After(s.PlannedSend) || client.Checks().Level(checks.OverlappingSends, other.ID) == checks.Off {
			continue
		}
		if s.covers(other) && s.Rule.NotifiesSame(other.Rule) && s.meets(other) {
			certain = append(certain, s.line(other))
			continue
		}
		if len(possible) == named { // before conditions are compared, and the account is asked for more receivers
			continue
		}
		meets, meanwhile := s.meets(other), s.meanwhile(other)
		if !meets && meanwhile == "" || !s.notifiesAlike(ctx, client, other) {
			continue
		}
		if possible = append(possible, s.line(other)); !meets {
			possible[len(possible)-1] += meanwhile
		}
	}
	return possible, certain, nil
}

// warnOfUnread says, once a process, that automations could not be compared.
func warnOfUnread(client *zendesk.Client, notes *lifecycle.Notes, err error) {
	if !notes.First("automations that were not read") {
		return
	}
	remedy := ""
	var vendor lifecycle.VendorError
	if errors.As(err, &vendor) {
		remedy = "\n\n" + vendor.Remedy()
	}
	notes.Warn(path.Empty(), "Automations were not compared with the sends",
		"The automations of %s could not be read: %s.\n\nA ticket that one of them surveys as well gets two surveys, and no plan tells it.%s",
		client.Account(), strings.TrimSuffix(err.Error(), "."), remedy)
}

// notifiesAlike reports whether what the other one notifies counts as a survey.
func (s Send) notifiesAlike(ctx context.Context, client *zendesk.Client, other zendesk.PlannedSend) bool {
	if other.Managed || s.Rule.NotifiesSame(other.Rule) {
		return true
	}
	own, others := s.Rule.Receiver(), other.Rule.Receiver()
	if others != "" && client.AtHost(ctx, others, backendHost) {
		return true
	}
	if own == "" && s.Prior != nil {
		own = s.Prior.Receiver()
	}
	return own != "" && others != "" && client.SameHost(ctx, own, others)
}

// backendHost is the host of the survey backend that has one host for all of its
// customers. The others are polled, or have addresses of their own.
var backendHost = strings.TrimPrefix(stellaconnect.DefaultHost, "https://")

// is reports whether it is the send itself, or what it replaces.
func (s Send) is(other zendesk.PlannedSend) bool {
	if s.Automation != other.Automation {
		return false
	}
	if other.ID == "" {
		return s.Title == other.Title
	}
	return other.ID == s.ID || other.ID == s.Replaces
}

// line is another send for people.
func (s Send) line(other zendesk.PlannedSend) string {
	text := fmt.Sprintf("  %q (%s)", other.Title, other.ID)
	if other.ID == "" {
		text = fmt.Sprintf("  %q, which is to be created and has its id after the apply", other.Title)
	}
	switch {
	case other.Automation || s.Automation:
		text += map[bool]string{true: ", an automation, at another time", false: ", a trigger, at another time"}[other.Automation]
	case s.Active && other.Active && !s.Rule.MayFireWith(other.Rule) && s.mayAlternate(other):
		text += ", with another status"
	}
	return text
}

// meets reports whether one ticket may make both fire once this run is over.
func (s Send) meets(other zendesk.PlannedSend) bool {
	return s.Active && other.Active && s.mayMeet(other)
}

// mayMeet reports whether one ticket may make both fire: triggers in one update or with
// one status after the other, automations at any time.
func (s Send) mayMeet(other zendesk.PlannedSend) bool {
	switch {
	case !s.Automation && !other.Automation:
		return s.Rule.MayFireWith(other.Rule) || s.mayAlternate(other)
	case s.Automation && other.Automation:
		return s.Rule.MayFireLater(other.Rule) && !s.Rule.Excludes(other.Rule)
	case s.Automation:
		return s.Rule.MayFireLater(other.Rule) && !s.Rule.Honours(other.Rule.Marks())
	default:
		return s.Rule.MayFireLater(other.Rule) && !other.Rule.Honours(s.Rule.Marks())
	}
}

// mayAlternate reports whether one ticket may make one trigger fire and later the other one,
// with another status.
func (s Send) mayAlternate(other zendesk.PlannedSend) bool {
	return s.Rule.MayFollow(other.Rule) || other.Rule.MayFollow(s.Rule)
}

// meanwhile says why a ticket may get two surveys although the two do not go on
// together, "" where it may not: one update may make two triggers fire of which this
// run starts one, and changes or ends the other one; and an automation looks back at
// tickets that were solved before.
func (s Send) meanwhile(other zendesk.PlannedSend) string {
	switch {
	case looksBack(s.PlannedSend, other):
		return ", which has surveyed some of them before this plan changes or ends it" + leaveOut(other)
	case looksBack(other, s.PlannedSend):
		return ", which surveys again what this one has surveyed before this plan changes or ends it" + leaveOut(s.PlannedSend)
	case s.Automation || other.Automation:
		return ""
	case s.Before == nil && startsBefore(s.PlannedSend, other):
		return ", until this plan changes or ends that one"
	case s.Before != nil && startsBefore(other, s.PlannedSend):
		return ", which this plan may start before it changes or ends this one"
	}
	return ""
}

// leaveOut says what keeps an automation from surveying again what another send has
// surveyed, if that has left a tag.
func leaveOut(ends zendesk.PlannedSend) string {
	tags := ends.Before.Marks().Tags
	if len(tags) == 0 {
		return ""
	}
	return fmt.Sprintf(" (to leave these out: former_sent_tags = [%q])", tags[0])
}

// startsBefore reports whether one update may make two triggers fire while this run
// has started one and not yet changed or ended the other one.
func startsBefore(starts, ends zendesk.PlannedSend) bool {
	return starts.Active && starts.Changes && starts.Before == nil && ends.Before != nil && starts.Rule.MayFireWith(ends.Before)
}

// looksBack reports whether an automation that this run makes, activates or changes
// may act on tickets on which another send has acted before this run changed or ended
// that one.
func looksBack(starts, ends zendesk.PlannedSend) bool {
	return starts.Automation && starts.Active && starts.Changes && ends.Before != nil &&
		starts.Rule.MayFireLater(ends.Before) && !starts.Rule.Honours(ends.Before.Marks())
}

// covers reports whether every ticket that one of the two matches is one of the other.
// Both are planned by this run, which changes at least one of them.
func (s Send) covers(other zendesk.PlannedSend) bool {
	return other.Managed && (s.Changes || other.Changes) && s.Automation == other.Automation && (s.Rule.Covers(other.Rule) || other.Rule.Covers(s.Rule))
}
