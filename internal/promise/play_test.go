package promise

import (
	"context"
	"fmt"
	"net/http"
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
			s.do(each.Deed)
		case tickets:
			s.traffic()
		case applies:
			var all sync.WaitGroup
			runs := []run{each.Run}
			if each.Also != nil {
				runs = append(runs, *each.Also)
			}
			for _, r := range runs {
				s.announce(r)
			}
			for _, r := range runs {
				all.Go(func() { s.apply(r, len(runs) > 1) })
			}
			all.Wait()
		}
		if s.failed() {
			return
		}
	}
	s.settleDown()
}

// apply runs one terraform apply. One that nothing disturbs has to succeed, and
// after one that succeeded nothing is left to do.
func (s *simulation) apply(r run, together bool) {
	t := s.teams[r.Team]
	config := r.Config.resources(&s.props, r.Team)
	s.tell("  team %d applies %+v with %+v", r.Team, r.Config, r.Options)
	result, killed := s.command(r, func(ctx context.Context, terraform terraform) tfcore.Result {
		return terraform.Apply(ctx, config, r.Options)
	})
	s.mu.Lock()
	t.applied = r.Config
	if r.Options.Destroy {
		t.applied = setup{}
	}
	s.mu.Unlock()
	s.remember(t, r, killed)
	if !result.OK() || killed {
		return
	}
	if !r.Options.Destroy && len(r.Options.Targets) == 0 {
		s.mu.Lock()
		t.settled = r.Config
		s.mu.Unlock()
	}
	if disturbed := slices.ContainsFunc(r.Troubles, func(m mishap) bool { return m.Kind == deedThen }); disturbed || together {
		return
	}
	s.conclude(r)
	if !r.Options.Destroy && len(r.Options.Targets) == 0 {
		s.nothingLeft(r)
	}
}

// remember notes when something is lost for good: state, or the configuration of
// a run that was killed.
func (s *simulation) remember(t *team, r run, killed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	plain := !r.Options.Destroy && len(r.Options.Targets)+len(r.Options.Replace) == 0
	if t.killed != nil && (!plain || !reflect.DeepEqual(*t.killed, r.Config)) || killed && (r.Options.StateLost || len(r.Options.Replace) > 0) {
		s.lost = true
	}
	t.killed = nil
	if killed {
		t.killed = &r.Config
	}
}

func (s *simulation) nothingLeft(r run) {
	config := r.Config.resources(&s.props, r.Team)
	plan, _ := s.command(run{Team: r.Team}, func(ctx context.Context, terraform terraform) tfcore.Result {
		return terraform.Plan(ctx, config, tfcore.Options{})
	})
	if !plan.OK() || len(plan.Changes) > 0 {
		s.violated("after an apply that succeeded team %d still plans %v %q", r.Team, plan.Changes, plan.Errors)
	}
}

// settleDown is the end of every story: nobody disturbs any more, and after at
// most a few applies and what their errors ask for, nothing is left to do.
func (s *simulation) settleDown() {
	s.tell("everybody settles down")
	for _, t := range s.teams {
		r := run{Team: t.number, Config: s.lastConfig(t.number)}
		s.settleTeam(r)
	}
	if s.failed() {
		return
	}
	s.traffic()
	s.traffic()
	s.accountFor()
}

// lastConfig is the configuration that a team ends with.
func (s *simulation) lastConfig(team int) (last setup) {
	for _, each := range s.scenario.Steps {
		if each.Kind == applies && each.Run.Team == team {
			last = each.Run.Config
		}
		if each.Kind == applies && each.Also != nil && each.Also.Team == team {
			last = each.Also.Config
		}
	}
	return last
}

const settleRounds = 6

func (s *simulation) settleTeam(r run) {
	var result tfcore.Result
	for range settleRounds {
		s.announce(r)
		config := r.Config.resources(&s.props, r.Team)
		result, _ = s.command(r, func(ctx context.Context, terraform terraform) tfcore.Result {
			return terraform.Apply(ctx, config, tfcore.Options{})
		})
		s.mu.Lock()
		s.teams[r.Team].applied = r.Config
		s.mu.Unlock()
		if result.OK() {
			s.conclude(r)
			s.nothingLeft(r)
			return
		}
		if !s.followAdvice(r, result) {
			break
		}
	}
	s.teams[r.Team].stopped = true
	if !s.failed() && !s.excused(r, result) {
		s.violated("team %d cannot settle down: %q", r.Team, result.Errors)
	}
}

var importCommand = regexp.MustCompile(`terraform import <address> (\d+)`)

// followAdvice does what the errors ask for, and reports whether that was
// anything.
func (s *simulation) followAdvice(r run, result tfcore.Result) bool {
	did := false
	for _, each := range result.Errors {
		address, _, _ := strings.Cut(each, ": ")
		switch {
		case importCommand.MatchString(each):
			id := importCommand.FindStringSubmatch(each)[1]
			if s.heldByOther(r.Team, id) {
				continue
			}
			s.tell("  team %d imports %s as %s", r.Team, id, address)
			s.teams[r.Team].made[id] = true
			config := r.Config.resources(&s.props, r.Team)
			imported, _ := s.command(r, func(ctx context.Context, terraform terraform) tfcore.Result {
				return terraform.Import(ctx, config, address, id)
			})
			if !imported.OK() {
				s.violated("the import that an error asks for fails: %q", imported.Errors)
			}
			did = true
		case strings.Contains(each, "cannot move from the category") && s.moveSendsFirst(r):
			did = true
		case strings.Contains(each, "The evaluation order cannot be established"):
			did = s.putBack(r.Team) || did
		}
	}
	return did
}

// moveSendsFirst applies the configuration with the exclusions where they were,
// and reports whether that was another one.
func (s *simulation) moveSendsFirst(r run) bool {
	first := r.Config.clone()
	moved := false
	for i := range first.Exclusions {
		each := &first.Exclusions[i]
		if was := s.teams[r.Team].settled.exclusion(each.Name); was != nil && was.Category != each.Category {
			each.Category, moved = was.Category, true
		}
	}
	if moved {
		s.apply(run{Team: r.Team, Config: first}, true)
	}
	return moved
}

// heldByOther reports whether another team's state has the object: two teams that
// apply the same send are told so, and that is all that can be done.
func (s *simulation) heldByOther(number int, id string) bool {
	return slices.ContainsFunc(s.teams, func(t *team) bool {
		return t.number != number && slices.ContainsFunc(t.terraform.Objects(), func(o tfcore.Object) bool { return o.ID == id })
	})
}

// excused is true when every error is a refusal that the team cannot remove by
// itself: a send that another team has exists already, or an exclusion cannot move
// behind a send that does not list it but looks at its mark, of another team or
// made while somebody had moved the exclusion away.
func (s *simulation) excused(r run, result tfcore.Result) bool {
	listed := func(address, text string) bool {
		return slices.ContainsFunc(r.Config.Sends, func(send sendOf) bool {
			return strings.Contains(text, fmt.Sprintf("%q in ", send.Title)) && slices.Contains(send.After, strings.TrimPrefix(address, exclusionType))
		})
	}
	return !slices.ContainsFunc(result.Errors, func(text string) bool {
		address, _, _ := strings.Cut(text, ": ")
		exists := strings.Contains(text, "exists already") && importCommand.MatchString(text)
		return !exists && (!strings.Contains(text, "cannot move from the category") || listed(address, text))
	})
}

// putBack brings the triggers of a team that somebody moved to another category
// back to where they were.
func (s *simulation) putBack(team int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	did := false
	for _, o := range s.teams[team].terraform.Objects() {
		home, strayed := s.strayed[o.ID]
		if !strayed && !s.teams[team].applied.Categories && !strings.HasPrefix(o.Address, categoryPrefix) {
			home, strayed = s.props.home, true // Zendesk chose it while somebody dragged categories
		}
		if strayed && home != "" && o.Attributes["category_id"] != home {
			s.touch(o.ID)
			s.zendesk(http.MethodPut, "/triggers/"+o.ID, map[string]any{"trigger": map[string]any{"category_id": home}})
			delete(s.strayed, o.ID)
			did = true
		}
	}
	return did
}

// accountFor looks at everything that is in the account in the end.
func (s *simulation) accountFor() {
	s.mu.Lock()
	defer s.mu.Unlock()
	inState := map[string]bool{}
	for _, t := range s.teams {
		for _, o := range t.terraform.Objects() {
			inState[o.ID] = true
			if (o.Tainted || o.Deposed) && !t.stopped {
				s.violated("state still holds %s as tainted (%v) or deposed (%v)", o.Address, o.Tainted, o.Deposed)
			}
		}
	}
	var foreign []string
	for _, each := range s.list("triggers") {
		id := fmt.Sprint(each["id"])
		switch {
		case s.foreign[id]:
			foreign = append(foreign, id)
		case s.lost:
		case !inState[id] && !s.named[id]:
			s.violated("the trigger %q (%s, active: %v) is an orphan", each["title"], id, each["active"])
		}
	}
	if !slices.Equal(foreign, s.native) {
		s.violated("the foreign triggers ran as %v and now run as %v", s.native, foreign)
	}
	for _, each := range s.list("trigger_categories") {
		if id := fmt.Sprint(each["id"]); !inState[id] && id != s.props.home && !s.named[id] && !s.lost {
			s.violated("the category %q (%s) is an orphan", each["name"], id)
		}
	}
}
