package promise

import "slices"

// conclude puts in force, after a run that succeeded, what it ordered.
func (s *simulation) conclude(r run) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(r.Options.Targets) > 0 || r.partial() && !r.Options.Destroy {
		return
	}
	for each := range s.force {
		if each.Team == r.Team || each.SendTeam == r.Team {
			s.drop(each)
		}
	}
	s.retire(r)
	ids := map[string]string{}
	for _, o := range s.teams[r.Team].terraform.Objects() {
		if !o.Deposed {
			ids[o.Address] = o.ID
		}
	}
	s.concludeAutomations(r, ids)
	if r.Options.Destroy {
		s.probe("when all is destroyed")
		return
	}
	s.teams[r.Team].settled = r.Config
	s.receiversHold(r.Team)
	for _, send := range r.Config.Sends {
		if send.Off {
			continue
		}
		delete(s.touched, send.Name)
		s.covered[send.Name] = coverage{r.Team, send}
		if !s.history.shared(send) {
			s.guarded[send.Name] = guarding{r.Team, r.Config.guards(send)}
		}
		for _, each := range r.Config.protections(r.Team, send) {
			each.ExclusionID, each.SendID = ids[s.desk.guard(each.Exclusion, each.Send)], ids[s.desk.send(each.Send)]
			s.force[each] = true
		}
	}
	s.probe("when all is settled")
}

// retire notes the sends that a team had, has given up, and that nothing else can
// be the reason of.
func (s *simulation) retire(r run) {
	for _, config := range s.history.configured(r.Team) {
		for _, send := range config.Sends {
			will := r.Config.send(send.Name)
			if (will == nil || will.Off || r.Options.Destroy) && !s.history.shared(send) && !s.unowned(send.Title) {
				s.retired[send.Name] = true
			}
		}
		for _, each := range config.Automations {
			will := r.Config.automation(each.Name)
			if (will == nil || will.Off || r.Options.Destroy) && !s.unowned(each.Title) {
				s.retired[each.Name] = true
			}
		}
	}
}

func (s *simulation) unowned(title string) bool {
	return slices.ContainsFunc(s.account.objects(), func(o object) bool { return o.Title == title && s.excusable[o.ID] })
}

// protectUnlisted puts in force what an empty plan says by its silence: no
// exclusion that is active is without effect on a send that honours its mark. It
// is not silent about the two where a warning names both.
func (s *simulation) protectUnlisted(number int, plan outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tell("  warnings of the plan: %q", plan.Warnings)
	if len(plan.Warnings) == 0 {
		s.count("an empty plan without warnings")
	}
	for _, title := range s.account.senders() {
		if s.shown[title] == nil {
			s.shown[title] = map[int]bool{}
		}
		delete(s.touched, title)
		s.shown[title][number] = true
		s.count("a foreign sender beside an empty plan")
	}
	for _, each := range s.account.unlisted(number) {
		named := slices.ContainsFunc(plan.Warnings, func(warning string) bool {
			return says(warning, s.account.title(each.ExclusionID), s.account.title(each.SendID))
		})
		if named {
			s.count("a protection that a warning denies")
			continue
		}
		s.force[each] = true
		s.count("a protection that nobody listed")
	}
	s.probe("after an empty plan")
}
