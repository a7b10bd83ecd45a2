package promise

import (
	"context"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// settleDown is the end of every history: nobody disturbs any more, and after at
// most a few applies, and what people do about the obstacles that these meet,
// nothing is left to do.
func (s *simulation) settleDown() {
	s.tell("everybody settles down")
	s.disturbed = false
	last := map[*team]run{}
	for range s.teams { // what one of them repairs another one may have to repair again
		for _, t := range s.teams {
			if all := s.history.configured(t.number); len(all) > 0 && !t.stopped {
				last[t] = run{Team: t.number, Config: all[len(all)-1]}
				s.settleTeam(last[t])
			}
		}
	}
	for t, r := range last {
		if !t.stopped && !s.failed() && !s.entangled(t) && len(s.obstacles(r)) == 0 {
			s.nothingLeft(r)
		}
	}
	s.judgeDoubles()
	if s.failed() {
		return
	}
	s.traffic()
	s.traffic()
	if s.history.later() {
		s.hours()
	}
	s.judgeDoubles()
	s.accountFor(s.teams...)
}

// entangled reports whether a team's state holds what another one's does too: one
// of them made a send that the other one had deactivated.
func (s *simulation) entangled(t *team) bool {
	return slices.ContainsFunc(t.terraform.Objects(), func(o tfObject) bool {
		return slices.ContainsFunc(s.teams, func(other *team) bool { return other != t && other.addressOf(o.ID) != "" })
	})
}

const settleRounds = 6

func (s *simulation) settleTeam(r run) {
	t := s.teams[r.Team]
	var ended outcome
	var met []obstacle
	for range settleRounds {
		r.Options = tfcore.Options{}
		if t.owed != nil && reflect.DeepEqual(t.owed.Config, r.Config) {
			r.Options.Replace = t.owed.Options.Replace
		}
		s.announce(r)
		met = s.obstacles(r)
		ended = s.terraform(r, func(ctx context.Context, t terraform, config tfcore.Configuration) tfcore.Result {
			return t.Apply(ctx, config, r.Options)
		})
		s.remember(t, r, ended)
		s.oneAddress(t, r)
		s.mu.Lock()
		t.applied = r.Config
		s.mu.Unlock()
		ended.obstacles = append(passing(met), s.obstacles(r)...)
		met = append(met, ended.obstacles...)
		if ended.OK() {
			s.judgeSuccess(r, ended, false)
			return
		}
		for _, each := range met {
			s.tell("  an obstacle: %s", each.why)
		}
		if !s.remove(r, ended, met) {
			break
		}
	}
	t.stopped = true
	s.count("a team that an obstacle stops")
	if !s.failed() && len(met) == 0 {
		s.violated("team %d cannot settle down: %q", r.Team, ended.Errors)
	}
}

var (
	importCommand = regexp.MustCompile(`terraform import <address> (\w+)`)
	duplicateOf   = regexp.MustCompile(`The \w+ (\w+) is a duplicate`)
)

// remove does what people can do about the obstacles of a run that failed, and
// reports whether that was anything. Which command imports a duplicate they read
// in the error.
func (s *simulation) remove(r run, ended outcome, met []obstacle) bool {
	did := false
	for _, each := range met {
		if each.remedy != nil && each.duplicate == "" {
			did = each.remedy() || did
		}
	}
	for _, each := range ended.Errors {
		address, text, _ := strings.Cut(each, ": ")
		found := importCommand.FindStringSubmatch(text)
		if found == nil || !slices.ContainsFunc(met, func(o obstacle) bool { return o.duplicate == found[1] }) || s.heldByOther(r.Team, found[1]) {
			continue
		}
		s.tell("  team %d imports %s as %s", r.Team, found[1], address)
		s.mu.Lock()
		s.teams[r.Team].made[found[1]] = true
		s.mu.Unlock()
		imported := s.terraform(r, func(ctx context.Context, t terraform, config tfcore.Configuration) tfcore.Result {
			return t.Import(ctx, config, address, found[1])
		})
		if !imported.OK() {
			s.violated("the import that an error asks for fails: %q", imported.Errors)
		}
		s.count("an import that an error asked for")
		did = true
	}
	return did
}

// heldByOther reports whether another team's state has an object: two teams that
// apply the same send are told so, and that is all that can be done.
func (s *simulation) heldByOther(number int, id string) bool {
	return slices.ContainsFunc(s.teams, func(t *team) bool { return t.number != number && t.addressOf(id) != "" })
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
				s.violated("state still holds what is tainted or deposed: %s, tainted %v, deposed %v", o.Address, o.Tainted, o.Deposed)
			}
		}
	}
	s.account.inspect("in the end")
	for _, each := range s.account.objects() {
		owned := slices.ContainsFunc(teams, func(t *team) bool { return t.made[each.ID] }) || len(teams) == len(s.teams)
		// A team that an obstacle stops does not get to where it would find it.
		stopped := slices.ContainsFunc(teams, func(t *team) bool { return t.stopped && t.made[each.ID] })
		if owned && !stopped && !inState[each.ID] && !s.named[each.ID] && !s.excusable[each.ID] {
			s.violated("there is an orphan: %+v", each)
		}
	}
}
