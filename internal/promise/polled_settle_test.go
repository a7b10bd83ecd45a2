package promise

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// settleDown is the end of every history: nobody disturbs any more, and after a few
// applies, and what people do about orphans, all is as configured.
func (s *polledSimulation) settleDown() {
	s.tell("everybody settles down")
	var last *polledRun
	for i := range s.history.Steps {
		if s.history.Steps[i].Kind == applies {
			last = &s.history.Steps[i].Run
		}
	}
	if last == nil {
		return
	}
	r := polledRun{Config: last.Config}
	for round := range settleRounds {
		if s.owed != nil {
			r.Options.Replace = s.owed.Options.Replace
		}
		ended := s.apply(r)
		if s.over() {
			return
		}
		if ended.OK() {
			break
		}
		if ended.refused {
			r.Options = tfcore.Options{}
			continue
		}
		if !s.removeOrphans(r, ended) || round == settleRounds-1 {
			s.violated("nobody can settle down: %q", ended.Errors)
			break
		}
		r.Options = tfcore.Options{}
	}
	s.locked(func() {
		s.hours()
		s.account()
	})
}

// removeOrphans does what people can do about what an earlier run left: they import
// what an error asks for, or delete the rest.
func (s *polledSimulation) removeOrphans(r polledRun, ended outcome) (did bool) {
	for _, each := range ended.Errors {
		address, text, _ := strings.Cut(each, ": ")
		found := importCommand.FindStringSubmatch(text)
		if found == nil {
			continue
		}
		s.tell("  imports %s as %s", found[1], address)
		imported := s.command(r, func(ctx context.Context, config tfcore.Configuration) tfcore.Result {
			return s.terraform.Import(ctx, config, address, found[1])
		})
		if !imported.OK() {
			s.violated("the import that an error asks for fails: %q", imported.Errors)
		}
		s.count("an import that an error asked for")
		did = true
	}
	if did {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	orphans := s.orphans()
	for _, kind := range []string{distributionKind, surveyKind, connectorKind, workflowKind, variableKind} {
		for _, each := range orphans {
			switch {
			case each.kind != kind:
			case each.workflow():
				did = s.removeByHand(each) || did
				s.count("an orphan that somebody deletes")
			default:
				did = s.byHand(http.MethodDelete, kind+"/"+each.id, nil) != nil || did
				s.count("an orphan that somebody deletes")
			}
		}
	}
	s.look(nil)
	return did
}

// account looks at all that runs have made, when nobody is busy: it is in state, or a
// diagnostic named it. State holds nothing twice.
func (s *polledSimulation) account() {
	for _, each := range s.orphans() {
		// One that is inactive and whose survey is an orphan sends nothing: who deletes the
		// survey finds it.
		unused := each.kind == distributionKind && each.body["active"] == false && s.named[text(each.body["survey_id"])]
		if !s.named[each.id] && !s.excusable[each.id] && !unused {
			s.violated("there is an orphan: %s", each.content())
		}
	}
	var ids []string
	for _, each := range s.terraform.Objects() {
		ids = append(ids, each.ID)
		if each.Tainted || each.Deposed {
			s.violated("state still holds what is tainted or deposed: %s", each.Address)
		}
	}
	slices.Sort(ids)
	if len(slices.Compact(slices.Clone(ids))) < len(ids) {
		s.violated("two addresses hold one object: %v", ids)
	}
}
