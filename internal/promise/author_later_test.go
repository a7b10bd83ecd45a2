package promise

import (
	"fmt"
	"slices"
)

// flavour is what a history has beside exclusions and sends. It takes the place of
// other changes, so that histories stay as long as they are.
type flavour struct {
	automations, receivers, senders bool
}

func (a *author) chooseFlavour() flavour {
	return flavour{automations: a.chance(35), receivers: a.chance(35), senders: a.chance(35)}
}

// and keeps of a flavour what the help desk offers.
func (f flavour) and(offered flavour) flavour {
	return flavour{f.automations && offered.automations, f.receivers && offered.receivers, f.senders && offered.senders}
}

// mostExclusions a team begins with.
func (a *author) mostExclusions() int {
	if a.automations || a.receivers {
		return 2
	}
	return 3
}

// setupLater adds what the flavour has to a team's first configuration.
func (a *author) setupLater(team int, s *setup) {
	if a.automations && a.chance(70) {
		s.Automations = []automationOf{a.automation(team, *s)}
	}
	if a.receivers && a.chance(80) {
		s.Receivers = []receiverOf{a.receiver()}
	}
}

func (a *author) automation(team int, s setup) automationOf {
	made := automationOf{Name: fmt.Sprintf("later%d", team+1), Title: fmt.Sprintf("Survey later %d", team+1), Hours: 1 + a.IntN(2), Off: a.chance(5)}
	made.Sent, made.Honours = a.laterTag(), a.honours(s)
	return made
}

func (a *author) laterTag() string {
	a.names++
	return fmt.Sprintf("%slater_%d", sentTag, a.names)
}

// honours are marks of the exclusions and tags of the sends, mostly all.
func (a *author) honours(s setup) (tags []string) {
	for _, each := range s.Exclusions {
		if each.Mark != "" && a.chance(85) {
			tags = append(tags, each.Mark)
		}
	}
	for _, each := range s.Sends {
		if each.Sent != "" && a.chance(70) {
			tags = append(tags, each.Sent)
		}
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

func (a *author) receiver() receiverOf {
	a.names++
	return receiverOf{Name: fmt.Sprintf("r%d", a.names), Target: a.chance(30), Careless: a.chance(15)}
}

// changeLater changes something of the flavour, and reports whether it did.
func (a *author) changeLater(team int, s *setup) bool {
	switch {
	case a.automations && a.chance(40):
		a.changeAutomation(team, s)
	case a.receivers && a.chance(50):
		a.changeReceiver(s)
	default:
		return false
	}
	return true
}

func (a *author) changeAutomation(team int, s *setup) {
	if len(s.Automations) == 0 {
		s.Automations = []automationOf{a.automation(team, *s)}
		return
	}
	each := &s.Automations[0]
	if was := a.unanswered[team]; was != "" {
		each.Former, a.unanswered[team] = append(each.Former, was), ""
		return
	}
	switch n := a.IntN(10); {
	case n < 4: // another sent_tag
		was := each.Sent
		each.Sent, each.Forgets = a.laterTag(), false
		switch {
		case a.chance(75):
			each.Former = append(each.Former, was)
		case a.chance(70): // tickets are surveyed again on purpose
			each.Former, each.Forgets = nil, true
		default: // forgotten, until the next change
			a.unanswered[team] = was
		}
	case n < 6:
		each.Off = !each.Off
	case n == 6:
		each.Honours = a.honours(*s)
	case n == 7:
		each.Hours = 3 - each.Hours
	case n == 8 && len(each.Former) > 0: // it is long ago
		each.Former = each.Former[1:]
	default:
		s.Automations, a.unanswered[team] = nil, ""
	}
}

func (a *author) changeReceiver(s *setup) {
	was := s.receiver()
	switch n := a.IntN(8); {
	case was == nil, n == 0: // a new one at another address takes its place
		s.Receivers = []receiverOf{a.receiver()}
	case n < 3: // an HTTP target gives way to a webhook, or the other way round
		made := a.receiver()
		made.Target, made.Careless = !was.Target, was.Careless
		s.Receivers = []receiverOf{made}
	case n < 5: // its address changes, in code only
		a.names++
		was.Name = fmt.Sprintf("r%d", a.names)
	case n == 5:
		was.Version++
	case n == 6:
		was.Careless = !was.Careless
	default:
		s.Receivers = nil
	}
}
