package promise

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// scenario is one random story. It is data only: it can be printed, run again and
// shortened, and its steps mean something without each other.
type scenario struct {
	Seed uint64
	Mode engine.Mode
	// Settings are those of the account, beside the defaults.
	Settings map[string]any
	// Foreign are other people's triggers, by the position at which they are
	// made; 0 is the end.
	Foreign []int
	Steps   []step
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

// mishap happens at one request of a run, counted from 1.
type mishap struct {
	At   int
	Kind engine.Kind // a fault, or one of those below
	Deed deed        `json:",omitzero"`
}

const (
	killBefore engine.Kind = "kill before the request"
	killAfter  engine.Kind = "kill after the request"
	deedThen   engine.Kind = "deed" // somebody does something in the screens meanwhile
)

// deed is what a person does in the admin screens.
type deed struct {
	Do    string // drag, off, on, delete, describe, retag, categorize, rename, foreign, shuffle
	Title string // of a trigger or category
	To    int    // a position
	Into  string // a category
}

// setup is a configuration in the words of the model.
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

// vias are the channels in play and Zendesk's numbers for them.
var vias = map[string]int{"email": 4, "web_form": 0, "chat": 29}

// customers are the tags of tickets that somebody may exclude.
var customers = []string{"vip", "gold", "staff"}

// channelsOf are those of each team. Two teams share no channel, except where
// one configuration is applied from two workspaces by mistake.
var channelsOf = [][]string{{"email", "web_form"}, {"chat"}}

// ranks are the categories in the order of evaluation; "" is the one that every
// account has.
var ranks = []string{"", "guards", "surveys"}

// tags are those of the customers that somebody excludes in the scenario, and
// none.
func (s scenario) tags() []string {
	tags := []string{""}
	add := func(r *run) {
		if r != nil {
			for _, each := range r.Config.Exclusions {
				tags = append(tags, each.Tag)
			}
		}
	}
	for _, each := range s.Steps {
		add(&each.Run)
		add(each.Also)
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

func (s setup) clone() setup {
	var copied setup
	data, err := json.Marshal(s)
	if err == nil {
		err = json.Unmarshal(data, &copied)
	}
	if err != nil {
		panic(err)
	}
	return copied
}

// author makes scenarios.
type author struct {
	*rand.Rand
	setups [2]setup
	names  int
	// killed teams apply the same once more before they change anything: what was
	// being made is found by the configuration alone.
	killed [2]bool
}

func (a *author) chance(percent int) bool { return a.IntN(100) < percent }

func pick[T any](a *author, from []T) T { return from[a.IntN(len(from))] }

// writeScenario makes the scenario of a seed.
func writeScenario(seed uint64) scenario {
	a := &author{Rand: rand.New(rand.NewPCG(seed, 0))} //nolint:gosec // a test's
	s := scenario{Seed: seed, Mode: pick(a, engine.Modes()), Settings: map[string]any{}}
	if a.chance(25) {
		s.Settings["renumber"] = false
	}
	if a.chance(20) {
		s.Settings["ignore_position_on_create"] = true
	}
	if a.chance(20) {
		s.Settings["wide_ids"] = true
	}
	if a.chance(15) {
		s.Settings["categories_enabled"] = false
	}
	s.Settings["native_csat"] = pick(a, []string{"absent", "automation", "trigger"})
	for range a.IntN(4) {
		s.Foreign = append(s.Foreign, a.IntN(4))
	}
	categories := s.Settings["categories_enabled"] == nil
	a.setups[0] = a.setup(0, categories && a.chance(60))
	s.Steps = append(s.Steps, step{Kind: applies, Run: a.run(0, 40)})
	for range 1 + a.IntN(6) {
		s.Steps = append(s.Steps, a.step(categories))
	}
	return s
}

func (a *author) step(categories bool) step {
	switch n := a.IntN(100); {
	case n < 30:
		return step{Kind: acts, Deed: a.deed()}
	case n < 40:
		return step{Kind: tickets}
	case n < 55: // two at once
		if len(a.setups[1].Exclusions) == 0 {
			a.setups[1] = a.setup(1, categories && a.chance(30))
		}
		both := step{Kind: applies, Run: a.run(0, 20)}
		other := a.run(1, 20)
		both.Also = &other
		return both
	default:
		a.change(0, categories)
		return step{Kind: applies, Run: a.run(0, 50)}
	}
}

// setup is a team's first configuration.
func (a *author) setup(team int, categories bool) setup {
	s := setup{Categories: categories}
	for range 1 + a.IntN(3) {
		s.Exclusions = append(s.Exclusions, a.exclusion(s))
	}
	for _, channel := range channelsOf[team] {
		if a.chance(85) {
			s.Sends = append(s.Sends, a.send(s, channel))
		}
	}
	if team == 1 && a.chance(20) && len(a.setups[0].Sends) > 0 {
		twin := pick(a, a.setups[0].Sends)
		made := sendOf{Name: twin.Name, Title: twin.Title, Channel: twin.Channel, After: a.some(s)}
		a.settle(s, &made)
		s.Sends = append(s.Sends, made)
	}
	return s
}

func (a *author) exclusion(s setup) exclusionOf {
	a.names++
	made := exclusionOf{
		Name: fmt.Sprintf("x%d", a.names), Tag: pick(a, customers), Mark: pick(a, []string{"no_survey", "no_survey", "excluded", ""}), Careless: a.chance(15), Off: a.chance(5),
	}
	made.Title = "Exclude " + made.Name
	if other := s.twinless(); a.chance(20) && other != nil { // a second exclusion of the same title is allowed
		made.Title, made.Off = other.Title, false
	}
	if s.Categories {
		made.Category = pick(a, ranks)
	}
	if a.chance(30) {
		for _, other := range s.Exclusions {
			if rank(other.Category) <= rank(made.Category) && a.chance(50) {
				made.After = append(made.After, other.Name)
			}
		}
	}
	return made
}

// twinless is an exclusion that is on and whose title no other one has: one that
// is off could be taken for the leftover of the other.
func (s setup) twinless() *exclusionOf {
	for i, each := range s.Exclusions {
		alone := !slices.ContainsFunc(s.Exclusions, func(other exclusionOf) bool { return other.Name != each.Name && other.Title == each.Title })
		if alone && !each.Off {
			return &s.Exclusions[i]
		}
	}
	return nil
}

func rank(category string) int { return slices.Index(ranks, category) }

func (a *author) send(s setup, channel string) sendOf {
	made := sendOf{Name: channel, Title: "Send " + channel, Channel: channel, After: a.some(s), Once: a.chance(30), Off: a.chance(5)}
	a.settle(s, &made)
	return made
}

// settle gives a send a category in which its relations can hold.
func (a *author) settle(s setup, made *sendOf) {
	lowest := 0
	for _, name := range made.After {
		lowest = max(lowest, rank(s.exclusion(name).Category))
	}
	made.Category = ""
	if s.Categories {
		made.Category = ranks[lowest+a.IntN(len(ranks)-lowest)]
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
func (a *author) change(team int, categories bool) {
	if a.killed[team] {
		return
	}
	s := a.setups[team].clone()
	for range a.IntN(3) {
		switch n := a.IntN(14); {
		case n == 0:
			s.Exclusions = append(s.Exclusions, a.exclusion(s))
			if len(s.Sends) > 0 {
				to := &s.Sends[a.IntN(len(s.Sends))]
				to.After = append(to.After, s.Exclusions[len(s.Exclusions)-1].Name)
				a.settle(s, to)
			}
		case n == 1 && len(s.Exclusions) > 1: // an exclusion is given up
			gone := s.Exclusions[len(s.Exclusions)-1].Name
			s.Exclusions = s.Exclusions[:len(s.Exclusions)-1]
			s.forgetExclusion(gone)
		case n == 2 && len(s.Exclusions) > 0: // its address changes, in code only
			// Not of one that is off: what is inactive and equal is adopted.
			if each := pickOf(a, s.Exclusions); !each.Off {
				a.names++
				s.renameExclusion(each.Name, fmt.Sprintf("y%d", a.names))
			}
		case n == 3 && len(s.Exclusions) > 0:
			pickOf(a, s.Exclusions).Note = fmt.Sprintf("note %d", a.IntN(100))
		case n == 4 && len(s.Exclusions) > 0:
			each := pickOf(a, s.Exclusions)
			each.Tag = pick(a, customers)
		case n == 5 && s.twinless() != nil:
			each := s.twinless()
			each.Off = !each.Off
		case n == 6 && len(s.Sends) > 0:
			pickOf(a, s.Sends).Note = fmt.Sprintf("note %d", a.IntN(100))
		case n == 7 && len(s.Sends) > 0:
			each := pickOf(a, s.Sends)
			each.After = a.some(s)
			a.settle(s, each)
		case n == 8 && len(s.Sends) > 0:
			each := pickOf(a, s.Sends)
			each.Off = !each.Off
		case n == 9 && len(s.Sends) > 0:
			a.settle(s, pickOf(a, s.Sends))
		case n == 10 && len(s.Sends) > 0:
			at := a.IntN(len(s.Sends))
			s.Sends = slices.Delete(s.Sends, at, at+1)
		case n >= 12 && s.Categories && len(s.Exclusions) > 0:
			a.move(s, pickOf(a, s.Exclusions))
		case n == 11:
			for _, channel := range channelsOf[team] {
				if s.send(channel) == nil {
					s.Sends = append(s.Sends, a.send(s, channel))
					break
				}
			}
		}
	}
	a.setups[team] = s
}

// move moves an exclusion to any category, and with it the sends that rely on its
// mark and would run before it.
func (a *author) move(s setup, moved *exclusionOf) {
	moved.Category = pick(a, ranks[min(rank(moved.Category), 1):]) // leaving it out would leave it where it is
	for i := range s.Exclusions {
		each := &s.Exclusions[i]
		each.After = slices.DeleteFunc(each.After, func(name string) bool { return rank(s.exclusion(name).Category) > rank(each.Category) })
	}
	for i := range s.Sends {
		each := &s.Sends[i]
		relies := slices.Contains(each.After, moved.Name) || moved.Mark == "" || slices.Contains(s.marks(*each), any(moved.Mark))
		if relies && rank(each.Category) < rank(moved.Category) {
			each.Category = ranks[rank(moved.Category)+a.IntN(len(ranks)-rank(moved.Category))]
		}
	}
}

func pickOf[T any](a *author, from []T) *T { return &from[a.IntN(len(from))] }

func (s *setup) forgetExclusion(name string) {
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

// run applies a team's configuration, with mishap or without.
func (a *author) run(team, troublePercent int) run {
	made := run{Team: team, Config: a.setups[team].clone()}
	switch n := a.IntN(100); {
	case a.killed[team]:
	case n < 6:
		made.Options.Destroy = true
	case n < 14:
		all := slices.Sorted(maps.Keys(made.Config.resources(&props{}, team)))
		if len(all) > 0 {
			made.Options.Targets = []string{pick(a, all)}
		}
	case n < 20:
		// Not a category: it would have to be emptied first.
		all := slices.DeleteFunc(slices.Sorted(maps.Keys(made.Config.resources(&props{}, team))), func(address string) bool { return strings.HasPrefix(address, categoryPrefix) })
		if len(all) > 0 {
			made.Options.Replace = []string{pick(a, all)}
		}
	}
	a.killed[team] = false
	for a.chance(troublePercent) && len(made.Troubles) < 3 {
		t := mishap{At: 1 + a.IntN(24), Kind: pick(a, append(engine.Kinds(), killBefore, killAfter, deedThen, killAfter))}
		if t.Kind == deedThen {
			t.Deed = a.deed()
		}
		if t.Kind == killAfter || t.Kind == killBefore {
			made.Options.StateLost = a.chance(10)
			a.killed[team] = true
		}
		made.Troubles = append(made.Troubles, t)
	}
	return made
}

// deed is something that a person does. It may turn out to be impossible.
func (a *author) deed() deed {
	var titles []string
	for _, s := range a.setups {
		for _, each := range s.Exclusions {
			titles = append(titles, each.Title)
		}
		for _, each := range s.Sends {
			titles = append(titles, each.Title)
		}
	}
	if len(titles) == 0 {
		titles = []string{"Foreign 1"}
	}
	d := deed{Do: pick(a, []string{"drag", "drag", "drag", "drag", "off", "on", "delete", "describe", "retag", "categorize", "foreign", "shuffle", "rename"}), Title: pick(a, titles), To: 1 + a.IntN(8)}
	switch d.Do {
	case "foreign":
		d.Title = fmt.Sprintf("Foreign %d", 10+a.IntN(90))
	case "drag":
		if a.chance(20) {
			d.Title = fmt.Sprintf("Foreign %d", 1+a.IntN(3))
		}
	case "categorize":
		d.Into = pick(a, ranks)
	case "shuffle":
		d.Title = pick(a, []string{"guards", "surveys"})
	}
	return d
}
