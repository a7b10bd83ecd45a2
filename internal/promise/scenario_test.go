package promise

import (
	"encoding/json"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// scenario is one random story. It is data only: it can be printed, run again and
// shortened, and its steps mean something without each other.
type scenario struct {
	Seed  uint64
	Mode  engine.Mode
	Start start
	Steps []step
}

// start is the account before anything happens.
type start struct {
	// Settings are those of the help desk, beside the defaults.
	Settings map[string]any
	// Categories are other people's, in their order, after the one that every
	// account has.
	Categories []string
	Foreign    []foreign
	// Crowd is how many more foreign triggers there are at the end: with it the
	// account does not fit one page.
	Crowd int
}

// foreign is a trigger that other people made.
type foreign struct {
	Title    string
	At       int    `json:",omitempty"` // the position at which it is made; 0 is the end
	Category string `json:",omitempty"`
	Fires    bool   `json:",omitempty"` // at every solved ticket
}

// step is one thing that happens; which of its members count depends on Kind.
type step struct {
	Kind stepKind
	Run  run `json:",omitzero"`
	// Also applies at the same moment as Run, from another workspace.
	Also *run `json:",omitempty"`
	Deed deed `json:",omitzero"`
}

type stepKind string

const (
	applies stepKind = "apply"
	acts    stepKind = "admin" // somebody in the admin screens
	tickets stepKind = "tickets"
)

// run is one terraform apply.
type run struct {
	Team     int
	Config   setup
	Options  tfcore.Options
	Troubles []mishap
}

// plain is true for an apply of all that is configured.
func (r run) plain() bool {
	return !r.Options.Destroy && len(r.Options.Targets)+len(r.Options.Replace) == 0
}

// mishap happens at one request of a run, counted from 1.
type mishap struct {
	At int
	// Times is at how many requests from then on; 0 is 1.
	Times int         `json:",omitempty"`
	Kind  engine.Kind // a fault, or one of those below
	// Unsaid is a refusal without Retry-After.
	Unsaid bool `json:",omitempty"`
	Deed   deed `json:",omitzero"`
}

const (
	killBefore engine.Kind = "kill before the request"
	killAfter  engine.Kind = "kill after the request"
	deedThen   engine.Kind = "deed" // somebody does something in the screens meanwhile
)

// harmless is true for what a provider gets over by itself, whatever it asked
// for.
func (m mishap) harmless() bool {
	switch m.Kind {
	case engine.Slow, engine.TooManyRequests:
		return true
	case engine.EdgeHTML:
		return !m.Unsaid && m.Times <= 1
	default:
		return false
	}
}

// deed is what a person does in the admin screens.
type deed struct {
	Do    verb
	Title string // of a trigger or category
	To    int    // a position
	Into  string // a category
	Fires bool   `json:",omitempty"`
}

// verb says what a person does with the trigger of a title.
type verb string

const (
	drags        verb = "drag"
	switchesOff  verb = "off"
	switchesOn   verb = "on"
	deletes      verb = "delete"
	describes    verb = "describe"
	retags       verb = "retag" // an exclusion: it excludes other customers
	renames      verb = "rename"
	recategorize verb = "categorize"
	adds         verb = "foreign" // a trigger
	shuffles     verb = "shuffle" // categories
)

// verbs are all, the likely ones more than once.
var verbs = []verb{drags, drags, drags, drags, switchesOff, switchesOn, deletes, describes, retags, recategorize, adds, shuffles, renames}

// setup is a configuration in the words of the model, which are those of no help
// desk: exclusions, and sends that rely on them.
type setup struct {
	Categories bool // guards, and surveys after them
	Exclusions []exclusionOf
	Sends      []sendOf
}

type exclusionOf struct {
	Name, Title   string
	Tag           string // the customers it excludes
	Mark          string // a tag, or "" for the checkbox
	After         []string
	Category      string // "", guards or surveys
	Off, Careless bool   // careless: without create_before_destroy
	Note          string
}

type sendOf struct {
	Name, Title, Channel string
	After                []string
	Category             string
	Once                 bool // with a sent_tag
	Off                  bool
	Note                 string
}

// channels are those in play.
var channels = []string{"email", "web_form", "chat"}

// customers are the tags of tickets that somebody may exclude.
var customers = []string{"vip", "gold", "staff"}

// channelsOf are those of each team. Two teams share no channel, except where
// one configuration is applied from two workspaces by mistake.
var channelsOf = [][]string{{"email", "web_form"}, {"chat"}}

// ranks are the categories in the order of evaluation; "" is the one that every
// account has.
var ranks = []string{"", "guards", "surveys"}

func rank(category string) int { return slices.Index(ranks, category) }

// configured are all configurations of a team.
func (s scenario) configured(team int) (all []setup) {
	for _, each := range s.Steps {
		if each.Kind == applies && each.Run.Team == team {
			all = append(all, each.Run.Config)
		}
		if each.Also != nil && each.Also.Team == team {
			all = append(all, each.Also.Config)
		}
	}
	return all
}

// shared reports whether more than one team makes the send.
func (s scenario) shared(send sendOf) bool {
	teams := 0
	for team := range channelsOf {
		if slices.ContainsFunc(s.configured(team), func(config setup) bool { return config.send(send.Name) != nil }) {
			teams++
		}
	}
	return teams > 1
}

// tags are those of the customers that somebody excludes in the scenario, and
// none.
func (s scenario) tags() []string {
	tags := []string{""}
	for team := range channelsOf {
		for _, config := range s.configured(team) {
			for _, each := range config.Exclusions {
				tags = append(tags, each.Tag)
			}
		}
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

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

// marks are the tags that a send has to honour.
func (s setup) marks(send sendOf) []any {
	var tags []string
	for _, name := range send.After {
		if mark := s.exclusion(name).Mark; mark != "" {
			tags = append(tags, mark)
		}
	}
	slices.Sort(tags)
	var marks []any
	for _, tag := range slices.Compact(tags) {
		marks = append(marks, tag)
	}
	return marks
}

// copyOf is a deep copy of what is data only.
func copyOf[T any](of T) (copied T) {
	data, err := json.Marshal(of)
	if err == nil {
		err = json.Unmarshal(data, &copied)
	}
	if err != nil {
		panic(err)
	}
	return copied
}
