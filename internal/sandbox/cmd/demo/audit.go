package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// audit compares what happened with what should have.
type audit struct {
	held   int
	broken []string
	// due are the surveys that may leave, by ticket and recipient.
	due map[mailing]int
}

// mailing is one survey on its way to one mailbox.
type mailing struct{ ticketID, to string }

// expect notes whether something holds and gives that back.
func (a *audit) expect(holds bool, format string, args ...any) bool {
	if holds {
		a.held++
	} else {
		a.broken = append(a.broken, fmt.Sprintf(format, args...))
	}
	return holds
}

// fate is what became of one ticket's survey.
type fate struct {
	decisions  []engine.Survey
	recipients []string
}

func fateOf(world *engine.World, ticketID string) fate {
	f := fate{decisions: slices.DeleteFunc(world.Surveys.All(), func(s engine.Survey) bool { return s.TicketID != ticketID })}
	for _, mail := range world.Outbox.All() {
		if mail.Kind == engine.SurveyEmail && mail.TicketID == ticketID {
			f.recipients = append(f.recipients, mail.To)
		}
	}
	return f
}

// judge checks one visit and gives the words for the reader.
func (a *audit) judge(v visit, ticketID string, f fate) (words string, right bool) {
	if v.want.mailTo != "" {
		if a.due == nil {
			a.due = map[mailing]int{}
		}
		a.due[mailing{ticketID, v.want.mailTo}]++
	}
	words, right = f.words(), f.is(v.want)
	if right && v.want.why != "" {
		words = "no survey: " + v.want.why
	}
	a.expect(right, "%s (%s): expected %s, but: %s", v.customer, v.came, v.want.words(), words)
	return words, right
}

// is says whether exactly the wanted thing happened, and nothing besides.
func (f fate) is(w want) bool {
	if !w.asked() {
		return len(f.decisions) == 0 && len(f.recipients) == 0
	}
	if len(f.decisions) != 1 || f.decisions[0].Reason != w.reason {
		return false
	}
	if w.mailTo == "" {
		return len(f.recipients) == 0
	}
	return slices.Equal(f.recipients, []string{w.mailTo})
}

func (f fate) words() string {
	switch {
	case len(f.recipients) > 0:
		return "survey to " + strings.Join(f.recipients, " and ")
	case len(f.decisions) == 0:
		return "no survey: nobody asked for one"
	default:
		return "no survey: " + f.decisions[0].Reason
	}
}

func (w want) words() string {
	if w.mailTo != "" {
		return "one survey to " + w.mailTo
	}
	return "no survey"
}

// countSurveys looks once more at every survey that left: also at those that
// left late, twice, or for a ticket nobody looked at.
func (a *audit) countSurveys(world *engine.World) {
	left := map[mailing]int{}
	for _, mail := range world.Outbox.All() {
		if mail.Kind == engine.SurveyEmail {
			left[mailing{mail.TicketID, mail.To}]++
		}
	}
	a.expect(maps.Equal(left, a.due), "the surveys that left, by ticket and address, are %v instead of %v", left, a.due)
}

// verdict is an error that lists what did not hold.
func (a *audit) verdict() error {
	if len(a.broken) == 0 {
		return nil
	}
	return fmt.Errorf("not as promised:\n  %s", strings.Join(a.broken, "\n  "))
}
