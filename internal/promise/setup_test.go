package promise

import (
	"slices"
)

// setup is a configuration in the words of the model, which are those of no help
// desk: exclusions, and sends that honour their marks.
type setup struct {
	// Categories are guards and surveys, both after the one that every account has. These
	// and all relations between exclusions are for a help desk that has an order.
	Categories bool `json:",omitempty"`
	// Order is how guards and surveys are related.
	Order      categoryOrder `json:",omitempty"`
	Exclusions []exclusionOf
	Sends      []sendOf
	// Automations and Receivers are those of a team that has such. Its sends notify the
	// last receiver, with ByHand or without any the webhook that somebody made by hand.
	Automations []automationOf `json:",omitempty"`
	Receivers   []receiverOf   `json:",omitempty"`
	ByHand      bool           `json:",omitempty"`
}

// categoryOrder is the relation of a team's two categories.
type categoryOrder string

const (
	guardsFirst  categoryOrder = ""
	surveysFirst categoryOrder = "surveys first"
	unrelated    categoryOrder = "unrelated"
)

type exclusionOf struct {
	Name, Title string
	Tag         string   // the customers it excludes
	Mark        string   // a tag, or "" for the checkbox
	After       []string `json:",omitempty"` // names of exclusions
	Follows     []string `json:",omitempty"` // titles of other people's triggers that it lists
	Category    string   `json:",omitempty"` // "", guards or surveys
	Off         bool     `json:",omitempty"`
	Careless    bool     `json:",omitempty"` // without create_before_destroy
	Listed      bool     `json:",omitempty"` // it protects only from sends that list it
	Note        string   `json:",omitempty"`
}

type sendOf struct {
	Name, Title string
	Channels    []string
	After       []string `json:",omitempty"`
	Follows     []string `json:",omitempty"` // titles of other people's triggers that it lists
	Honours     []string `json:",omitempty"` // tags that it honours beside those of After
	Category    string   `json:",omitempty"`
	Sent        string   `json:",omitempty"` // the sent_tag
	Off         bool     `json:",omitempty"`
	Note        string   `json:",omitempty"`
}

const (
	guards  = "guards"
	surveys = "surveys"
)

func (s setup) exclusion(name string) *exclusionOf {
	for i := range s.Exclusions {
		if s.Exclusions[i].Name == name {
			return &s.Exclusions[i]
		}
	}
	return nil
}

func (s setup) send(name string) *sendOf {
	for i := range s.Sends {
		if s.Sends[i].Name == name {
			return &s.Sends[i]
		}
	}
	return nil
}

// titles are those of all that is configured.
func (s setup) titles() (titles []string) {
	for _, each := range s.Exclusions {
		titles = append(titles, each.Title)
	}
	for _, each := range s.Sends {
		titles = append(titles, each.Title)
	}
	for _, each := range s.Automations {
		titles = append(titles, each.Title)
	}
	return titles
}

// follows are the titles of other people's triggers that anything lists.
func (s setup) follows() (titles []string) {
	for _, each := range s.Exclusions {
		titles = append(titles, each.Follows...)
	}
	for _, each := range s.Sends {
		titles = append(titles, each.Follows...)
	}
	return titles
}

func (s *setup) forgetExclusion(name string) {
	s.Exclusions = slices.DeleteFunc(s.Exclusions, func(each exclusionOf) bool { return each.Name == name })
	without := func(names []string) []string {
		return slices.DeleteFunc(names, func(n string) bool { return n == name })
	}
	for i := range s.Exclusions {
		s.Exclusions[i].After = without(s.Exclusions[i].After)
	}
	for i := range s.Sends {
		s.Sends[i].After = without(s.Sends[i].After)
	}
}

func (s *setup) renameExclusion(from, to string) {
	rename := func(names []string) {
		for i := range names {
			if names[i] == from {
				names[i] = to
			}
		}
	}
	s.exclusion(from).Name = to
	for i := range s.Exclusions {
		rename(s.Exclusions[i].After)
	}
	for i := range s.Sends {
		rename(s.Sends[i].After)
	}
}

// marks are the tags that a send has to honour, sorted.
func (s setup) marks(send sendOf) []string {
	tags := slices.Clone(send.Honours)
	for _, name := range send.After {
		if mark := s.exclusion(name).Mark; mark != "" {
			tags = append(tags, mark)
		}
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

// relies reports whether a send has to be evaluated after an exclusion: it lists
// it, or it honours its mark and the exclusion protects from all.
func (s setup) relies(send sendOf, exclusion exclusionOf) bool {
	if slices.Contains(send.After, exclusion.Name) {
		return true
	}
	return !exclusion.Listed && exclusion.Mark != "" && slices.Contains(s.marks(send), exclusion.Mark)
}

// protections are what a setup declares of a send.
func (s setup) protections(team int, send sendOf) (all []protection) {
	if send.Off {
		return nil
	}
	for _, name := range send.After {
		exclusion := s.exclusion(name)
		if exclusion.Off {
			continue
		}
		for _, channel := range send.Channels {
			all = append(all, protection{
				Team: team, SendTeam: team, Exclusion: name, Send: send.Name, Tag: exclusion.Tag, Mark: exclusion.Mark, Channel: channel,
			})
		}
	}
	return all
}

// overlapping are pairs of sends that one ticket may match.
func (s setup) overlapping() (pairs [][2]sendOf) {
	for i, a := range s.Sends {
		for _, b := range s.Sends[i+1:] {
			both := slices.ContainsFunc(a.Channels, func(channel string) bool { return slices.Contains(b.Channels, channel) })
			if both && !a.Off && !b.Off && (a.Sent == "" || a.Sent != b.Sent) {
				pairs = append(pairs, [2]sendOf{a, b})
			}
		}
	}
	return pairs
}

// within reports whether every ticket that one send matches is matched by
// another.
func (s setup) within(narrow, wide sendOf) bool {
	has := func(all, some []string) bool {
		return !slices.ContainsFunc(some, func(each string) bool { return !slices.Contains(all, each) })
	}
	return has(wide.Channels, narrow.Channels) && has(s.marks(narrow), s.marks(wide)) && (wide.Sent == "" || wide.Sent == narrow.Sent)
}
