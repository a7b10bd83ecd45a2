package zendesk

import (
	"context"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const (
	ticksAnHour = int(time.Hour / engine.Step)

	// ticketsAnHour is how many tickets one automation updates in an hour; the others wait for the next
	// (HC-4408832701850).
	ticketsAnHour = 1000
	// mostAutomated is the number of updates by automations after which a ticket is left alone, except by the one that
	// closes it.
	mostAutomated = 100
)

// Tick runs the automations at each simulated hour, with their deliveries, and closes tickets that have been solved for
// 28 days; no trigger runs on that (HC-4408822236058).
func (s *System) Tick(now time.Time) {
	s.closeForgotten(now)
	if s.hourIsOver() {
		s.runAutomations()
	}
}

func (s *System) closeForgotten(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.account.tickets {
		if t.Status == "solved" && now.Sub(t.StatusSince) >= solvedLivesFor {
			t.Status, t.StatusSince, t.Updated = "closed", now, now
		}
	}
}

func (s *System) hourIsOver() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ticks = (s.ticks + 1) % ticksAnHour
	return s.ticks == 0
}

// runAutomations lets each active automation run in its order over the tickets that it finds then, changes of earlier
// ones included. The account is free while a receiver is called, so that whether a ticket still meets the conditions
// is decided when its turn comes.
func (s *System) runAutomations() {
	for _, id := range s.activeAutomations() {
		for _, ticketID := range s.ticketsFor(id) {
			for _, d := range s.automate(id, ticketID) {
				d.deliver(context.Background(), s)
			}
		}
	}
}

func (s *System) activeAutomations() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []int64
	for _, one := range s.account.automationsInOrder() {
		if one.Active {
			ids = append(ids, one.ID)
		}
	}
	return ids
}

// ticketsFor gives the tickets that an automation finds, oldest first.
func (s *System) ticketsFor(id int64) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []int64
	for _, t := range byID(s.account.tickets) {
		if len(found) < ticketsAnHour && s.account.automationUpdate(id, t.ID) != nil {
			found = append(found, t.ID)
		}
	}
	return found
}

// automationUpdate is the update of a ticket by an automation, not begun yet; nil when there is none to make.
func (a *account) automationUpdate(id, ticketID int64) *update {
	rule, t := a.automations[id], a.tickets[ticketID]
	if rule == nil || !rule.Active || t == nil || t.Status == "closed" || (t.Automated >= mostAutomated && !rule.closes) {
		return nil
	}
	u := &update{call: &call{account: a}, before: t, ticket: t, via: viaRule, actor: noUser}
	if !u.meets(&rule.trigger) {
		return nil
	}
	return u
}

// automate lets an automation update one ticket, if it still may, and the triggers run on that; it gives the calls to
// make.
func (s *System) automate(id, ticketID int64) []delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.account.automationUpdate(id, ticketID)
	if u == nil {
		return nil
	}
	u.before = u.ticket.clone()
	u.ticket.Automated++
	u.beginAudit(ruleSource("automation", &u.automations[id].trigger))
	u.fire(&u.automations[id].trigger)
	if automationTouches {
		u.ticket.Updated = u.now()
	}
	u.run()
	return u.deliveries
}
