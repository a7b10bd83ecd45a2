package promise

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
)

// protection is an exclusion in force for a send, or one that has to be as soon
// as the send exists.
type protection struct {
	Team, SendTeam      int    // elsewhere: nobody's
	Exclusion, Send     string // names; the title of an exclusion that nobody manages
	Tag, Mark, Channel  string
	ExclusionID, SendID string // "" as long as they are being made
	Unlisted            bool   // nobody declared it: a plan said that nothing is left to do
}

// tainted reports whether a team's state holds an id that the next apply replaces.
func (t *team) tainted(id string) bool {
	return slices.ContainsFunc(t.terraform.Objects(), func(o tfObject) bool { return o.ID == id && o.Tainted })
}

// elsewhere is the team of what other people made.
const elsewhere = -1

func (p protection) kind() string {
	if p.Unlisted {
		return " that nobody listed"
	}
	return ""
}

// coverage is a settled send: it asks for a survey where nothing excludes.
type coverage struct {
	team int
	send sendOf
}

// guarding is a send as it is, whatever an apply changes: it never surveys tickets with
// these tags.
type guarding struct {
	team int
	tags set
}

// guards are the tags that a send requires absent.
func (s setup) guards(send sendOf) set {
	return setOf(append(s.marks(send), cmp.Or(send.Sent, "no tag")))
}

// announceGuards leaves, of each send of a team, what it requires absent before and after
// an apply, and begins with those that this apply alone makes.
func (s *simulation) announceGuards(r run, made func(sendOf) bool) {
	for name, each := range s.guarded {
		if will := r.Config.send(name); each.team == r.Team && will != nil && !r.Options.Destroy {
			s.guarded[name] = guarding{r.Team, each.tags.and(r.Config.guards(*will))}
		}
	}
	for _, send := range r.Config.Sends {
		if !r.Options.Destroy && made(send) {
			s.guarded[send.Name] = guarding{r.Team, r.Config.guards(send)}
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

// idAt is the id of what a team's state has at an address; the given one if there is
// nothing, and of what nobody manages.
func (s *simulation) idAt(number int, address, otherwise string) string {
	if number < 0 {
		return otherwise
	}
	for _, o := range s.teams[number].terraform.Objects() {
		if o.Address == address && !o.Deposed {
			return o.ID
		}
	}
	return otherwise
}

func (t *team) has(address string) bool {
	return slices.ContainsFunc(t.terraform.Objects(), func(o tfObject) bool { return o.Address == address })
}

func (s *simulation) drop(each protection) {
	delete(s.force, each)
	delete(s.ending, each)
}

// touch ends what a trigger takes part in that a person changes. An apply may have
// replaced it since it came into force, so its address and its title count too.
func (s *simulation) touch(id, title string) {
	addresses := map[int]string{}
	for _, t := range s.teams {
		addresses[t.number] = t.addressOf(id)
	}
	for each := range s.force {
		own := s.desk.guard(each.Exclusion, each.Send) == addresses[each.Team] || s.desk.send(each.Send) == addresses[each.SendTeam]
		if own || each.ExclusionID == id || each.SendID == id || s.entitled(each, title) {
			s.drop(each)
		}
	}
	s.covered = map[string]coverage{}
	maps.DeleteFunc(s.guarded, func(name string, each guarding) bool {
		return s.titles[name] == title || s.desk.send(name) == addresses[each.team]
	})
	s.touchAutomations(id, title)
	for name, known := range s.titles {
		if title == known {
			delete(s.retired, name)
			s.touched[name] = true
		}
	}
}

// entitled reports whether one side of a protection has the title.
func (s *simulation) entitled(p protection, title string) bool {
	if p.Exclusion == title {
		return true
	}
	for _, t := range s.teams {
		for _, config := range []setup{t.applied, t.applying, t.settled} {
			exclusion, send := config.exclusion(p.Exclusion), config.send(p.Send)
			if t.number == p.Team && exclusion != nil && exclusion.Title == title || t.number == p.SendTeam && send != nil && send.Title == title {
				return true
			}
		}
	}
	return false
}

// rewritten is for a write of a team that is about more than the position of a
// trigger: what the new configuration does not promise any more ends now.
func (s *simulation) rewritten(id string) {
	for each, teams := range s.ending {
		if len(teams) > 0 && (each.ExclusionID == id || each.SendID == id) {
			s.tell("    no longer in force: %+v", each)
			s.drop(each)
		}
	}
}

// ended is what the end of a trigger means: of a send that nothing is left to
// protect from it, unless the run makes it once more.
func (s *simulation) ended(r run, id string) {
	for each := range maps.Clone(s.force) {
		if each.SendID != id {
			continue
		}
		if will := r.Config.send(each.Send); each.SendTeam == r.Team && will != nil && !will.Off && !r.Options.Destroy {
			again := each
			again.SendID = ""
			s.force[again], s.ending[again] = true, s.ending[each]
			s.count("a protection from a send that is replaced")
		}
		s.drop(each)
	}
}

// announce notes, before an apply, what the new configuration no longer promises,
// and begins what it promises of the sends that it makes.
func (s *simulation) announce(r run) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.teams[r.Team]
	before, after := t.applied, r.Config
	t.applying = after
	s.readdress()
	for each := range s.force {
		if each.Team != r.Team && each.SendTeam != r.Team {
			continue
		}
		delete(s.ending[each], r.Team)
		if s.stays(before, r, each) {
			continue
		}
		if each.SendID == "" || each.ExclusionID == "" {
			s.drop(each)
			continue
		}
		if s.ending[each] == nil {
			s.ending[each] = map[int]bool{}
		}
		s.ending[each][r.Team] = true
	}
	s.announceCoverage(r, before)
	s.announceAutomations(r)
	s.announceGuards(r, func(send sendOf) bool { return s.makes(r, send) })
	if !r.Options.Destroy {
		s.announceSends(r)
	}
}

// readdress gives protections the ids that their addresses have now: a run that a
// person disturbed may have replaced what was there. One that was killed may have left the
// former exclusion, which goes on protecting until it is deleted.
func (s *simulation) readdress() {
	for each := range maps.Clone(s.force) {
		now := each
		if now.ExclusionID != "" && !s.deposed(each.Team, each.ExclusionID) {
			now.ExclusionID = s.idAt(each.Team, s.desk.guard(each.Exclusion, each.Send), each.ExclusionID)
		}
		if now.SendID != "" {
			now.SendID = s.idAt(each.SendTeam, s.desk.send(each.Send), each.SendID)
		}
		if now != each {
			s.force[now], s.ending[now] = true, s.ending[each]
			s.drop(each)
		}
	}
}

// deposed reports whether a team's state has an object that another one has replaced.
func (s *simulation) deposed(number int, id string) bool {
	return number >= 0 && slices.ContainsFunc(s.teams[number].terraform.Objects(), func(o tfObject) bool { return o.ID == id && o.Deposed })
}

func (s *simulation) announceCoverage(r run, before setup) {
	after, shared := r.Config, s.entangled(s.teams[r.Team])
	for name, covered := range s.covered {
		was, will := before.send(name), after.send(name)
		if covered.team != r.Team && will == nil {
			continue
		}
		if shared || was == nil || will == nil || r.Options.Destroy || !reflect.DeepEqual(was, will) || !slices.Equal(before.marks(*was), after.marks(*will)) ||
			before.Categories != after.Categories || slices.Contains(r.Options.Replace, s.desk.send(name)) {
			delete(s.covered, name)
		}
	}
	for _, send := range after.Sends {
		s.titles[send.Name] = send.Title
		delete(s.retired, send.Name)
	}
}

// makes reports whether a run, and nobody else, makes a send.
func (s *simulation) makes(r run, send sendOf) bool {
	exists := slices.ContainsFunc(s.account.objects(), func(o object) bool { return o.Title == send.Title })
	return !exists && !s.teams[r.Team].has(s.desk.send(send.Name)) && !s.history.shared(send)
}

func (s *simulation) announceSends(r run) {
	for _, send := range r.Config.Sends {
		if !s.makes(r, send) {
			continue // it may be in force
		}
		for _, each := range r.Config.protections(r.Team, send) {
			s.force[each] = true
		}
	}
	for _, each := range s.account.standing(r) {
		s.count("a protection that stands when its send begins")
		s.force[each] = true
	}
}

// stays reports whether the configuration of an apply goes on promising what is
// in force.
func (s *simulation) stays(before setup, r run, each protection) bool {
	if each.SendID == "" && r.Options.Destroy {
		return false // of a run that was cut short: no state may know of the send
	}
	if r.Options.Destroy {
		// Until the send is deleted: what it lists goes after it. What it does not list
		// may go first, and no provider can prevent that.
		return each.SendTeam == r.Team && !each.Unlisted
	}
	send := r.Config.send(each.Send)
	if each.SendTeam == r.Team && send != nil && (send.Off || !slices.Contains(send.Channels, each.Channel)) {
		return false
	}
	if each.Team != r.Team {
		return send == nil || slices.Contains(r.Config.marks(*send), each.Mark)
	}
	was, will := before.exclusion(each.Exclusion), r.Config.exclusion(each.Exclusion)
	if will == nil && was != nil { // perhaps it has another address now
		will = movedTo(before, r.Config, *was)
	}
	renamed := will != nil && will.Name != each.Exclusion
	switch {
	case each.SendID == "" && (send == nil || will == nil || renamed):
		return false
	case will == nil:
		return each.SendTeam == r.Team && send == nil && !each.Unlisted
	case will.Tag != each.Tag, will.Mark != each.Mark, will.Off, each.Unlisted && will.Listed:
		return false
	case renamed && each.Unlisted: // no relation says which of the two is written first
		return false
	case (renamed || slices.Contains(r.Options.Replace, s.desk.guard(will.Name, each.Send))) && (was == nil || was.Careless || will.Careless):
		return false
	case each.SendTeam != r.Team, send == nil:
		return true
	}
	return slices.Contains(send.After, will.Name) || each.Unlisted && r.Config.relies(*send, *will)
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
