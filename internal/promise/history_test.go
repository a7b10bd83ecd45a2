package promise

import (
	"encoding/json"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// history is one history of an account. It is data only: an author makes it from
// a seed or somebody writes it as a literal; it can be printed, run again and
// shortened, and its steps mean something without each other.
type history struct {
	Name  string `json:",omitempty"` // of one that was written by hand
	Seed  uint64 `json:",omitempty"`
	Mode  engine.Mode
	Start start
	Steps []step
}

// start is the account before anything happens.
type start struct {
	// Settings are those of the help desk, beside the defaults.
	Settings map[string]any `json:",omitempty"`
	// Categories are other people's, in their order, after the one that every
	// account has.
	Categories []string  `json:",omitempty"`
	Foreign    []foreign `json:",omitempty"`
	// Crowd is how many more foreign triggers there are at the end: with it the
	// account does not fit one page.
	Crowd int `json:",omitempty"`
}

// foreign is a trigger that other people made. It is about solved tickets.
type foreign struct {
	Title    string
	At       int    `json:",omitempty"` // the position at which it is made; 0 is the end
	Category string `json:",omitempty"`
	Tag      string `json:",omitempty"` // of the tickets that it is about; "" is all
	// What it does: it adds or removes a tag, or it sets a priority or a type which
	// it also reads. Without these it does something that nobody reads.
	Adds    string `json:",omitempty"`
	Removes string `json:",omitempty"`
	Soft    string `json:",omitempty"` // priority or type
	Off     bool   `json:",omitempty"`
	// Sends asks for a survey, as the first team does at that moment, of tickets without
	// the tags that it honours and adds. Hourly is an automation.
	Sends   bool   `json:",omitempty"`
	Hourly  bool   `json:",omitempty"`
	Honours string `json:",omitempty"`
}

// step is one thing that happens; which of its members count depends on Kind.
type step struct {
	Kind stepKind
	Run  run `json:",omitzero"`
	// Also applies at the same moment as Run, from another workspace.
	Also   *run        `json:",omitempty"`
	Action adminAction `json:",omitzero"`
}

type stepKind string

const (
	applies stepKind = "apply"
	acts    stepKind = "admin action"
	tickets stepKind = "tickets"
	passes  stepKind = "hours" // in which automations run
)

// run is one terraform apply.
type run struct {
	Team    int
	Config  setup
	Options tfcore.Options
	Faults  []fault `json:",omitempty"`
}

// plain is true for an apply of all that is configured.
func (r run) plain() bool {
	return !r.Options.Destroy && len(r.Options.Replace) == 0 && !r.partial()
}

// partial is true for an apply that does not look at all that there is.
func (r run) partial() bool { return len(r.Options.Targets) > 0 || r.Options.NoRefresh }

// fault happens at one request of a run, counted from 1.
type fault struct {
	At int
	// Times is at how many requests from then on; 0 is 1.
	Times int `json:",omitempty"`
	// Unsaid is a failure without Retry-After.
	Unsaid bool `json:",omitempty"`
	Kind   engine.Kind
	Action adminAction `json:",omitzero"`
}

// The kinds of faults beside those of the sandbox.
const (
	killBefore engine.Kind = "kill before the request"
	killAfter  engine.Kind = "kill after the request"
	actionThen engine.Kind = "admin action" // somebody uses the admin screens meanwhile
)

// harmless is true for what a provider gets over by itself, whatever it asked
// for.
func (f fault) harmless() bool {
	switch f.Kind {
	case engine.Slow, engine.TooManyRequests:
		return true
	case engine.EdgeHTML:
		return !f.Unsaid && f.Times <= 1
	default:
		return false
	}
}

// adminAction is what a person does in the admin screens.
type adminAction struct {
	Do    verb
	Title string   `json:",omitempty"` // of a trigger or category
	To    int      `json:",omitempty"` // a position
	Into  string   `json:",omitempty"` // a category
	Makes *foreign `json:",omitempty"`
}

// verb says what a person does with the trigger of a title; a help desk may have
// more.
type verb string

const (
	deactivates verb = "deactivate"
	activates   verb = "activate"
	deletes     verb = "delete"
	describes   verb = "describe"
	retags      verb = "retag"  // an exclusion: it excludes other customers
	extends     verb = "extend" // an exclusion: it does something else, too
	renames     verb = "rename"
	adds        verb = "add" // a trigger
)

// channels are those in play.
var channels = []string{"email", "web_form", "chat"}

// customers are the tags of tickets that somebody may exclude.
var customers = []string{"vip", "gold", "staff"}

// channelsOf are those of each team. Two teams share no channel, except where
// one configuration is applied from two workspaces by mistake.
var channelsOf = [][]string{{"email", "web_form"}, {"chat"}}

// configured are all configurations of a team.
func (h history) configured(team int) (all []setup) {
	for _, each := range h.Steps {
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
func (h history) shared(send sendOf) bool {
	teams := 0
	for team := range channelsOf {
		if slices.ContainsFunc(h.configured(team), func(config setup) bool { return config.send(send.Name) != nil }) {
			teams++
		}
	}
	return teams > 1
}

// together reports whether one configuration has two sends.
func (h history) together(name, other string) bool {
	for team := range channelsOf {
		if slices.ContainsFunc(h.configured(team), func(config setup) bool { return config.send(name) != nil && config.send(other) != nil }) {
			return true
		}
	}
	return false
}

// tags are those of the customers that somebody excludes in the history, and
// none.
func (h history) tags() []string {
	tags := []string{""}
	about := func(tag string) {
		if slices.Contains(customers, tag) {
			tags = append(tags, tag)
		}
	}
	for team := range channelsOf {
		for _, config := range h.configured(team) {
			for _, each := range config.Exclusions {
				about(each.Tag)
			}
		}
	}
	for _, each := range h.foreigners() {
		about(each.Tag)
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

// foreigners are all triggers that other people make at some time.
func (h history) foreigners() []foreign {
	all := slices.Clone(h.Start.Foreign)
	also := func(a adminAction) {
		if a.Makes != nil {
			all = append(all, *a.Makes)
		}
	}
	for _, each := range h.Steps {
		also(each.Action)
		runs := []run{each.Run}
		if each.Also != nil {
			runs = append(runs, *each.Also)
		}
		for _, r := range runs {
			for _, f := range r.Faults {
				also(f.Action)
			}
		}
	}
	return all
}

// later reports whether the history has anything that matters hours later, or
// receivers.
func (h history) later() bool {
	has := slices.ContainsFunc(h.foreigners(), func(f foreign) bool { return f.Sends })
	for team := range channelsOf {
		has = has || slices.ContainsFunc(h.configured(team), func(s setup) bool { return len(s.Automations)+len(s.Receivers) > 0 })
	}
	return has
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
