package promise

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// oracle is what must and must not happen to customers now, and what did happen.
type oracle struct {
	force   map[protection]bool
	covered map[string]coverage // by channel
	pending []customer
	// surveyed are customers that got a survey, by channel: some of them come
	// back.
	surveyed map[string]customer
	counted  int            // survey decisions that have been looked at
	asked    map[string]int // requests for a survey that would leave, by ticket
	left     map[string]int // surveys that left, by ticket
	visits   int
	people   int // customers so far
}

func newOracle() oracle {
	return oracle{
		force: map[protection]bool{}, covered: map[string]coverage{}, surveyed: map[string]customer{},
		asked: map[string]int{}, left: map[string]int{},
	}
}

// protection is an exclusion in force for a send, or one that has to be as soon
// as the send exists.
type protection struct {
	Team                int
	Exclusion, Send     string // names
	Tag, Channel        string
	ExclusionID, SendID string // "" as long as they are being made
}

// coverage is a settled send, and the customers that nothing excludes.
type coverage struct {
	send sendOf
	tags map[string]bool
}

// customer is somebody with a ticket.
type customer struct {
	ticket, channel string
	tags            []string
	once            bool // surveyed by a send that has a sent_tag
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
		who := customer{s.account.ticket(channel, "open", tags), channel, tags, false}
		s.solve(who, map[string]any{})
	case 2:
		who := customer{s.account.ticket(channel, "open", nil), channel, tags, false}
		s.solve(who, map[string]any{"tags": tags})
	default: // solved while it is on the telephone
		who := customer{s.account.ticket(channel, "solved", tags), channel, tags, false}
		s.judge(who, s.decisions(who), false)
	}
}

// solve solves a ticket and judges what comes of it.
func (s *simulation) solve(who customer, changes map[string]any) {
	changes["status"] = "solved"
	before := s.asked[who.ticket]
	s.account.update(who.ticket, changes)
	s.judge(who, s.decisions(who)-before, before == 0)
}

// decisions are the requests for a survey that a ticket has led to.
func (s *simulation) decisions(who customer) int {
	all := s.box.World().Surveys.All()
	for _, each := range all[s.counted:] {
		if !each.DoNotSend {
			s.asked[each.TicketID]++
		}
		if each.Outcome == engine.Sent {
			s.left[each.TicketID]++
		}
	}
	s.counted = len(all)
	return s.asked[who.ticket]
}

// judge compares what one solve led to with what is in force.
func (s *simulation) judge(who customer, sent int, first bool) {
	if sent > 1 {
		s.violated("a ticket got more than one survey for one solve: %+v, %d", who, sent)
	}
	for each := range s.force {
		if each.Channel != who.channel || !slices.Contains(who.tags, each.Tag) {
			continue
		}
		s.count("a solve under protection")
		if sent > 0 {
			s.violated("a ticket was surveyed although an exclusion is in force: %+v, %+v", who, each)
		}
	}
	covered, settled := s.covered[who.channel]
	if settled && !slices.ContainsFunc(who.tags, func(tag string) bool { return !covered.tags[tag] }) && first {
		s.count("a solve that a send covers")
		if s.left[who.ticket] == 0 {
			s.violated("a ticket was not surveyed although nothing speaks against it: %+v", who)
		}
	}
	if who.once && settled && covered.send.Once {
		s.count("a second solve of a ticket that has a sent_tag")
		if sent > 0 {
			s.violated("a ticket got a second survey in spite of the sent_tag: %+v", who)
		}
	}
	if sent > 0 {
		who.once = settled && covered.send.Once
		s.surveyed[who.channel] = who
	}
}

// probe lets a customer of every kind come by. The caller holds the account.
func (s *simulation) probe(when string) {
	before := len(s.wrong)
	for _, channel := range channels {
		for _, tag := range s.scenario.tags() {
			s.visit(tag, channel)
		}
		if who, some := s.surveyed[channel]; some && who.once {
			s.account.update(who.ticket, map[string]any{"status": "open"})
			s.solve(who, map[string]any{})
		}
	}
	s.account.inspect(when)
	if len(s.wrong) > before {
		s.tell("  that was %s", when)
	}
}

// traffic solves what waits, solves it again, and opens more.
func (s *simulation) traffic() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, who := range s.pending {
		s.solve(who, map[string]any{})
		s.account.update(who.ticket, map[string]any{"status": "open"})
		who.once = s.asked[who.ticket] > 0 && s.covered[who.channel].send.Once
		s.solve(who, map[string]any{})
	}
	s.pending = nil
	for _, channel := range channels {
		for _, tag := range append([]string{""}, customers...) {
			tags := []string{}
			if tag != "" {
				tags = append(tags, tag)
			}
			s.pending = append(s.pending, customer{s.account.ticket(channel, "open", tags), channel, tags, false})
		}
	}
}

// addressOf is where a team's state holds an id; "" when it does not.
func (t *team) addressOf(id string) string {
	for _, o := range t.terraform.Objects() {
		if o.ID == id {
			return o.Address
		}
	}
	return ""
}

// touch ends what a trigger takes part in. An apply may have replaced it since it
// came into force, so its address and its title count too.
func (s *simulation) touch(id, title string) {
	for _, t := range s.teams {
		address := t.addressOf(id)
		for each := range s.force {
			own := each.Team == t.number && (exclusionType+each.Exclusion == address || sendType+each.Send == address)
			if own || each.ExclusionID == id || each.SendID == id || s.entitled(each, title) {
				delete(s.force, each)
			}
		}
		if name, isSend := strings.CutPrefix(address, sendType); isSend {
			delete(s.covered, name) // a send is called after its channel
		} else {
			s.covered = map[string]coverage{} // an exclusion's mark may matter to every send
		}
	}
}

// entitled reports whether one side of a protection has the title.
func (s *simulation) entitled(p protection, title string) bool {
	t := s.teams[p.Team]
	for _, config := range []setup{t.applied, t.applying, t.settled} {
		if exclusion, send := config.exclusion(p.Exclusion), config.send(p.Send); exclusion != nil && exclusion.Title == title || send != nil && send.Title == title {
			return true
		}
	}
	return false
}

// ended is what the end of a trigger means: of a send that nothing is left to
// protect from it.
func (s *simulation) ended(id string) {
	for each := range s.force {
		if each.SendID == id {
			delete(s.force, each)
		}
	}
}

// forget is for what nobody could foresee: nothing is in force.
func (s *simulation) forget() {
	s.force, s.covered = map[protection]bool{}, map[string]coverage{}
}

// announce ends, before an apply, what the new configuration no longer promises,
// and begins what it promises of the sends that it makes.
func (s *simulation) announce(r run) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.teams[r.Team]
	before, after := t.applied, r.Config
	t.applying = after
	t.excludesToo(after)
	for each := range s.force {
		if each.Team == r.Team && !stays(before, r, each) {
			s.tell("  no longer in force: %+v", each)
			delete(s.force, each)
		}
	}
	for channel, covered := range s.covered {
		for _, each := range after.Exclusions {
			delete(covered.tags, each.Tag) // its mark may be that of any send
		}
		was, will := before.send(channel), after.send(channel)
		if was == nil && !slices.Contains(channelsOf[r.Team], channel) && reflect.DeepEqual(before.Exclusions, after.Exclusions) {
			continue // of the other team
		}
		if was == nil || will == nil || r.Options.Destroy || !reflect.DeepEqual(was, will) || !reflect.DeepEqual(before.Exclusions, after.Exclusions) ||
			before.Categories != after.Categories || len(r.Options.Replace)+len(r.Options.Targets) > 0 {
			delete(s.covered, channel)
		}
	}
	if r.Options.Destroy {
		return
	}
	titles := map[string]bool{}
	for _, each := range s.account.objects() {
		titles[each.Title] = true
	}
	for _, send := range after.Sends {
		if titles[send.Title] || t.has(sendType+send.Name) || s.scenario.shared(send) {
			continue // it may be in force, but this apply does not make it, or not alone
		}
		for _, each := range after.protections(r.Team, send) {
			s.force[each] = true
		}
	}
}

func (t *team) has(address string) bool {
	return slices.ContainsFunc(t.terraform.Objects(), func(o tfcore.Object) bool { return o.Address == address })
}

// excludesToo notes whom a configuration excludes.
func (t *team) excludesToo(config setup) {
	for _, each := range config.Exclusions {
		t.excludes[each.Tag] = true
	}
}

// protections are what a setup promises of a send.
func (s setup) protections(team int, send sendOf) (all []protection) {
	if send.Off {
		return nil
	}
	for _, name := range send.After {
		if exclusion := s.exclusion(name); !exclusion.Off {
			all = append(all, protection{Team: team, Exclusion: name, Send: send.Name, Tag: exclusion.Tag, Channel: send.Channel})
		}
	}
	return all
}

// forgotten reports whether an exclusion may be active that no state holds.
func (s *simulation) forgotten() bool {
	return slices.ContainsFunc(s.account.objects(), func(o object) bool {
		return o.Active && !slices.ContainsFunc(s.teams, func(t *team) bool { return t.addressOf(o.ID) != "" })
	})
}

// stays reports whether an apply keeps what is in force.
func stays(before setup, r run, each protection) bool {
	after := r.Config
	was, will := before.exclusion(each.Exclusion), after.exclusion(each.Exclusion)
	if will == nil && was != nil { // perhaps it has another address now
		will = movedTo(before, after, *was)
	}
	send := after.send(each.Send)
	switch {
	case each.SendID == "" && (r.Options.Destroy || send == nil || will == nil || will.Name != each.Exclusion):
		return false // of a run that was cut short: no state may know of the send
	case r.Options.Destroy:
		return true // until the send is deleted: what it lists goes after it
	case was == nil:
		return false
	case will == nil:
		return send == nil
	case was.Tag != will.Tag, was.Mark != will.Mark, was.Off, will.Off:
		return false
	case was.Name != will.Name && (was.Careless || will.Careless):
		return false
	case (was.Careless || will.Careless) && slices.Contains(r.Options.Replace, exclusionType+will.Name):
		return false
	}
	return send == nil || slices.Contains(send.After, will.Name)
}

// movedTo is the exclusion that has the content of a former one.
func movedTo(before, after setup, was exclusionOf) *exclusionOf {
	for i, each := range after.Exclusions {
		same := each
		same.Name = was.Name
		same.After = was.After
		if before.exclusion(each.Name) == nil && reflect.DeepEqual(same, was) {
			return &after.Exclusions[i]
		}
	}
	return nil
}

// conclude puts in force, after a run that succeeded, what it ordered.
func (s *simulation) conclude(r run) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(r.Options.Targets) > 0 {
		return
	}
	for each := range s.force {
		if each.Team == r.Team {
			delete(s.force, each)
		}
	}
	clear(s.teams[r.Team].excludes)
	if r.Options.Destroy {
		return
	}
	s.teams[r.Team].excludesToo(r.Config)
	s.teams[r.Team].settled = r.Config
	ids := map[string]string{}
	for _, o := range s.teams[r.Team].terraform.Objects() {
		if !o.Deposed {
			ids[o.Address] = o.ID
		}
	}
	forgotten := s.forgotten()
	excluded := map[string]bool{}
	for _, t := range s.teams {
		maps.Copy(excluded, t.excludes)
	}
	for _, send := range r.Config.Sends {
		if send.Off {
			continue
		}
		covered := coverage{send, map[string]bool{}}
		for _, tag := range customers {
			covered.tags[tag] = !excluded[tag] && !forgotten
		}
		s.covered[send.Channel] = covered
		for _, each := range r.Config.protections(r.Team, send) {
			each.ExclusionID, each.SendID = ids[exclusionType+each.Exclusion], ids[sendType+each.Send]
			s.force[each] = true
		}
	}
	s.probe("when all is settled")
}
