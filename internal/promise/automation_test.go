package promise

import (
	"maps"
	"reflect"
	"slices"
)

// automationOf is a send that asks for a survey hours after a ticket was solved.
type automationOf struct {
	Name, Title string
	Hours       int
	Honours     []string `json:",omitempty"` // tags: marks of exclusions, and what other sends add
	Sent        string
	Former      []string `json:",omitempty"` // former values of Sent
	Forgets     bool     `json:",omitempty"` // Former is empty on purpose: tickets with an earlier tag are surveyed again
	Off         bool     `json:",omitempty"`
}

// absent are the tags of surveys that a ticket must not have.
func (a automationOf) absent() set { return setOf(append([]string{a.Sent}, a.Former...)) }

func setOf(tags []string) set {
	all := set{}
	for _, each := range tags {
		all[each] = true
	}
	return all
}

func (s setup) automation(name string) *automationOf {
	for i := range s.Automations {
		if s.Automations[i].Name == name {
			return &s.Automations[i]
		}
	}
	return nil
}

// later is what is in force of an automation: whatever else an apply does, it does
// not survey tickets with these tags.
type later struct {
	team            int
	honours, absent set
	// config is what it was made or settled as, and nil while an apply changes it.
	config *automationOf
	// was is config before the apply that changes it.
	was *automationOf
	// settled says that an apply ended that made all of it.
	settled bool
}

// marking is an exclusion in force, whatever comes after it.
type marking struct {
	team                 int
	id, title, tag, mark string
}

// visitor is what happened to a ticket.
type visitor struct {
	marks set // left by exclusions in force and by settled sends
	sent  set // tags of automations that asked for a survey
	by    map[string]*coverage
}

func (s *simulation) visitor(ticket string) *visitor {
	if s.visitors[ticket] == nil {
		s.visitors[ticket] = &visitor{marks: set{}, sent: set{}, by: map[string]*coverage{}}
	}
	return s.visitors[ticket]
}

// remembers notes what a solve means for the automations that come hours later.
func (s *simulation) remembers(who customer, by []string) {
	seen := s.visitor(who.ticket)
	for _, each := range s.marking {
		if slices.Contains(who.tags, each.tag) {
			seen.marks[each.mark] = true
		}
	}
	for _, each := range who.tags {
		if slices.Contains(marks, each) {
			seen.marks[each] = true
		}
	}
	for _, name := range by {
		seen.by[name] = nil
		if covered, settled := s.covered[name]; settled {
			seen.by[name] = &covered
			seen.marks[covered.send.Sent] = true
		}
	}
}

// announceAutomations notes, before an apply, what its configuration leaves in force.
func (s *simulation) announceAutomations(r run) {
	for name, each := range s.marking {
		if will := r.Config.exclusion(name); each.team == r.Team && (will == nil || will.Off || will.Tag != each.tag || will.Mark != each.mark || r.Options.Destroy || len(r.Options.Replace) > 0) {
			delete(s.marking, name)
		}
	}
	there := map[string]bool{}
	for _, each := range s.account.objects() {
		there[each.Title] = true
	}
	for name, each := range s.later {
		will := r.Config.automation(name)
		if each.team != r.Team || each.config != nil && will != nil && reflect.DeepEqual(*each.config, *will) && !r.Options.Destroy {
			continue
		}
		each.was, each.config, each.settled = each.config, nil, false
		if will == nil || r.Options.Destroy {
			continue // in force until it is deleted
		}
		each.honours = each.honours.and(setOf(will.Honours))
		if !s.account.unanswered(r.Team, *will) {
			each.absent = each.absent.and(will.absent())
		}
	}
	for _, will := range r.Config.Automations {
		s.titles[will.Name] = will.Title
		delete(s.retired, will.Name)
		if !r.Options.Destroy && !there[will.Title] { // this apply makes it
			s.later[will.Name] = laterOf(r.Team, will)
		}
	}
}

func laterOf(team int, made automationOf) *later {
	return &later{team: team, honours: setOf(made.Honours), absent: made.absent(), config: &made}
}

func (s set) and(other set) set {
	both := maps.Clone(s)
	maps.DeleteFunc(both, func(each string, _ bool) bool { return !other[each] })
	return both
}

// concludeAutomations puts in force what a run that succeeded made.
func (s *simulation) concludeAutomations(r run, ids map[string]string) {
	maps.DeleteFunc(s.later, func(_ string, each *later) bool { return each.team == r.Team })
	maps.DeleteFunc(s.marking, func(_ string, each marking) bool { return each.team == r.Team })
	if r.Options.Destroy {
		return
	}
	for _, each := range r.Config.Automations {
		delete(s.touched, each.Name)
		s.later[each.Name] = laterOf(r.Team, each)
		s.later[each.Name].settled = !each.Off
	}
	for _, each := range r.Config.Exclusions {
		if id := ids[s.desk.guard(each.Name, "")]; !each.Off && each.Mark != "" && id != "" {
			s.marking[each.Name] = marking{r.Team, id, each.Title, each.Tag, each.Mark}
		}
	}
}

// touchAutomations ends what a person changes.
func (s *simulation) touchAutomations(id, title string) {
	maps.DeleteFunc(s.marking, func(_ string, each marking) bool { return each.id == id || each.title == title })
	maps.DeleteFunc(s.later, func(name string, _ *later) bool { return s.titles[name] == title })
	delete(s.shown, title)
}

// widenings are the titles of automations that a run makes survey more tickets.
func (s *simulation) widenings(r run) (titles []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, each := range s.later {
		will := r.Config.automation(name)
		if each.team != r.Team || each.was == nil || each.config != nil || will == nil || will.Off || each.was.Off || s.teams[r.Team].owed != nil {
			continue
		}
		fewer := func(was, is []string) bool { return len(setOf(was).and(setOf(is))) < len(setOf(was)) }
		if fewer(each.was.Honours, will.Honours) || fewer(append(each.was.Former, each.was.Sent), append(will.Former, will.Sent)) {
			titles = append(titles, will.Title)
		}
	}
	return titles
}

// warnsOfMore expects a warning of each.
func (s *simulation) warnsOfMore(titles []string, r run, ended outcome) {
	if !r.plain() || ended.killed || !ended.OK() || s.isDisturbed() {
		return
	}
	for _, title := range titles {
		s.count("an automation that surveys more tickets")
		if !slices.ContainsFunc(ended.Warnings, func(warning string) bool { return says(warning, title) }) {
			s.violated("no plan warns that an automation surveys more tickets: %q", title)
		}
	}
}
