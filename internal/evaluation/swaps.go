package evaluation

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Swap is a pair of active triggers that a plan makes change places although one of
// them reads what the other sets, besides tags and custom fields: a status, a priority,
// a group. Nothing is refused for it.
type Swap struct {
	Reader, Setter Trigger
	// Data are what the setter sets and the reader checks, named like the conditions.
	Data []string
	// ReaderFirst is true when the reader is the one that will be evaluated first.
	ReaderFirst bool
	// Exclusion is true when the reader leaves a mark that a send honours.
	Exclusion bool
}

// Describe says it in a line.
func (s Swap) Describe() string {
	place := "after"
	if s.ReaderFirst {
		place = "before"
	}
	return fmt.Sprintf("%s checks %s, which %s sets, and will be evaluated %s it", s.Reader.named(), strings.Join(s.Data, ", "), s.Setter.named(), place)
}

// swapsMost is how many are described.
const swapsMost = 10

// DescribeSwaps says them in a line each.
func DescribeSwaps(swaps []Swap) (lines []string) {
	for _, s := range swaps[:min(len(swaps), swapsMost)] {
		lines = append(lines, s.Describe())
	}
	if more := len(swaps) - swapsMost; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return lines
}

// Swaps are those of putting one trigger where its placement says, in the account as
// last read, which may lack the trigger.
func (r *Reconciler) Swaps(ctx context.Context, t Trigger, p Placement) ([]Swap, error) {
	read := r.account.Snapshot
	if p.CategoryID == "" {
		read = func(ctx context.Context) (*Snapshot, error) { return r.around(ctx, p) }
	}
	s, err := read(ctx)
	if err != nil {
		return nil, err
	}
	holds := t.Active && p.CategoryID == "" && s.Holds(p.ID, p.After)
	if holds && !p.Protects {
		return nil, nil // nothing moves
	}
	s = s.with(nil, t)
	if holds && s.protectsAll(p.ID) {
		return nil, nil
	}
	return s.Plan([]Placement{p}, r.knowledge(), r.relationsOfCategories()).Swaps(), nil
}

// Swaps compares every pair, which takes longer than the plan did.
func (p *Plan) Swaps() []Swap {
	if p.planner == nil || !p.Moves && len(p.Categories) == 0 {
		return nil
	}
	return p.planner.swaps()
}

func (p *planner) swaps() (found []Swap) {
	before, after := p.before, p.plan.target
	var ordered []int
	for i, t := range before.Triggers {
		if t.Active && after.Triggers[i].Active && !p.unordered[i] {
			ordered = append(ordered, i)
		}
	}
	line := func(s *Snapshot) func(x, y int) int {
		return func(x, y int) int {
			a, b := s.Triggers[x], s.Triggers[y]
			return cmp.Or(cmp.Compare(s.ranks[a.CategoryID], s.ranks[b.CategoryID]), rules.CompareIDs(a.CategoryID, b.CategoryID), cmp.Compare(a.Position, b.Position), cmp.Compare(x, y))
		}
	}
	slices.SortFunc(ordered, line(after))
	rank := make([]int, len(before.Triggers))
	for at, i := range ordered {
		rank[i] = at
	}
	slices.SortFunc(ordered, line(before))
	for at, x := range ordered {
		for _, y := range ordered[at+1:] {
			if rank[x] > rank[y] && p.flow.soft(x, y) && p.passes(x, y) {
				found = append(append(found, p.swap(x, y, false)...), p.swap(y, x, true)...)
			}
		}
	}
	return found
}

// passes reports whether a trigger will be evaluated after one that it was evaluated
// before, and no relation is about the two.
func (p *planner) passes(x, y int) bool {
	return p.strength[[2]int{y, x}] <= preferred && !p.flow.hard(x, y) &&
		p.before.earlier(p.before.Triggers[x], p.before.Triggers[y]) && p.plan.target.earlier(p.plan.target.Triggers[y], p.plan.target.Triggers[x])
}

func (p *planner) swap(reader, setter int, first bool) []Swap {
	data := p.flow.rules[setter].effects.OtherThat(&p.flow.rules[reader].effects)
	if len(data) == 0 {
		return nil
	}
	return []Swap{{Reader: p.after.Triggers[reader], Setter: p.after.Triggers[setter], Data: data, ReaderFirst: first, Exclusion: slices.Contains(p.exclusions, reader)}}
}
