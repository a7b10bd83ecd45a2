package promise

import (
	"fmt"
	"maps"
	"slices"
)

// writeWorkflows makes the history of a seed, of workflows that request surveys.
func writeWorkflows(seed uint64) polledHistory {
	return (&polledAuthor{dice: diceOf(seed), workflows: true}).history(seed)
}

// addWorkflow declares one more.
func (a *polledAuthor) addWorkflow() {
	a.names++
	made := workflowOf{
		Name: fmt.Sprintf("send%d", a.names), Off: a.chance(15), Chat: a.chance(30), OptOut: a.chance(60), Anybody: a.chance(25),
		Delay: a.delay(), Mark: pick(a, surveyMarks), Header: pick(a, keyHeaders), Version: 1,
	}
	for _, each := range slices.Sorted(maps.Keys(exclusions)) {
		if a.chance(35) {
			made.Excludes = append(made.Excludes, each)
		}
	}
	a.setup.Workflows = append(a.setup.Workflows, made)
}

func (a *polledAuthor) delay() int { return pick(a, []int{0, 0, 30, longestDelay}) }

// changeWorkflows changes one thing in the configuration.
func (a *polledAuthor) changeWorkflows() {
	switch n := a.IntN(10); {
	case n < 7 && len(a.setup.Workflows) > 0:
		a.changeWorkflow(pickOf(a, a.setup.Workflows))
	case n == 7:
		a.addWorkflow()
	case n == 8 && len(a.setup.Workflows) > 0:
		at := a.IntN(len(a.setup.Workflows))
		a.setup.Workflows = slices.Delete(a.setup.Workflows, at, at+1)
	}
}

func (a *polledAuthor) changeWorkflow(each *workflowOf) {
	switch a.IntN(10) {
	case 0:
		each.Off = !each.Off
	case 1:
		each.OptOut = !each.OptOut
	case 2, 3:
		each.exclude(pick(a, slices.Sorted(maps.Keys(exclusions))))
	case 4:
		each.Version++
	case 5: // the key moves
		each.Header = pick(a, keyHeaders)
		each.Version++
	case 6:
		each.Delay = a.delay()
	case 7:
		each.Mark = pick(a, surveyMarks)
	case 8:
		each.Note = fmt.Sprintf("note %d", a.IntN(100))
	case 9:
		each.Anybody, each.Chat = a.chance(50), a.chance(50)
	}
}

// exclude adds an exclusion or takes it away.
func (w *workflowOf) exclude(kind string) {
	if at := slices.Index(w.Excludes, kind); at >= 0 {
		w.Excludes = slices.Delete(w.Excludes, at, at+1)
		return
	}
	w.Excludes = append(w.Excludes, kind)
	slices.Sort(w.Excludes)
}

// workflowAction is what a person does in Kustomer.
func (a *polledAuthor) workflowAction() adminAction {
	made := adminAction{Do: pick(a, []verb{deactivates, activates, opens, strips, describes, renames, touches, touches})}
	if made.Do != touches {
		made.Title = fmt.Sprintf("send%d", 1+a.IntN(a.names))
	}
	return made
}
