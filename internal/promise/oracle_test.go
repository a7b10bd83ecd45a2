package promise

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// oracle is what must and must not happen to customers now, and what did happen.
type oracle struct {
	force   map[protection]bool
	ending  map[protection]map[int]bool // those that end with the next write of one side, and the teams whose apply ends them
	covered map[string]coverage         // by the name of the send
	guarded map[string]guarding         // by the name of the send
	retired map[string]bool             // names of sends that no configuration has any more
	pending []customer
	// surveyed are customers that got a survey, by channel: some of them come
	// back.
	surveyed map[string]customer
	counted  int            // survey decisions that have been looked at
	called   map[string]int // requests for a survey, by ticket
	asked    map[string]int // of these, those that would leave
	left     map[string]int // surveys that left, by ticket
	visits   int
	marked   int // visits with a mark
	people   int // customers so far
	// doubles are updates for which two sends fired; warned are the pairs of sends
	// that a plan warned of.
	doubles []double
	warned  map[[2]string]bool
	// touched are the names of sends that a person changed since the team's last
	// apply: no plan has seen them.
	touched map[string]bool
	// later and marking are the automations and the exclusions in force, by name;
	// visitors are tickets, by id.
	later    map[string]*later
	marking  map[string]marking
	visitors map[string]*visitor
	// shown are the foreign senders that a plan of a team has seen since they changed.
	shown map[string]map[int]bool
}

func newOracle() oracle {
	return oracle{
		force: map[protection]bool{}, ending: map[protection]map[int]bool{}, covered: map[string]coverage{}, guarded: map[string]guarding{}, retired: map[string]bool{},
		surveyed: map[string]customer{}, called: map[string]int{}, asked: map[string]int{}, left: map[string]int{}, warned: map[[2]string]bool{}, touched: map[string]bool{},
		later: map[string]*later{}, marking: map[string]marking{}, visitors: map[string]*visitor{}, shown: map[string]map[int]bool{},
	}
}

// customer is somebody with a ticket.
type customer struct {
	ticket, channel string
	tags            []string
	sent            string // the sent_tag that a survey left on the ticket
}

// double is an update of a ticket for which two sends fired.
type double struct {
	pair [2]string // names
	text string
}

// visit lets a customer open a ticket that is solved at some time: at once, with
// the update that brings the tags, or later.
func (s *simulation) visit(tag, channel string) {
	tags := []string{}
	if tag != "" {
		tags = append(tags, tag)
	}
	s.visits++
	switch s.visits % 4 {
	case 0: // some belong to two groups
		tags = append(tags, customers[s.visits/4%len(customers)])
		fallthrough
	case 1:
		id, _ := s.account.ticket(channel, "open", tags)
		s.solve(customer{id, channel, tags, ""}, map[string]any{})
	case 2:
		id, _ := s.account.ticket(channel, "open", nil)
		s.solve(customer{id, channel, tags, ""}, map[string]any{"tags": tags})
	default: // solved while it is on the telephone
		id, has := s.account.ticket(channel, "solved", tags)
		s.count("a ticket that is created solved")
		s.judge(customer{id, channel, tags, ""}, s.decisions(), true, has)
	}
}

// visitMarked is for a customer whose ticket has a mark from earlier.
func (s *simulation) visitMarked() {
	channel, tags := channels[s.marked/len(marks)%len(channels)], []string{marks[s.marked%len(marks)]}
	s.marked++
	id, _ := s.account.ticket(channel, "open", tags)
	for _, each := range s.guarded {
		if each.tags[tags[0]] {
			s.count("a solve of a ticket that has a mark")
		}
	}
	s.solve(customer{id, channel, tags, ""}, map[string]any{})
}

// solve solves a ticket and judges what comes of it.
func (s *simulation) solve(who customer, changes map[string]any) {
	changes["status"] = "solved"
	s.decisions()
	first := s.asked[who.ticket] == 0
	has := s.account.update(who.ticket, changes)
	s.judge(who, s.decisions(), first, has)
}

// decisions are the names of the sends whose requests for a survey would leave,
// since it was last asked.
func (s *simulation) decisions() (by []string) {
	for _, each := range s.news() {
		if !each.DoNotSend {
			by = append(by, each.Brand)
		}
	}
	return by
}

// news are the requests for a survey since it was last asked.
func (s *simulation) news() []engine.Survey {
	all := s.box.World().Surveys.All()
	fresh := all[s.counted:]
	for _, each := range fresh {
		s.called[each.TicketID]++
		if !each.DoNotSend {
			s.asked[each.TicketID]++
		}
		if each.Outcome == engine.Sent {
			s.left[each.TicketID]++
		}
	}
	s.counted = len(all)
	return fresh
}

// judge compares what one solve led to, and the tags that the ticket has now, with
// what is in force.
func (s *simulation) judge(who customer, by []string, first bool, has []string) {
	s.judgeDouble(who, by)
	s.remembers(who, by)
	if s.called[who.ticket] == 0 && sentTagOf(has) != "" {
		s.surveyViolated("a ticket got a sent_tag and nobody asked for a survey: %+v, %q", who, has)
	}
	for each := range s.force {
		if each.Channel != who.channel || !slices.Contains(who.tags, each.Tag) {
			continue
		}
		s.count("a solve under protection")
		if slices.Contains(by, each.Send) && s.account.blind(s.titles[each.Send]) {
			s.count("a survey between an activation and the look after it, beside another workspace")
			s.unseen[s.titles[each.Send]] = fmt.Sprintf("%+v, %+v", who, each)
			continue
		}
		if slices.Contains(by, each.Send) {
			s.surveyViolated("a ticket was surveyed although an exclusion is in force"+each.kind()+": %+v, %+v", who, each)
		}
	}
	for _, name := range by {
		if s.retired[name] {
			s.surveyViolated("a ticket was surveyed by a send that no configuration has: %+v, %s", who, name)
		}
		covered, settled := s.covered[name]
		if who.sent != "" && (settled && covered.send.Sent == who.sent || s.guarded[name].tags[who.sent]) {
			s.surveyViolated("a ticket got a second survey in spite of the sent_tag: %+v", who)
		}
		if slices.ContainsFunc(who.tags, func(each string) bool { return s.guarded[name].tags[each] }) {
			s.surveyViolated("a ticket was surveyed although it had a mark: %+v, %s", who, name)
		}
	}
	if who.sent != "" {
		s.count("a second solve of a ticket that has a sent_tag")
	}
	if first {
		s.judgeLiveness(who)
	}
	for _, name := range by {
		who.sent = cmp.Or(who.sent, s.covered[name].send.Sent, sentTagOf(has))
		s.surveyed[who.channel] = who
	}
}

// sentTagOf is the sent_tag among the tags of a ticket.
func sentTagOf(tags []string) string {
	for _, each := range tags {
		if strings.HasPrefix(each, sentTag) {
			return each
		}
	}
	return ""
}

// judgeLiveness expects a survey where nothing in the account speaks against it.
func (s *simulation) judgeLiveness(who customer) {
	for _, covered := range s.covered {
		if !slices.Contains(covered.send.Channels, who.channel) || s.account.mayExclude(covered.send, who.tags) {
			continue
		}
		s.count("a solve that a send covers")
		if s.left[who.ticket] == 0 {
			s.surveyViolated("a ticket was not surveyed although nothing speaks against it: %+v", who)
		}
	}
}

// judgeDouble looks at an update for which more than one send fired. Two that
// overlap may, if a plan warned of them: that is known when the run has ended.
func (s *simulation) judgeDouble(who customer, by []string) {
	if len(by) < 2 {
		return
	}
	s.count("two sends for one update")
	slices.Sort(by)
	if names := slices.Compact(by); len(names) == len(by) {
		for i, a := range names {
			for _, b := range names[i+1:] {
				if s.touched[a] || s.touched[b] || !s.history.together(a, b) && !s.showed(a, b) && !s.showed(b, a) {
					s.count("two sends for one update that no plan could see")
					continue
				}
				s.addDouble(a, b, s.where())
			}
		}
		return
	}
	s.surveyViolated("a ticket got more than one survey of one send for one solve: %+v, %q", who, by)
}

// showed reports whether a plan of a settled send's team has seen a foreign sender.
func (s *simulation) showed(foreign, send string) bool {
	covered, settled := s.covered[send]
	return settled && s.shown[foreign][covered.team]
}

func (s *simulation) addDouble(name, other, where string) {
	s.doubles = append(s.doubles, double{[2]string{min(name, other), max(name, other)}, where})
}

// judgeDoubles is for a moment when all has been said that plans say.
func (s *simulation) judgeDoubles() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, each := range s.doubles {
		if !s.warned[each.pair] {
			s.surveyViolated("two sends fired for one update and no plan warned of it: %q, %s", each.pair, each.text)
		}
	}
	s.doubles = nil
}

// probe lets a customer of every kind come by. The caller holds the account.
func (s *simulation) probe(when string) {
	before := len(s.wrong)
	s.moment = when
	s.account.inspect(when)
	for _, channel := range channels {
		for _, tag := range s.history.tags() {
			s.visit(tag, channel)
		}
		if who, some := s.surveyed[channel]; some && who.sent != "" {
			s.account.update(who.ticket, map[string]any{"status": "open"})
			s.solve(who, map[string]any{})
		}
	}
	s.visitMarked()
	if len(s.wrong) > before {
		s.tell("  that was %s", when)
	}
}

// traffic solves what waits, solves it again, and opens more.
func (s *simulation) traffic() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.moment = "in the traffic"
	for _, who := range s.pending {
		s.solve(who, map[string]any{})
		s.account.update(who.ticket, map[string]any{"status": "open"})
		if known, some := s.surveyed[who.channel]; some && known.ticket == who.ticket {
			who.sent = known.sent
		}
		s.solve(who, map[string]any{})
	}
	s.pending = nil
	for _, channel := range channels {
		for _, tag := range append([]string{""}, customers...) {
			tags := []string{}
			if tag != "" {
				tags = append(tags, tag)
			}
			id, _ := s.account.ticket(channel, "open", tags)
			s.pending = append(s.pending, customer{id, channel, tags, ""})
		}
	}
}
