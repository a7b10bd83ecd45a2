package promise

import (
	"fmt"
	"slices"
)

// marks are the tags that exclusions leave.
var marks = []string{"no_survey", "excluded"}

// setup is a team's first configuration.
func (a *author) setup(team int) (s setup) {
	if a.order != nil {
		a.order.arrange(a, team, &s)
	}
	for range 1 + a.IntN(a.mostExclusions()) {
		s.Exclusions = append(s.Exclusions, a.exclusion(s))
	}
	for _, channel := range channelsOf[team] {
		if a.chance(85) {
			s.Sends = append(s.Sends, a.send(s, channel))
		}
	}
	if team == 1 && a.chance(20) && len(a.setups[0].Sends) > 0 { // applied from two workspaces by mistake
		other := pick(a, a.setups[0].Sends)
		if s.send(other.Name) == nil {
			made := sendOf{Name: other.Name, Title: other.Title, Channels: other.Channels, After: a.some(s)}
			s.Sends = append(s.Sends, made)
			a.settle(s, &s.Sends[len(s.Sends)-1])
		}
	}
	a.setupLater(team, &s)
	return s
}

func (a *author) exclusion(s setup) exclusionOf {
	a.names++
	made := exclusionOf{
		Name: fmt.Sprintf("x%d", a.names), Tag: pick(a, customers), Mark: a.mark(), Careless: a.chance(15), Off: a.chance(5), Listed: a.chance(20),
	}
	made.Title = "Exclude " + made.Name
	if a.chance(20) && len(s.Exclusions) > 0 { // a second exclusion of the same title is allowed
		made.Title = pick(a, s.Exclusions).Title
		if a.chance(50) { // and of the same content: one of them stays inactive on purpose
			other := pickOf(a, s.Exclusions)
			other.Off = true
			made.Title, made.Tag, made.Mark, made.Note, made.Category = other.Title, other.Tag, other.Mark, other.Note, other.Category
			made.Off = false
			return made
		}
	}
	if a.chance(5) && made.Mark != "" { // it leads to another exclusion
		made.Mark = pick(a, slices.DeleteFunc(slices.Clone(customers), func(tag string) bool { return tag == made.Tag }))
	}
	if a.order != nil {
		a.order.relate(a, s, &made)
	}
	return made
}

func (a *author) mark() string { return pick(a, []string{"no_survey", "no_survey", "excluded", ""}) }

func (a *author) send(s setup, channel string) sendOf {
	made := sendOf{Name: channel, Title: "Send " + channel, Channels: []string{channel}, After: a.some(s), Off: a.chance(5)}
	if a.chance(30) {
		made.Sent = "surveyed_" + channel
	}
	if a.chance(20) {
		made.Honours = []string{pick(a, marks)}
	}
	if a.chance(5) {
		made.Channels = append(made.Channels, pick(a, slices.DeleteFunc(slices.Clone(channels), func(other string) bool { return other == channel })))
	}
	if a.order != nil {
		a.order.relateSend(a, &made)
	}
	a.settle(s, &made)
	return made
}

// settle gives a send a place in which its relations can hold.
func (a *author) settle(s setup, made *sendOf) {
	if a.order != nil {
		a.order.settle(a, s, made)
	}
}

// some are names of exclusions, mostly at least one.
func (a *author) some(s setup) (names []string) {
	for _, exclusion := range s.Exclusions {
		if a.chance(70) {
			names = append(names, exclusion.Name)
		}
	}
	return names
}

// change makes a new configuration out of a team's last one.
func (a *author) change(team int) {
	if a.killed[team] != nil && a.chance(70) {
		return
	}
	s := copyOf(a.setups[team])
	for range a.IntN(3) {
		if a.changeLater(team, &s) {
			continue
		}
		switch n := a.IntN(25); {
		case n < 10 && len(s.Exclusions) > 0:
			a.changeExclusion(&s, pickOf(a, s.Exclusions))
		case n < 17 && len(s.Sends) > 0:
			a.changeSend(s, pickOf(a, s.Sends))
		case n == 17:
			s.Exclusions = append(s.Exclusions, a.exclusion(s))
			if len(s.Sends) > 0 && a.chance(70) {
				to := pickOf(a, s.Sends)
				to.After = append(to.After, s.Exclusions[len(s.Exclusions)-1].Name)
				a.settle(s, to)
			}
		case n == 18 && len(s.Exclusions) > 1: // one is given up
			s.forgetExclusion(pick(a, s.Exclusions).Name)
		case n == 19 && len(s.Sends) > 0:
			at := a.IntN(len(s.Sends))
			s.Sends = slices.Delete(s.Sends, at, at+1)
		case n == 20:
			for _, channel := range channelsOf[team] {
				if s.send(channel) == nil {
					s.Sends = append(s.Sends, a.send(s, channel))
					break
				}
			}
		case n == 21 && len(s.Sends) > 1: // two sends swap what they are about
			s.Sends[0].Channels, s.Sends[1].Channels = s.Sends[1].Channels, s.Sends[0].Channels
		case n >= 22 && a.order != nil:
			a.order.turn(a, &s)
		}
	}
	if a.order != nil {
		a.order.settleAll(a, s)
	}
	a.setups[team] = s
}

func (a *author) changeExclusion(s *setup, each *exclusionOf) {
	switch a.IntN(10) {
	case 0: // its address changes, in code only
		a.names++
		s.renameExclusion(each.Name, fmt.Sprintf("y%d", a.names))
	case 1:
		each.Note = fmt.Sprintf("note %d", a.IntN(100))
	case 2:
		each.Tag = pick(a, customers)
	case 3:
		each.Mark = a.mark()
	case 4:
		each.Off = !each.Off
		if !each.Off && s.Categories && a.chance(30) {
			a.order.move(a, *s, each)
		}
	case 5:
		each.Careless = !each.Careless
	case 6:
		if a.order != nil {
			a.order.follow(a, each)
		}
	case 7:
		each.Listed = !each.Listed
	default:
		if s.Categories {
			a.order.move(a, *s, each)
		}
	}
}

func (a *author) changeSend(s setup, each *sendOf) {
	switch a.IntN(6) {
	case 0:
		each.Note = fmt.Sprintf("note %d", a.IntN(100))
	case 1, 2:
		each.After = a.some(s)
		a.settle(s, each)
	case 3:
		each.Off = !each.Off
	case 4:
		if each.Sent == "" {
			each.Sent = "surveyed_" + each.Name
		} else {
			each.Sent = ""
		}
	case 5:
		a.settle(s, each)
	}
}
