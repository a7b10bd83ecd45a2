package promise

import (
	"slices"
)

// The admin actions of Zendesk beside those of every help desk.
const (
	drags        verb = "drag"
	recategorize verb = "recategorize"
	shuffles     verb = "move a category"
)

// verbs are all, the likely ones more than once.
var verbs = []verb{drags, drags, drags, drags, deactivates, activates, deletes, describes, retags, extends, opens, recategorize, adds, adds, shuffles, renames}

func (zendeskDesk) offers() flavour {
	return flavour{automations: true, receivers: true, senders: true}
}

// arrange chooses whether a team has categories, and how they are related.
func (z zendeskDesk) arrange(a *author, team int, s *setup) {
	s.Categories = z.categories(a.start) && a.chance([]int{60, 30}[team])
	if s.Categories {
		s.Order = pick(a, []categoryOrder{guardsFirst, guardsFirst, guardsFirst, guardsFirst, surveysFirst, unrelated})
	}
}

// relate gives a new exclusion a category and what it comes after.
func (zendeskDesk) relate(a *author, s setup, made *exclusionOf) {
	if s.Categories {
		made.Category = pick(a, s.ranks())
	}
	if a.chance(30) {
		for _, other := range s.Exclusions {
			if s.rank(other.Category) <= s.rank(made.Category) && a.chance(50) {
				made.After = append(made.After, other.Name)
			}
		}
	}
	made.Follows = a.follows(15)
}

func (zendeskDesk) relateSend(a *author, made *sendOf) {
	for _, each := range a.start.Foreign {
		if !each.Sends && slices.Contains(marks, each.Adds) && a.chance(25) {
			made.Follows, made.Honours = append(made.Follows, each.Title), append(made.Honours, each.Adds)
		}
	}
}

func (zendeskDesk) follow(a *author, each *exclusionOf) { each.Follows = a.follows(50) }

// follows are titles of other people's triggers that were there at the start.
func (a *author) follows(percent int) (titles []string) {
	for _, each := range a.start.Foreign {
		if !each.Sends && a.chance(percent) {
			titles = append(titles, each.Title)
		}
	}
	return titles
}

// settle gives a send a category, mostly one in which its relations can hold.
func (zendeskDesk) settle(a *author, s setup, made *sendOf) {
	made.Category = ""
	if !s.Categories {
		return
	}
	if a.chance(5) { // without a look at them
		made.Category = pick(a, s.ranks())
		return
	}
	lowest := 0
	for _, each := range s.Exclusions {
		if s.relies(*made, each) {
			lowest = max(lowest, s.rank(each.Category))
		}
	}
	made.Category = s.ranks()[lowest+a.IntN(len(s.ranks())-lowest)]
}

// settleAll gives the sends whose relations cannot hold another category. Some
// people forget it.
func (z zendeskDesk) settleAll(a *author, s setup) {
	for i := range s.Sends {
		send := &s.Sends[i]
		late := slices.ContainsFunc(s.Exclusions, func(each exclusionOf) bool {
			return s.relies(*send, each) && s.rank(each.Category) > s.rank(send.Category)
		})
		if late && a.chance(90) {
			z.settle(a, s, send)
		}
	}
}

// turn changes the relation of the categories: with all that is in them, so that
// it holds before and after, or alone.
func (zendeskDesk) turn(a *author, s *setup) {
	if !s.Categories {
		return
	}
	was := s.Order
	s.Order = pick(a, []categoryOrder{guardsFirst, surveysFirst, surveysFirst, unrelated})
	if was == s.Order || s.Order == unrelated || a.chance(30) {
		return
	}
	other := map[string]string{"": "", guards: surveys, surveys: guards}
	for i := range s.Exclusions {
		s.Exclusions[i].Category = other[s.Exclusions[i].Category]
	}
	for i := range s.Sends {
		s.Sends[i].Category = other[s.Sends[i].Category]
	}
}

// move moves an exclusion to any category, and takes out the relations that
// cannot hold there. The sends that rely on it follow; see settleAll.
func (zendeskDesk) move(a *author, s setup, moved *exclusionOf) {
	moved.Category = pick(a, s.ranks()[min(s.rank(moved.Category), 1):]) // leaving it out would leave it where it is
	for i := range s.Exclusions {
		each := &s.Exclusions[i]
		each.After = slices.DeleteFunc(each.After, func(name string) bool { return s.rank(s.exclusion(name).Category) > s.rank(each.Category) })
	}
}

// moved is for a person's change that moves more than one trigger: what was in
// order and is not any more ends.
func (z *zendesk) moved(change func()) {
	s := z.s
	stood := map[protection]bool{}
	for each := range s.force {
		stood[each] = z.before(each.ExclusionID, each.SendID)
	}
	change()
	s.account.inspect("after a move")
	for each := range s.force {
		if is := z.before(each.ExclusionID, each.SendID); each.SendID == "" || stood[each] && !is {
			s.drop(each)
			delete(s.covered, each.Send)
		} else if is {
			s.count("a protection that a move of categories leaves in force")
		}
	}
}

// open are the relations that do not hold in the account.
func (z *zendesk) open(r run) (all []relation) {
	ids := map[string]string{}
	for _, o := range z.s.teams[r.Team].terraform.Objects() {
		ids[o.Address] = o.ID
	}
	look := func(address, title, category string, after []string) {
		for _, name := range after {
			listed := r.Config.exclusion(name)
			if listed.Off || z.before(ids[exclusionType+name], ids[address]) {
				continue
			}
			contradicts := category != "" && r.Config.Order != unrelated && r.Config.rank(listed.Category) > r.Config.rank(category)
			all = append(all, relation{listed.Title, title, address, contradicts})
		}
	}
	for _, each := range r.Config.Exclusions {
		if !each.Off {
			look(exclusionType+each.Name, each.Title, each.Category, each.After)
		}
	}
	for _, each := range r.Config.Sends {
		if !each.Off {
			look(sendType+each.Name, each.Title, each.Category, each.After)
		}
	}
	return all
}
