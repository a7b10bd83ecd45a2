package promise

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// polledAuthor makes histories of a survey backend, or of workflows.
type polledAuthor struct {
	dice
	workflows bool
	setup     polledSetup
	names     int
	// killed is the last run, if it was killed: mostly the same is applied once more
	// before anything changes.
	killed *polledRun
}

// polledHelpDesks are those that connectors lead to.
var polledHelpDesks = []string{"kustomer", "zendesk"}

var metrics = []string{"CSAT", "CES", "NPS"}

// longestQuiet is how many hours a quiet period has here at most.
const longestQuiet = 3

// writePolled makes the history of a seed.
func writePolled(seed uint64) polledHistory {
	return (&polledAuthor{dice: diceOf(seed)}).history(seed)
}

func (a *polledAuthor) history(seed uint64) polledHistory {
	h := polledHistory{Seed: seed, Foreign: a.chance(50)}
	for range 1 + a.IntN(3) {
		a.add()
	}
	h.Steps = append(h.Steps, polledStep{Kind: applies, Run: a.run(40)})
	for range 1 + a.IntN(6) {
		h.Steps = append(h.Steps, a.step())
	}
	return h
}

func (a *polledAuthor) step() polledStep {
	switch n := a.IntN(100); {
	case n < 25:
		return polledStep{Kind: acts, Action: a.action()}
	case n < 40:
		return polledStep{Kind: passes}
	default:
		a.change()
		return polledStep{Kind: applies, Run: a.run(50)}
	}
}

// add declares one more workflow, or distribution and the connector that it needs.
func (a *polledAuthor) add() {
	if a.workflows {
		a.addWorkflow()
		return
	}
	a.names++
	made := distributionOf{Name: fmt.Sprintf("survey%d", a.names), Metric: pick(a, metrics), HelpDesk: pick(a, polledHelpDesks), Quiet: 1 + a.IntN(longestQuiet), Off: a.chance(15)}
	a.connect(made.HelpDesk)
	a.setup.Distributions = append(a.setup.Distributions, made)
}

func (a *polledAuthor) connect(helpDesk string) {
	if !slices.ContainsFunc(a.setup.Connectors, func(each connectorOf) bool { return each.HelpDesk == helpDesk }) {
		a.setup.Connectors = append(a.setup.Connectors, connectorOf{HelpDesk: helpDesk, Version: 1})
	}
}

// change makes a new configuration out of the last one.
func (a *polledAuthor) change() {
	if a.killed != nil && a.chance(70) {
		return
	}
	a.setup = copyOf(a.setup)
	for range a.IntN(3) {
		switch n := a.IntN(12); {
		case a.workflows:
			a.changeWorkflows()
		case n < 7 && len(a.setup.Distributions) > 0:
			a.changeOne(pickOf(a, a.setup.Distributions))
		case n == 7:
			a.add()
		case n == 8 && len(a.setup.Distributions) > 0:
			at := a.IntN(len(a.setup.Distributions))
			a.setup.Distributions = slices.Delete(a.setup.Distributions, at, at+1)
		case n == 9 && len(a.setup.Connectors) > 0:
			pickOf(a, a.setup.Connectors).Version++
		case n == 10: // what nothing uses goes
			a.setup.Connectors = slices.DeleteFunc(a.setup.Connectors, func(each connectorOf) bool {
				return !slices.ContainsFunc(a.setup.Distributions, func(d distributionOf) bool { return d.HelpDesk == each.HelpDesk })
			})
		}
	}
}

func (a *polledAuthor) changeOne(each *distributionOf) {
	switch a.IntN(6) {
	case 0:
		each.Off = !each.Off
	case 1:
		each.Quiet = 1 + a.IntN(longestQuiet)
	case 2:
		each.Note = fmt.Sprintf("note %d", a.IntN(100))
	case 3:
		each.Metric = pick(a, metrics)
	case 4:
		each.HelpDesk = pick(a, polledHelpDesks)
		a.connect(each.HelpDesk)
	case 5:
		each.Field = pick(a, []string{"", "1001", "1002"})
	}
}

// action is what a person does in the backend's screens or in the help desk.
func (a *polledAuthor) action() adminAction {
	if a.workflows {
		return a.workflowAction()
	}
	made := adminAction{Do: pick(a, []verb{deactivates, activates, quiets, deletes, describes, touches, touches})}
	if made.Do != touches {
		made.Title = fmt.Sprintf("survey%d", 1+a.IntN(a.names))
	}
	if made.Do == quiets {
		made.To = 1 + a.IntN(longestQuiet)
	}
	return made
}

// run applies the configuration, with faults or without.
func (a *polledAuthor) run(faultPercent int) polledRun {
	made := polledRun{Config: copyOf(a.setup)}
	if a.killed != nil && reflect.DeepEqual(a.killed.Config, made.Config) {
		made.Options.Replace = a.killed.Options.Replace
	} else {
		made.Options = a.options()
	}
	a.killed = nil
	for a.chance(faultPercent) && len(made.Faults) < 3 {
		made.Faults = append(made.Faults, a.fault(a.action))
	}
	if slices.ContainsFunc(made.Faults, func(each fault) bool { return each.Kind == killAfter || each.Kind == killBefore }) {
		made.Options.StateLost = a.chance(10)
		killed := made
		a.killed = &killed
	}
	return made
}

func (a *polledAuthor) options() (options tfcore.Options) {
	switch n := a.IntN(100); {
	case n < 6:
		options.Destroy = true
	case n < 14:
		if all := a.setup.addresses(); len(all) > 0 {
			options.Targets = []string{pick(a, all)}
		}
	case n < 20 && len(a.setup.Distributions) > 0:
		options.Replace = []string{distributionType + pick(a, a.setup.Distributions).Name}
	case n < 20 && len(a.setup.Workflows) > 0:
		options.Replace = []string{workflowType + pick(a, a.setup.Workflows).Name}
	}
	return options
}
