package tfcore

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// step is one apply of a random history.
type step struct {
	config  building
	options Options
	fault   fault
	at      int    // which of the planned work the fault hits
	work    string // and its name, when it has been planned
	gone    string // the id of a part that was removed outside Terraform
}

func (s step) String() string {
	return fmt.Sprintf("%+v %+v, %q: %d, gone %q", s.config, s.options, s.work, s.fault, s.gone)
}

var partNames = []string{"a", "b", "c", "d", "e"}

// nextStep changes a configuration at random.
func nextStep(r *rand.Rand, last building, ids []string) step {
	chance := func(percent int) bool { return r.IntN(100) < percent }
	config := maps.Clone(last)
	for i, name := range partNames {
		p, exists := config[name]
		switch {
		case !exists && chance(45):
			p = part{}
		case !exists:
			continue
		case chance(12):
			delete(config, name)
			continue
		}
		if chance(25) {
			p.paint = strconv.Itoa(r.IntN(3))
		}
		if chance(15) {
			p.of = strconv.Itoa(r.IntN(3))
		}
		if chance(20) {
			p.first = !p.first
		}
		if !exists || chance(20) {
			p.on = nil
			for _, other := range partNames[:i] {
				if chance(40) {
					p.on = append(p.on, other)
				}
			}
		}
		config[name] = p
	}
	for name, p := range config {
		p.on = slices.DeleteFunc(slices.Clone(p.on), func(other string) bool { _, exists := config[other]; return !exists })
		config[name] = p
	}
	made := step{config: config}
	some := func() (addresses []string) {
		for range 1 + r.IntN(2) {
			addresses = append(addresses, "part."+partNames[r.IntN(len(partNames))])
		}
		return addresses
	}
	if chance(12) {
		made.options.Destroy = true
	}
	if chance(25) {
		made.options.Targets = some()
	}
	if chance(30) && !made.options.Destroy {
		made.options.Replace = some()
	}
	made.options.NoRefresh = chance(15)
	if chance(65) {
		made.fault, made.at = []fault{refused, halfDone, killedBefore, killedAfter}[r.IntN(4)], r.IntN(100)
	}
	if chance(10) && len(ids) > 0 {
		made.gone = ids[r.IntN(len(ids))]
	}
	return made
}

// strike gives the work that the fault of a step hits. A kill has one outcome only
// if all other work is ordered before or after it.
func (s step) strike(planned *plan) string {
	ordered := orderOfPlan(planned)
	var possible []string
	for _, key := range slices.Sorted(maps.Keys(planned.changes)) {
		each := planned.changes[key]
		for node, verb := range map[string]string{"write " + key: "create", "delete " + key: "delete"} {
			if each.action == Update {
				verb = "update"
			}
			killed := s.fault == killedBefore || s.fault == killedAfter
			if _, exists := ordered[node]; exists && (!killed || ordered.total(node)) {
				possible = append(possible, verb+" "+strings.TrimPrefix(each.address, "part."))
			}
		}
	}
	if s.fault == none || len(possible) == 0 {
		return ""
	}
	slices.Sort(possible)
	return possible[s.at%len(possible)]
}

// pair is a workspace and the real command line, each with a site of its own.
type pair struct {
	workspace *Workspace
	site      *site
	cli       *cli
	census    map[string]int // what happened
}

func newPair(t *testing.T) *pair {
	t.Helper()
	s := newSite()
	s.named = map[string]int{}
	return &pair{workspace: s.workspace(t), site: s, cli: newCLI(t)}
}

// play does one step with both and compares.
func (p *pair) play(t *testing.T, s step) (same bool) {
	t.Helper()
	equal := func(what, ours, theirs string) bool {
		if ours == theirs {
			return true
		}
		t.Errorf("%s\n%s\nours:\n%s\ntheirs:\n%s", s, what, ours, theirs)
		return false
	}
	sites := []*site{p.site, p.cli.site}
	for _, each := range sites {
		delete(each.parts, s.gone)
		each.faults = nil
		each.done()
	}
	ctx, kill := context.WithCancel(t.Context())
	defer kill()
	result := Result{}
	config := s.config.configuration()
	planned := p.workspace.plan(ctx, config, s.options, &result)
	changes, err := p.cli.plan(t, config, s.options)
	if err != nil || !result.OK() {
		p.census["plans that fail"]++
		return equal("why the plan fails", reason(strings.Join(result.Errors, "\n")), reason(fmt.Sprint(err)))
	}
	var ours []string
	for _, each := range result.Changes {
		ours = append(ours, string(each.Action)+" "+each.Address)
	}
	slices.Sort(ours)
	if !equal("the plan", strings.Join(ours, "\n"), strings.Join(changes, "\n")) {
		return false
	}
	ordered := orderOfPlan(planned)
	if !equal("the order", ordered.String(), p.cli.graph(t).String()) {
		return false
	}
	s.work = s.strike(planned)
	for _, each := range sites {
		each.faults = only(s.work, s.fault)
	}
	p.count(s, planned)
	p.site.kill = kill
	p.workspace.perform(ctx, planned, &result)
	err = p.cli.apply(t)
	theirs, _ := p.cli.state(t)
	if t.Failed() {
		return false
	}
	return equal("whether it succeeds", fmt.Sprint(result.OK()), fmt.Sprint(err == nil)) &&
		equal("the work", worked(p.site), worked(p.cli.site)) &&
		equal("state", strings.Join(savedObjects(p.workspace), "\n"), strings.Join(theirs, "\n")) &&
		equal("the parts", standing(p.site), standing(p.cli.site))
}

// count counts what a search has to see.
func (p *pair) count(s step, planned *plan) {
	p.census["steps"]++
	for name, happens := range map[string]bool{
		"destroys": s.options.Destroy, "targets": len(s.options.Targets) > 0, "replacements": len(s.options.Replace) > 0, "plans without refresh": s.options.NoRefresh,
		"changed outside": s.gone != "",
	} {
		if happens {
			p.census[name]++
		}
	}
	var mu sync.Mutex // parallel work
	p.site.faults = func(work string) fault {
		if work != s.work || s.fault == none {
			return none
		}
		mu.Lock()
		defer mu.Unlock()
		p.census[[]string{refused: "refused", halfDone: "half done", killedBefore: "killed before", killedAfter: "killed after"}[s.fault]+" "+strings.Fields(work)[0]]++
		return s.fault
	}
	for _, each := range planned.changes {
		if each.deposed != "" {
			p.census["deposed objects"]++
		}
		if each.prior != nil && each.prior.tainted {
			p.census["tainted objects"]++
		}
	}
}

// reason says in one word what is wrong with a plan that this provider does not
// refuse.
func reason(text string) string {
	if strings.Contains(text, "cycle") || strings.Contains(text, "Cycle") {
		return "cycle"
	}
	return text
}

// worked is what was done, sorted: parallel work has no order.
func worked(s *site) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(slices.Sorted(slices.Values(s.work)), ", ")
}

// standing are the parts of a site.
func standing(s *site) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for id, each := range s.parts {
		all = append(all, fmt.Sprint(id, " ", plain(each)))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// fromEnvironment is a number from the environment, or the given one.
func fromEnvironment(variable string, byDefault uint64) uint64 {
	if n, err := strconv.ParseUint(os.Getenv(variable), 10, 64); err == nil {
		return n
	}
	return byDefault
}

// Random histories are played with the small Terraform and the real one.
func TestRandomHistoriesAreThoseOfTheRealCommandLine(t *testing.T) {
	t.Parallel()
	const steps = 5
	first, count := fromEnvironment("SURVEYTRIGGER_SEED", 1), fromEnvironment("SURVEYTRIGGER_CONFORMANCE_SEQUENCES", 5)
	census := map[string]int{}
	for seed := first; seed < first+count; seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // a test's
			p := newPair(t)
			p.census = census
			last := building{}
			for range steps {
				next := nextStep(r, last, slices.Sorted(maps.Keys(p.site.parts)))
				if !p.play(t, next) {
					return
				}
				last = next.config
			}
		})
	}
	t.Logf("%d histories: %v", count, census)
}
