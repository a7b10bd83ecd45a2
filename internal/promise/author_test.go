package promise

import (
	"math/rand/v2"
	"reflect"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// author makes histories.
type author struct {
	dice
	desk   desk
	order  ordering // nil for a help desk that evaluates in no order
	start  start
	setups [2]setup
	names  int
	// killed are the runs that were killed: mostly a team applies the same once
	// more before it changes anything.
	killed [2]*run
	flavour
	// unanswered is a team's sent_tag that got another name, while its automation does
	// not say what that means for tickets that have it.
	unanswered [2]string
}

// dice are what an author decides by.
type dice struct{ *rand.Rand }

func diceOf(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 0))} } //nolint:gosec // a test's

func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

// chooser is an author or its dice.
type chooser interface{ IntN(n int) int }

func pick[T any](a chooser, from []T) T { return from[a.IntN(len(from))] }

func pickOf[T any](a chooser, from []T) *T { return &from[a.IntN(len(from))] }

// writeHistory makes the history of a seed.
func writeHistory(seed uint64, on desk) history {
	a := &author{dice: diceOf(seed), desk: on}
	a.order, _ = on.(ordering)
	modes := engine.Modes()
	a.flavour = a.chooseFlavour().and(on.offers())
	a.start = on.start(a)
	h := history{Seed: seed, Mode: modes[seed%uint64(len(modes))], Start: a.start}
	a.setups[0] = a.setup(0)
	h.Steps = append(h.Steps, step{Kind: applies, Run: a.run(0, 40)})
	for range 1 + a.IntN(6) {
		h.Steps = append(h.Steps, a.step())
	}
	return h
}

func (a *author) step() step {
	switch n := a.IntN(100); {
	case n < 30:
		return step{Kind: acts, Action: a.desk.action(a)}
	case n < 40 && a.automations:
		return step{Kind: passes}
	case n < 40:
		return step{Kind: tickets}
	case n < 55: // two at once
		a.other()
		both := step{Kind: applies, Run: a.run(0, 20)}
		other := a.run(1, 20)
		both.Also = &other
		return both
	case n < 65: // the second team alone
		a.other()
		return step{Kind: applies, Run: a.run(1, 40)}
	default:
		a.change(0)
		return step{Kind: applies, Run: a.run(0, 50)}
	}
}

// other begins or changes the configuration of the second team.
func (a *author) other() {
	if len(a.setups[1].Exclusions) == 0 {
		a.setups[1] = a.setup(1)
		return
	}
	a.change(1)
}

// run applies a team's configuration, with faults or without.
func (a *author) run(team, faultPercent int) run {
	made := run{Team: team, Config: copyOf(a.setups[team])}
	if killed := a.killed[team]; killed != nil && reflect.DeepEqual(killed.Config, made.Config) {
		made.Options.Replace = killed.Options.Replace
	} else {
		made.Options = a.options(made)
	}
	a.killed[team] = nil
	for a.chance(faultPercent) && len(made.Faults) < 3 {
		made.Faults = append(made.Faults, a.fault(func() adminAction { return a.desk.action(a) }))
	}
	for _, each := range made.Faults {
		if each.Kind == killAfter || each.Kind == killBefore {
			made.Options.StateLost = a.chance(10)
			killed := made
			a.killed[team] = &killed
		}
	}
	return made
}

func (a *author) options(r run) (options tfcore.Options) {
	all := a.desk.addresses(r.Config, r.Team)
	switch n := a.IntN(100); {
	case n < 6:
		options.Destroy = true
	case n < 14 && len(all) > 0:
		options.Targets = []string{pick(a, all)}
	case n < 20:
		all = slices.DeleteFunc(all, func(address string) bool { return !a.desk.replaceable(address) })
		if own := r.Config.receiver(); own != nil && a.chance(50) {
			all = []string{a.desk.receiver(*own)}
		}
		if len(all) > 0 {
			options.Replace = []string{pick(a, all)}
		}
	case n < 25:
		options.NoRefresh = true
	case n < 30:
		options.Parallelism = 1
	}
	return options
}

// fault makes one at an early request. The action is what a person does meanwhile.
func (d dice) fault(action func() adminAction) fault {
	made := fault{At: 1 + d.IntN(16), Kind: pick(d, append(engine.Kinds(), killBefore, killAfter, actionThen, killAfter))}
	if d.chance(20) {
		made.At += d.IntN(30)
	}
	if d.chance(4) {
		made.Times = 2 + d.IntN(6)
	}
	switch made.Kind {
	case actionThen:
		made.Action = action()
	case engine.EdgeHTML, engine.ServerError:
		made.Unsaid = d.chance(50)
	}
	return made
}
