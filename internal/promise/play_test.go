package promise

import (
	"context"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// play runs the scenario from beginning to end and gives what it broke.
func (s *simulation) play() {
	defer s.gate.server.Close()
	for i, each := range s.scenario.Steps {
		s.tell("step %d: %s", i+1, each.Kind)
		switch each.Kind {
		case acts:
			s.tell("  %+v", each.Deed)
			s.do(each.Deed, false)
		case tickets:
			s.traffic()
		case applies:
			var all sync.WaitGroup
			runs := []run{each.Run}
			if each.Also != nil {
				runs = append(runs, *each.Also)
			}
			s.racing = len(runs) > 1
			for _, r := range runs {
				s.announce(r)
			}
			for _, r := range runs {
				all.Go(func() { s.apply(r, len(runs) > 1) })
			}
			all.Wait()
			s.racing = false
		}
		if s.failed() {
			return
		}
	}
	s.settleDown()
}

// do lets a person do something in the admin screens.
func (s *simulation) do(d deed, meanwhile bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.racing = s.racing || meanwhile
	s.account.inspect("before a deed")
	if !s.account.act(d) {
		return false
	}
	s.count("deed: " + string(d.Do))
	s.probe("after a deed")
	return true
}

// apply runs one terraform apply. One that nothing disturbs has to succeed, and
// after one that succeeded nothing is left to do.
func (s *simulation) apply(r run, together bool) outcome {
	t := s.teams[r.Team]
	config := s.desk.resources(s.account.props(), r.Config, r.Team)
	s.tell("  team %d applies %+v with %+v", r.Team, r.Config, r.Options)
	ended := s.command(r, func(ctx context.Context, terraform terraform) tfcore.Result {
		return terraform.Apply(ctx, config, r.Options)
	})
	s.mu.Lock()
	t.applied = r.Config
	if r.Options.Destroy {
		t.applied = setup{}
	}
	s.mu.Unlock()
	s.remember(t, r, ended)
	hard := slices.ContainsFunc(ended.hit, func(m mishap) bool { return !m.harmless() })
	switch {
	case ended.killed:
		return ended
	case !ended.OK():
		if !hard && !together && !s.expected(r, ended) {
			s.violated("an apply fails though nothing is in its way: %q", ended.Errors)
		}
		return ended
	}
	if r.plain() {
		s.mu.Lock()
		t.settled = r.Config
		s.mu.Unlock()
	}
	if disturbed := slices.ContainsFunc(ended.hit, func(m mishap) bool { return m.Kind == deedThen }); disturbed || together {
		return ended
	}
	s.conclude(r)
	switch {
	case r.Options.Destroy:
		s.accountFor(t)
	case len(r.Options.Targets) == 0:
		s.nothingLeft(r)
	}
	return ended
}

// expected reports whether all errors name what a person has to do first, or what
// another team has to.
func (s *simulation) expected(r run, ended outcome) bool {
	for _, each := range ended.Errors {
		address, text, _ := strings.Cut(each, ": ")
		if !importCommand.MatchString(text) && !strings.Contains(text, "cannot move from the category") &&
			!strings.Contains(text, "The evaluation order cannot be established") && !s.account.excuses(r, address, text) {
			return false
		}
	}
	return true
}

// remember notes when something is lost for good: what a run made that did not
// succeed, if its configuration is not applied once more.
func (s *simulation) remember(t *team, r run, ended outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	again := t.owed != nil && reflect.DeepEqual(t.owed.Config, r.Config) && slices.Equal(t.owed.Options.Replace, r.Options.Replace) && !r.Options.Destroy && len(r.Options.Targets) == 0
	if t.owed != nil && !again {
		for id := range t.made {
			if t.addressOf(id) == "" {
				s.excusable[id] = true
			}
		}
		s.count("a run was not repeated")
	}
	switch {
	case ended.killed || !ended.OK():
		t.owed = &r
	case again || r.plain() || r.Options.Destroy:
		t.owed = nil
	}
}

func (s *simulation) nothingLeft(r run) {
	config := s.desk.resources(s.account.props(), r.Config, r.Team)
	plan := s.command(run{Team: r.Team}, func(ctx context.Context, terraform terraform) tfcore.Result {
		return terraform.Plan(ctx, config, tfcore.Options{})
	})
	s.count("an empty plan")
	if !plan.OK() || len(plan.Changes) > 0 {
		s.violated("after an apply that succeeded something is left to do for team %d: %v %q", r.Team, plan.Changes, plan.Errors)
	}
}

// settleDown is the end of every story: nobody disturbs any more, and after at
// most a few applies and what their errors ask for, nothing is left to do.
func (s *simulation) settleDown() {
	s.tell("everybody settles down")
	last := map[*team]run{}
	for _, t := range s.teams {
		if all := s.scenario.configured(t.number); len(all) > 0 {
			last[t] = run{Team: t.number, Config: all[len(all)-1]}
			s.settleTeam(last[t])
		}
	}
	for t, r := range last {
		if !t.stopped && !s.failed() && !s.entangled(t) {
			s.nothingLeft(r)
		}
	}
	if s.failed() {
		return
	}
	s.traffic()
	s.traffic()
	s.accountFor(s.teams...)
}

// entangled reports whether a team's state holds what another one's does too: one
// of them made a send that the other one had switched off.
func (s *simulation) entangled(t *team) bool {
	return slices.ContainsFunc(t.terraform.Objects(), func(o tfcore.Object) bool {
		return slices.ContainsFunc(s.teams, func(other *team) bool { return other != t && other.addressOf(o.ID) != "" })
	})
}

const settleRounds = 6

func (s *simulation) settleTeam(r run) {
	t := s.teams[r.Team]
	var ended outcome
	for range settleRounds {
		r.Options = tfcore.Options{}
		if t.owed != nil && reflect.DeepEqual(t.owed.Config, r.Config) {
			r.Options.Replace = t.owed.Options.Replace
		}
		s.announce(r)
		config := s.desk.resources(s.account.props(), r.Config, r.Team)
		ended = s.command(r, func(ctx context.Context, terraform terraform) tfcore.Result {
			return terraform.Apply(ctx, config, r.Options)
		})
		s.remember(t, r, ended)
		s.mu.Lock()
		t.applied = r.Config
		s.mu.Unlock()
		if ended.OK() {
			s.conclude(r)
			return
		}
		if !s.followAdvice(r, ended) {
			break
		}
	}
	t.stopped = true
	s.count("a team stopped by another one")
	excused := !slices.ContainsFunc(ended.Errors, func(each string) bool {
		address, text, _ := strings.Cut(each, ": ")
		return !s.heldByOther(r.Team, text) && !s.account.excuses(r, address, text)
	})
	if !s.failed() && !excused {
		s.violated("team %d cannot settle down: %q", r.Team, ended.Errors)
	}
}

var importCommand = regexp.MustCompile(`terraform import <address> (\w+)`)

// followAdvice does what the errors ask for, and reports whether that was
// anything.
func (s *simulation) followAdvice(r run, ended outcome) bool {
	did := false
	for _, each := range ended.Errors {
		address, text, _ := strings.Cut(each, ": ")
		switch {
		case s.heldByOther(r.Team, text):
		case importCommand.MatchString(text):
			id := importCommand.FindStringSubmatch(text)[1]
			s.tell("  team %d imports %s as %s", r.Team, id, address)
			s.teams[r.Team].made[id] = true
			config := s.desk.resources(s.account.props(), r.Config, r.Team)
			imported := s.command(r, func(ctx context.Context, terraform terraform) tfcore.Result {
				return terraform.Import(ctx, config, address, id)
			})
			if !imported.OK() {
				s.violated("the import that an error asks for fails: %q", imported.Errors)
			}
			s.count("an import that an error asked for")
			did = true
		default:
			did = s.account.heed(r, address, text) || did
		}
	}
	return did
}

// heldByOther reports whether a text asks to import what another team's state
// has: two teams that apply the same send are told so, and that is all that can
// be done.
func (s *simulation) heldByOther(number int, text string) bool {
	found := importCommand.FindStringSubmatch(text)
	return found != nil && slices.ContainsFunc(s.teams, func(t *team) bool { return t.number != number && t.addressOf(found[1]) != "" })
}

// accountFor looks at all that teams have made, when nobody is busy: it is in
// somebody's state, or a diagnostic named it.
func (s *simulation) accountFor(teams ...*team) {
	s.mu.Lock()
	defer s.mu.Unlock()
	inState := map[string]bool{}
	for _, t := range s.teams {
		for _, o := range t.terraform.Objects() {
			inState[o.ID] = true
			if (o.Tainted || o.Deposed) && !t.stopped && slices.Contains(teams, t) {
				s.violated("state still holds what is tainted (%v) or deposed (%v): %s", o.Tainted, o.Deposed, o.Address)
			}
		}
	}
	s.account.inspect("in the end")
	for _, each := range s.account.objects() {
		owned := slices.ContainsFunc(teams, func(t *team) bool { return t.made[each.ID] }) || len(teams) == len(s.teams)
		if owned && !inState[each.ID] && !s.named[each.ID] && !s.excusable[each.ID] {
			s.violated("there is an orphan: %+v", each)
		}
	}
}
