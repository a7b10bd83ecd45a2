package promise

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// author makes scenarios.
type author struct {
	*rand.Rand
	desk   desk
	setups [2]setup
	names  int
	// cut are the runs that were killed: a team applies the same once more before
	// it changes anything, because what was being made is found by the
	// configuration alone.
	cut [2]*run
}

func (a *author) chance(percent int) bool { return a.IntN(100) < percent }

func pick[T any](a *author, from []T) T { return from[a.IntN(len(from))] }

func pickOf[T any](a *author, from []T) *T { return &from[a.IntN(len(from))] }

// writeScenario makes the scenario of a seed.
func writeScenario(seed uint64, on desk) scenario {
	a := &author{Rand: rand.New(rand.NewPCG(seed, 0)), desk: on} //nolint:gosec // a test's
	modes := engine.Modes()
	s := scenario{Seed: seed, Mode: modes[seed%uint64(len(modes))], Start: on.start(a)}
	a.setups[0] = a.setup(0, on.categories(s.Start) && a.chance(60))
	s.Steps = append(s.Steps, step{Kind: applies, Run: a.run(0, 40)})
	for range 1 + a.IntN(6) {
		s.Steps = append(s.Steps, a.step(on.categories(s.Start)))
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
		} else {
			a.change(1)
		}
		both := step{Kind: applies, Run: a.run(0, 20)}
		other := a.run(1, 20)
		both.Also = &other
		return both
	default:
		a.change(0)
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
	made := exclusionOf{Name: fmt.Sprintf("x%d", a.names), Tag: pick(a, customers), Mark: a.mark(), Careless: a.chance(15), Off: a.chance(5)}
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

func (a *author) mark() string { return pick(a, []string{"no_survey", "no_survey", "excluded", ""}) }

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
func (a *author) change(team int) {
	if a.cut[team] != nil {
		return
	}
	s := copyOf(a.setups[team])
	for range a.IntN(3) {
		switch n := a.IntN(21); {
		case n < 10 && len(s.Exclusions) > 0:
			a.changeExclusion(&s, pickOf(a, s.Exclusions))
		case n < 17 && len(s.Sends) > 0:
			a.changeSend(s, pickOf(a, s.Sends))
		case n == 17:
			s.Exclusions = append(s.Exclusions, a.exclusion(s))
			if len(s.Sends) > 0 {
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
		}
	}
	a.setups[team] = s
}

func (a *author) changeExclusion(s *setup, each *exclusionOf) {
	switch a.IntN(8) {
	case 0: // its address changes, in code only
		// Not of one that is off: what is inactive and equal is adopted.
		if !each.Off {
			a.names++
			s.renameExclusion(each.Name, fmt.Sprintf("y%d", a.names))
		}
	case 1:
		each.Note = fmt.Sprintf("note %d", a.IntN(100))
	case 2:
		each.Tag = pick(a, customers)
	case 3:
		each.Mark = a.mark()
	case 4:
		if twinless := s.twinless(); each.Off {
			each.Off = false
		} else if twinless != nil {
			twinless.Off = true
		}
	case 5:
		each.Careless = !each.Careless
	default:
		if s.Categories {
			a.move(*s, each)
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
		each.Once = !each.Once
	case 5:
		a.settle(s, each)
	}
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

// run applies a team's configuration, with trouble or without.
func (a *author) run(team, troublePercent int) run {
	made := run{Team: team, Config: copyOf(a.setups[team])}
	if cut := a.cut[team]; cut != nil && reflect.DeepEqual(cut.Config, made.Config) {
		made.Options.Replace = cut.Options.Replace
	} else {
		made.Options = a.options(made)
	}
	a.cut[team] = nil
	for a.chance(troublePercent) && len(made.Troubles) < 3 {
		made.Troubles = append(made.Troubles, a.mishap())
	}
	for _, each := range made.Troubles {
		if each.Kind == killAfter || each.Kind == killBefore {
			made.Options.StateLost = a.chance(10)
			cut := made
			a.cut[team] = &cut
		}
	}
	return made
}

func (a *author) options(r run) (options tfcore.Options) {
	all := slices.Sorted(maps.Keys(a.desk.resources(props{}, r.Config, r.Team)))
	switch n := a.IntN(100); {
	case n < 6:
		options.Destroy = true
	case n < 14 && len(all) > 0:
		options.Targets = []string{pick(a, all)}
	case n < 20:
		// Not a category: it would have to be emptied first.
		all = slices.DeleteFunc(all, func(address string) bool { return strings.HasPrefix(address, categoryPrefix) })
		if len(all) > 0 {
			options.Replace = []string{pick(a, all)}
		}
	}
	return options
}

func (a *author) mishap() mishap {
	made := mishap{At: 1 + a.IntN(16), Kind: pick(a, append(engine.Kinds(), killBefore, killAfter, deedThen, killAfter))}
	if a.chance(20) {
		made.At += a.IntN(30)
	}
	if a.chance(4) {
		made.Times = 2 + a.IntN(6)
	}
	switch made.Kind {
	case deedThen:
		made.Deed = a.deed()
	case engine.EdgeHTML, engine.ServerError:
		made.Unsaid = a.chance(50)
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
	d := deed{Do: pick(a, verbs), To: 1 + a.IntN(8)}
	if len(titles) == 0 || a.chance(15) {
		d.Title = fmt.Sprintf("Foreign %d", 1+a.IntN(3))
	} else {
		d.Title = pick(a, titles)
	}
	switch d.Do {
	case adds:
		d.Title, d.Fires = fmt.Sprintf("Foreign %d", 10+a.IntN(90)), a.chance(30)
		if a.chance(30) {
			d.Into = pick(a, ranks)
		}
	case recategorize:
		d.Into = pick(a, ranks)
	case shuffles:
		d.Title = pick(a, []string{"guards", "surveys"})
	}
	return d
}
