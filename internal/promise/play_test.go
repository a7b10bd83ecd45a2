package promise

import (
	"context"
	"reflect"
	"slices"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// play runs the history from beginning to end and gives what it broke.
func (s *simulation) play() {
	defer s.gate.server.Close()
	for i, each := range s.history.Steps {
		s.tell("step %d: %s", i+1, each.Kind)
		switch each.Kind {
		case acts:
			s.tell("  %+v", each.Action)
			s.do(each.Action, false)
		case tickets:
			s.traffic()
		case passes:
			s.hours()
		case applies:
			s.applyAll(each)
		}
		s.judgeDoubles()
		if s.failed() {
			return
		}
	}
	s.settleDown()
}

// applyAll runs the applies of a step, each in its workspace.
func (s *simulation) applyAll(each step) {
	runs := []run{each.Run}
	if each.Also != nil {
		runs = append(runs, *each.Also)
	} else if each.Run.Team > 0 {
		s.count("the second team applies alone")
	}
	s.mu.Lock()
	s.racing, s.disturbed = len(runs) > 1, false
	s.mu.Unlock()
	for _, r := range runs {
		s.announce(r)
	}
	var all sync.WaitGroup
	ended := make([]outcome, len(runs))
	for i, r := range runs {
		all.Go(func() { ended[i] = s.apply(r) })
	}
	all.Wait()
	s.mu.Lock() // what a killed run sent may still be under way
	s.judgeUnseen(slices.ContainsFunc(ended, func(one outcome) bool { return one.killed }))
	s.racing = false
	disturbed := s.disturbed
	s.mu.Unlock()
	if disturbed {
		return
	}
	for i, r := range runs {
		if ended[i].OK() && !ended[i].killed {
			s.judgeSuccess(r, ended[i], len(runs) > 1)
		}
	}
}

// judgeUnseen is for the end of the applies of a step: each has found out about what it
// activated while it could not know of another one's write, if nothing killed it.
func (s *simulation) judgeUnseen(killed bool) {
	for title, text := range s.unseen {
		switch {
		case !s.account.blind(title):
		case killed:
			s.count("a survey after an activation that a killed apply did not look at")
		default:
			s.surveyViolated("a ticket was surveyed although an exclusion is in force, and the apply did not find out: %s", text)
		}
	}
	clear(s.unseen)
	for each := range s.force { // what a killed apply did not look at is in no order
		if s.account.blind(s.titles[each.Send]) && killed {
			s.drop(each)
		}
	}
	s.account.forget()
}

// do lets a person do something in the admin screens.
func (s *simulation) do(a adminAction, meanwhile bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.inspect("before an admin action")
	if !s.account.act(a) {
		return false
	}
	s.disturbed = s.disturbed || meanwhile
	s.touches++
	s.count("admin action: " + string(a.Do))
	s.probe("after an admin action")
	return true
}

// terraform runs one command of a team with a configuration.
func (s *simulation) terraform(r run, do func(ctx context.Context, t terraform, config tfcore.Configuration) tfcore.Result) outcome {
	config := s.account.resources(r.Config, r.Team)
	return s.command(r, func(ctx context.Context, t terraform) tfcore.Result { return do(ctx, t, config) })
}

func (s *simulation) plan(r run) outcome {
	return s.terraform(run{Team: r.Team, Config: r.Config}, func(ctx context.Context, t terraform, config tfcore.Configuration) tfcore.Result {
		return t.Plan(ctx, config, tfcore.Options{})
	})
}

// obstacles are what stands in the way of a run now.
func (s *simulation) obstacles(r run) []obstacle {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.inspect("beside an apply")
	return s.account.obstacles(r)
}

// passing are the obstacles that were in the way of one run only.
func passing(all []obstacle) []obstacle {
	return slices.DeleteFunc(slices.Clone(all), func(each obstacle) bool { return !each.passing })
}

// apply runs one terraform apply. One that fails needs a reason: a fault of its
// own, a person who changed something meanwhile, or an obstacle in the account as
// it was before or is now.
func (s *simulation) apply(r run) outcome {
	t := s.teams[r.Team]
	s.tell("  team %d applies %+v with %+v", r.Team, r.Config, r.Options)
	s.countOptions(r)
	before, owed := s.obstacles(r), t.owed != nil
	ending, wider, objects := s.endings(r), s.widenings(r), len(t.terraform.Objects())
	ended := s.terraform(r, func(ctx context.Context, t terraform, config tfcore.Configuration) tfcore.Result {
		return t.Apply(ctx, config, r.Options)
	})
	s.warnsOfGap(ending, r, ended)
	s.warnsOfMore(wider, r, ended)
	s.mu.Lock()
	switch {
	case !r.Options.Destroy:
		t.applied = r.Config
	case ended.OK() || len(t.terraform.Objects()) != objects:
		t.applied = setup{}
	default: // it was refused, and all stands as it was applied
	}
	s.mu.Unlock()
	s.remember(t, r, ended)
	s.oneAddress(t, r)
	ended.obstacles = append(passing(before), s.obstacles(r)...)
	if ended.killed || ended.OK() {
		return ended
	}
	for _, each := range slices.Concat(before, ended.obstacles) {
		s.tell("  an obstacle: %s", each.why)
	}
	faulty := slices.ContainsFunc(ended.hit, func(f fault) bool { return !f.harmless() })
	switch {
	case faulty, s.isDisturbed():
	case r.Options.NoRefresh && (s.touches > 0 || owed):
		s.count("an apply that fails because its state is old")
	case len(before)+len(ended.obstacles) > 0:
		s.count("an apply that an obstacle stops")
	default:
		s.violated("an apply fails though nothing is in its way: %q", ended.Errors)
	}
	return ended
}

func (s *simulation) countOptions(r run) {
	if r.Options.NoRefresh {
		s.count("an apply without refresh")
	}
	if r.Options.Parallelism > 0 {
		s.count("an apply of one thing at a time")
	}
}

func (s *simulation) isDisturbed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.disturbed
}

// judgeSuccess is for an apply that succeeded and that no person disturbed:
// nothing is left to do, and what it ordered is in force. What others did at the
// same time, and what cannot be satisfied together, may leave something to do.
func (s *simulation) judgeSuccess(r run, ended outcome, raced bool) {
	switch {
	case r.Options.Destroy:
		s.conclude(r)
		if !raced {
			s.accountFor(s.teams[r.Team])
		}
	case r.partial():
	case raced || len(ended.obstacles) > 0:
		s.count("an apply that may leave something to do")
		plan := s.plan(r)
		if plan.OK() && len(plan.Changes) == 0 {
			s.concludePlanned(r, plan)
		} else if !raced {
			s.relationsHold(r, ended)
		}
	default:
		s.conclude(r)
		s.nothingLeft(r)
	}
}

// relationsHold expects of an apply that succeeded that what it declares holds,
// whatever stands in the way of the rest. Where what stands in the way could not be
// moved a warning that names both is enough; a configuration that contradicts itself is
// an error.
func (s *simulation) relationsHold(r run, ended outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, each := range s.account.open(r) {
		warned := slices.ContainsFunc(ended.Warnings, func(warning string) bool { return says(warning, each.exclusion, each.title) })
		if !warned || each.contradicts {
			s.violated("an apply succeeds though a declared relation does not hold: %s after %s", each.address, each.exclusion)
		}
	}
}

// concludePlanned is for a plan that has nothing left to do.
func (s *simulation) concludePlanned(r run, plan outcome) {
	s.count("an empty plan")
	s.conclude(r)
	s.protectUnlisted(r.Team, plan)
}

// nothingLeft expects an empty plan.
func (s *simulation) nothingLeft(r run) {
	plan := s.plan(r)
	s.count("an empty plan")
	if !plan.OK() || len(plan.Changes) > 0 {
		s.violated("after an apply that succeeded something is left to do for team %d: %v %q", r.Team, plan.Changes, plan.Errors)
		return
	}
	s.protectUnlisted(r.Team, plan)
}

// remember notes when something is lost for good: what a run made that did not
// succeed, if its configuration is not applied once more.
func (s *simulation) remember(t *team, r run, ended outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	again := t.owed != nil && reflect.DeepEqual(t.owed.Config, r.Config) && slices.Equal(t.owed.Options.Replace, r.Options.Replace) && !r.Options.Destroy && !r.partial()
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
	if ended.OK() && !ended.killed && r.plain() {
		t.settled = r.Config
	}
}

// oneAddress expects that each object has one address in a team's state. Of a
// tainted object that is no target a run cannot know: it adopts it, and the next one
// is refused.
func (s *simulation) oneAddress(t *team, r run) {
	for _, each := range doubles(t) {
		unheard := slices.ContainsFunc(each[:], func(o tfObject) bool { return o.Tainted && !slices.Contains(r.Options.Targets, o.Address) })
		if len(r.Options.Targets) > 0 && unheard {
			s.count("a tainted object that a run with -target adopts at another address")
			continue
		}
		s.violated("two addresses hold one object: %s, %s and %s", each[0].ID, each[0].Address, each[1].Address)
	}
}

// doubles are the objects that a team's state holds at two addresses.
func doubles(t *team) (found [][2]tfObject) {
	at := map[string]tfObject{}
	for _, o := range t.terraform.Objects() {
		if o.Deposed || o.ID == "" {
			continue
		}
		if other, known := at[o.ID]; known {
			found = append(found, [2]tfObject{other, o})
		}
		at[o.ID] = o
	}
	return found
}
