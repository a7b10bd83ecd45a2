package promise

import (
	"maps"
	"net/http"
	"reflect"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// hour lets an hour pass, in which each automation runs once, and judges what they
// ask for. The caller holds the account.
func (s *simulation) hour(when string) {
	s.moment = when
	s.decisions()
	s.call(http.MethodPost, "/_sandbox/clock/advance", map[string]any{"duration": "1h"})
	s.count("an hour")
	for _, each := range s.news() {
		if seen := s.visitors[each.TicketID]; seen != nil && !each.DoNotSend && each.Brand != "" {
			s.judgeLater(seen, each)
		}
	}
}

// judgeLater compares a survey that an automation asks for with what is in force.
func (s *simulation) judgeLater(seen *visitor, survey engine.Survey) {
	name := survey.Brand
	s.count("a survey by an automation")
	if s.retired[name] {
		s.surveyViolated("a ticket was surveyed by an automation that no configuration has: %s, %s", survey.TicketID, name)
	}
	s.judgeAgain(seen, survey)
	seen.by[name] = nil
	if each := s.later[name]; each != nil {
		if both := seen.marks.and(each.honours); len(both) > 0 {
			s.surveyViolated("a ticket was surveyed by an automation although it has a mark: %s, %s, %v, %s", survey.TicketID, name, both, s.where())
		}
		if both := seen.sent.and(each.absent); len(both) > 0 {
			s.surveyViolated("a ticket got a second survey by an automation: %s, %s, %v, %s", survey.TicketID, name, both, s.where())
		}
		if each.config != nil {
			seen.sent[each.config.Sent] = true
		}
	}
}

// judgeAgain looks at a ticket that another send asked for before. Where a plan could
// see both it has to warn.
func (s *simulation) judgeAgain(seen *visitor, survey engine.Survey) {
	name := survey.Brand
	for other, sent := range seen.by {
		if other == name {
			continue
		}
		s.count("a survey by an automation after another one")
		automation := s.later[name]
		var could bool
		switch {
		case automation != nil && automation.settled && sent != nil:
			could = s.history.configures(sent.send, *automation.config)
		case automation != nil && automation.settled:
			could = s.shown[other][automation.team]
		case automation == nil && sent != nil:
			now, settled := s.covered[other] // no plan saw both if it ended before
			could = settled && reflect.DeepEqual(now, *sent) && s.shown[name][sent.team]
		}
		if could && !s.touched[name] && !s.touched[other] {
			s.addDouble(other, name, "ticket "+survey.TicketID+" "+s.where())
		}
	}
}

// configures reports whether one configuration has a send and an automation, both active.
func (h history) configures(send sendOf, automation automationOf) bool {
	for team := range channelsOf {
		for _, config := range h.configured(team) {
			a, b := config.send(send.Name), config.automation(automation.Name)
			if a != nil && b != nil && !a.Off && !b.Off && reflect.DeepEqual(*a, send) && reflect.DeepEqual(*b, automation) {
				return true
			}
		}
	}
	return false
}

// hours lets customers come by and waits until every automation has had its time.
func (s *simulation) hours() {
	s.mu.Lock()
	defer s.mu.Unlock()
	most := 0
	for _, each := range s.later {
		if each.config != nil {
			most = max(most, each.config.Hours)
		}
	}
	var waiting []customer
	for _, tag := range s.history.tags() {
		tags := []string{}
		if tag != "" {
			tags = append(tags, tag)
		}
		channel := channels[len(waiting)%len(channels)]
		id, _ := s.account.ticket(channel, "open", nil)
		who := customer{id, channel, tags, ""}
		s.solve(who, map[string]any{"tags": tags})
		waiting = append(waiting, who)
	}
	for range most + 1 {
		s.hour("in the hours that pass")
	}
	for _, who := range waiting {
		s.judgeLaterLiveness(who)
		s.account.update(who.ticket, map[string]any{"status": "open"})
		s.solve(who, map[string]any{})
	}
	for range most + 1 {
		s.hour("in the hours after a second solve")
	}
}

// judgeLaterLiveness expects a survey of an automation where nothing in the account
// speaks against it.
func (s *simulation) judgeLaterLiveness(who customer) {
	seen := s.visitor(who.ticket)
	for name, each := range s.later {
		if len(seen.marks.and(each.honours)) > 0 {
			s.count("a marked ticket that an automation leaves alone")
		}
		if len(seen.sent.and(each.absent)) > 0 {
			s.count("a surveyed ticket that an automation leaves alone")
		}
		if !each.settled || each.config == nil || s.account.mayMark(slices.Collect(maps.Keys(each.honours)), who.tags) {
			continue
		}
		if len(seen.by) > 0 && (len(seen.by) > 1 || !contains(seen.by, name)) {
			continue // another one was first, and this one may honour its tag
		}
		s.count("a solve that an automation covers")
		if s.left[who.ticket] == 0 {
			s.surveyViolated("a ticket was not surveyed by an automation although nothing speaks against it: %+v, %s", who, name)
		}
	}
}

func contains[K comparable, V any](of map[K]V, key K) bool {
	_, has := of[key]
	return has
}
