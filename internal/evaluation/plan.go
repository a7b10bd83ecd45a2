package evaluation

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
)

// Placement is where a managed trigger has to end up.
type Placement struct {
	ID string
	// CategoryID is the category it must stand in; "" leaves it where it is.
	CategoryID string
	// Active is whether it shall be active once it stands right.
	Active bool
	// After are the ids of triggers that must be evaluated earlier.
	After []string
	// Protects says that it is an exclusion which has to be evaluated before every
	// active send that honours its mark, listed or not.
	Protects bool
	// Strict refuses what Protects asks for and no repair can reach, because the
	// trigger is created, activated or changed in that respect. Otherwise it is
	// left as it is.
	Strict bool
	// Tolerated are sends, by id, that it did not protect from before either: Strict
	// does not count for them.
	Tolerated []string
	// New is a trigger that this run created: it has no order to keep.
	New bool
	// Content is what the trigger will do, nil if that does not change, and Write
	// sends it, and deactivates the trigger with it if asked to. Until it is written
	// both forms count. Where the order cannot be had with both, a send (Pausable) is
	// inactive in between.
	Content  *Rule
	Write    func(ctx context.Context, deactivate bool) error
	Pausable bool
	// Known are relations of other triggers that the caller remembers, by id. They
	// are kept where they hold.
	Known map[string][]string
	// ListedOnly are the ids of exclusions that protect from the sends which list
	// them and from no other, as far as the caller remembers.
	ListedOnly []string
	// Check looks at a current snapshot before the trigger is activated or its
	// content changes; its error refuses that.
	Check func(*Snapshot) error

	companions map[string]bool // triggers that may be moved along, by id
	protecting map[string]bool // exclusions that protect from every send, by id
}

// Relation says that a category is evaluated after others.
type Relation struct {
	ID    string
	After []string
}

// TriggerPlace says where a trigger shall stand. A nil member stays as it is.
type TriggerPlace struct {
	ID         string
	CategoryID *string
	// Position counts within the category, from 1.
	Position *int64
	Active   *bool
}

// CategoryPlace says where a category shall stand, counted from 1.
type CategoryPlace struct {
	ID       string
	Position int64
}

// Gap is a send that is not evaluated after an exclusion that protects from it,
// and that no repair of the exclusion can change.
type Gap struct {
	Exclusion, Send Trigger
	Standing        Standing
	// Blocked are two triggers whose order has to stay and that stand in the way;
	// nil when categories do.
	Blocked *[2]Trigger
}

// Plan is one write that makes placements hold, as far as that can be.
type Plan struct {
	Triggers   []TriggerPlace
	Categories []CategoryPlace
	// Refused are the errors of placements that cannot be had, by id. Nothing is
	// written for them.
	Refused map[string]error
	// Gaps are what Protects asks for and is left as it is.
	Gaps []Gap
	// Moves is true when a trigger or category changes its place, not only its
	// activity; Judged, when the plan depends on other triggers; Crosses, when it
	// depends on the order of categories.
	Moves, Judged, Crosses bool

	target *Snapshot
}

// Empty reports whether nothing has to be written.
func (p *Plan) Empty() bool { return len(p.Triggers)+len(p.Categories) == 0 }

// Plan computes the smallest write that makes the placements hold. Known are
// relations that other triggers are known to declare, by id. Moving are relations
// of categories that could not be had so far; they are left again if nothing can
// be done for them.
func (s *Snapshot) Plan(batch []Placement, known map[string][]string, moving []Relation) *Plan {
	refused := map[string]error{}
	for {
		p := newPlanner(s, batch, known, moving)
		id, err := p.compute()
		if err == nil {
			p.plan.Refused = refused
			p.plan.Judged = p.plan.Judged || len(refused) > 0
			p.plan.Crosses = p.plan.Crosses || len(refused) > 0 && len(s.Categories) > 0
			return p.plan
		}
		refused[id] = err
		var order *OrderError
		if errors.As(err, &order) {
			for _, each := range batch {
				if slices.Contains(order.cycle, each.ID) {
					refused[each.ID] = err
				}
			}
		}
		batch = slices.DeleteFunc(slices.Clone(batch), func(each Placement) bool { return refused[each.ID] != nil })
	}
}

// entering is the position of a trigger in a category that it comes to.
const entering = -1

// strength says how much a demand weighs. A stronger one outranks the opposite.
type strength int

const (
	// preferred is dropped without a word where it cannot be had.
	preferred strength = iota + 1
	wanted
	declared
)

// demand is that the trigger at one index is evaluated before another.
type demand struct {
	first, second int
	strength      strength
	by            *Placement
}

// planner computes one plan.
type planner struct {
	before *Snapshot // as read
	after  *Snapshot // with the categories, the activity and the content that are asked for
	batch  []Placement
	known  map[string][]string
	moving []Relation

	flow     *flow
	demands  []demand
	strength map[[2]int]strength
	standing map[[2]int]bool // of known relations that hold
	movable  map[int]bool
	placed   map[int]*Placement
	listed   map[int]bool // inactive, but listed by the batch
	// first and second are the triggers that a demand or a known relation is about.
	first, second []bool
	listedOnly    map[string]bool
	assumed       map[string]bool
	// unordered are placed triggers that have no order to keep.
	unordered map[int]bool
	lines     map[string]line
	hinders   []string // two categories whose order keeps another one from moving
	plan      *Plan
}

func newPlanner(s *Snapshot, batch []Placement, known map[string][]string, moving []Relation) *planner {
	p := &planner{
		before: s, batch: batch, known: map[string][]string{}, moving: moving, plan: &Plan{},
		strength: map[[2]int]strength{}, standing: map[[2]int]bool{}, movable: map[int]bool{}, placed: map[int]*Placement{}, listed: map[int]bool{},
		unordered: map[int]bool{}, lines: map[string]line{}, listedOnly: map[string]bool{}, assumed: map[string]bool{},
	}
	for i := range batch {
		for id, after := range batch[i].Known {
			p.known[id] = after
		}
		for _, id := range batch[i].ListedOnly {
			p.listedOnly[id] = true
		}
	}
	for id, after := range known {
		p.known[id] = after
	}
	return p
}

// compute gives the id and the error of a placement that has to be refused first,
// or the plan.
func (p *planner) compute() (string, error) {
	if id, err := p.accept(); err != nil {
		return id, err
	}
	p.flow = flowOf(p.after, p.counts)
	p.collect()
	p.moveCategories()
	if id, err := p.acrossCategories(); err != nil {
		return id, err
	}
	if id, err := p.withinCategories(); err != nil {
		return id, err
	}
	p.write()
	return "", nil
}

// accept makes the snapshot that the placements ask for, with the triggers where
// they are in their categories.
func (p *planner) accept() (string, error) {
	var changed []Trigger
	for i := range p.batch {
		each := &p.batch[i]
		t, exists := p.before.Trigger(each.ID)
		if !exists {
			return each.ID, &GoneError{ID: each.ID}
		}
		p.plan.Judged = p.plan.Judged || len(each.After) > 0 || each.Check != nil
		if each.Check != nil && each.Active && (!t.Active || each.Content != nil) {
			if err := each.Check(p.before); err != nil {
				return each.ID, err
			}
		}
		if each.CategoryID != "" && each.CategoryID != t.CategoryID {
			if err := p.before.checkCategory(each.CategoryID); err != nil {
				return each.ID, err
			}
			t.CategoryID, t.Position = each.CategoryID, entering
			p.plan.Judged, p.plan.Crosses = true, true
		}
		t.Active = each.Active
		if each.Content != nil {
			t.Rule = t.Rule.and(each.Content)
		}
		changed = append(changed, t)
	}
	p.after = p.before.with(nil, changed...)
	p.after.prepare()
	p.first, p.second = make([]bool, len(p.after.Triggers)), make([]bool, len(p.after.Triggers))
	for i := range p.batch {
		each := &p.batch[i]
		at := p.after.index[each.ID]
		p.placed[at] = each
		p.unordered[at] = each.New || !p.before.Triggers[at].Active && p.sharesNumber(at)
		for _, id := range each.After {
			l, exists := p.after.index[id]
			switch {
			case !each.Active:
			case !exists:
				return each.ID, missingError(p.after.Triggers[at], id)
			case !p.after.Triggers[l].Active && !p.sharesNumber(l):
				p.listed[l] = true
			}
		}
	}
	return "", nil
}

// counts are the triggers whose order matters: active ones and listed ones.
func (p *planner) counts(i int) bool { return p.after.Triggers[i].Active || p.listed[i] }

func (p *planner) wasActive(i int) bool { return p.before.Triggers[i].Active || p.listed[i] }

// collect gathers what is asked for: by the placements, by what others are known
// to declare, and by the exclusions of the account.
func (p *planner) collect() {
	for i, each := range p.placed {
		p.movable[i] = true
		for id := range each.companions {
			if c, exists := p.after.index[id]; exists {
				p.movable[c] = true
			}
		}
		if !each.Active {
			continue
		}
		for _, id := range each.After {
			p.mayMove(id, map[string]bool{})
			if l := p.after.index[id]; p.counts(l) {
				p.ask(demand{l, i, declared, each})
			}
		}
	}
	for id, after := range p.known {
		d, exists := p.after.index[id]
		for _, listed := range after {
			if l, found := p.after.index[listed]; exists && found && p.before.standing(p.before.Triggers[l], p.before.Triggers[d]) == Earlier {
				p.standing[[2]int{l, d}] = true
				p.first[l], p.second[d] = true, true
			}
		}
	}
	for i, each := range p.placed {
		if each.Active {
			p.protect(i, each)
			p.assume(each)
		}
	}
	slices.SortFunc(p.demands, func(a, b demand) int {
		return cmp.Or(-cmp.Compare(a.strength, b.strength), cmp.Compare(a.second, b.second), cmp.Compare(a.first, b.first))
	})
}

// sharesNumber reports whether an inactive trigger has the position of another
// one: then its own position says nothing.
func (p *planner) sharesNumber(i int) bool {
	t := p.before.Triggers[i]
	return slices.ContainsFunc(p.before.Triggers, func(o Trigger) bool {
		return o.ID != t.ID && o.CategoryID == t.CategoryID && o.Position == t.Position
	})
}

func (p *planner) ask(d demand) {
	pair, opposite := [2]int{d.first, d.second}, [2]int{d.second, d.first}
	if d.first == d.second || p.strength[pair] >= d.strength || d.strength < declared && p.strength[opposite] > d.strength {
		return
	}
	p.strength[pair] = d.strength
	p.first[d.first], p.second[d.second] = true, true
	p.demands = append(p.demands, d)
}

// mayMove allows a listed trigger to be moved, and what that lists itself.
func (p *planner) mayMove(id string, seen map[string]bool) {
	i, exists := p.after.index[id]
	if !exists || seen[id] {
		return
	}
	seen[id], p.movable[i] = true, true
	for _, listed := range p.known[id] {
		p.mayMove(listed, seen)
	}
}

// lists reports whether a trigger lists another one, directly or through others.
func (p *planner) lists(id, other string, seen map[string]bool) bool {
	after := p.known[id]
	if i, exists := p.after.index[id]; exists && p.placed[i] != nil {
		after = p.placed[i].After
	}
	for _, listed := range after {
		if listed == other || !seen[listed] && p.lists(listed, other, with(seen, listed)) {
			return true
		}
	}
	return false
}

func with(seen map[string]bool, id string) map[string]bool { seen[id] = true; return seen }

// protect asks that an exclusion is evaluated before the sends that honour its
// mark, and prefers that a send which starts or enters is after the exclusions
// whose mark it honours.
func (p *planner) protect(i int, each *Placement) {
	t := p.after.Triggers[i]
	was := p.before.Triggers[i]
	starts := !was.Active || was.CategoryID != t.CategoryID
	if !each.Protects && !(starts && t.Rule.Sends()) {
		return
	}
	marks := t.Rule.Marks()
	for j, other := range p.after.Triggers {
		switch {
		case j == i || !other.Active:
		case each.Protects && p.protectsFrom(i, j, marks):
			p.plan.Judged = true
			p.ask(demand{i, j, wanted, each})
		case starts && t.Rule.Sends() && other.Rule.OnlyMarks() && t.Rule.Honours(other.Rule.Marks()):
			asked := preferred
			if each.protecting[other.ID] && !p.lists(other.ID, t.ID, map[string]bool{}) {
				asked = wanted
			}
			p.ask(demand{j, i, asked, each})
		}
	}
}

// protectsFrom reports whether a trigger is a send that an exclusion protects
// from.
func (p *planner) protectsFrom(exclusion, send int, marks rules.Marks) bool {
	t := p.after.Triggers[send]
	return t.Active && t.Rule.Sends() && t.Rule.Honours(marks) && !p.lists(p.after.Triggers[exclusion].ID, t.ID, map[string]bool{})
}

// assume prefers that exclusions keep their order where one is moved of which it
// is not known what it lists itself.
func (p *planner) assume(each *Placement) {
	moved := slices.Clone(each.After)
	if t, _ := p.before.Trigger(each.ID); each.CategoryID != "" && each.CategoryID != t.CategoryID {
		moved = append(moved, each.ID)
	}
	for _, id := range moved {
		i, exists := p.after.index[id]
		if p.assumed[id] {
			continue
		}
		p.assumed[id] = true
		if !exists || !p.after.Triggers[i].Rule.OnlyMarks() {
			continue
		}
		_, heard := p.known[id] // of what it lists; never of who lists it
		for j, other := range p.after.Triggers {
			if j == i || !other.Active || !other.Rule.OnlyMarks() {
				continue
			}
			if !heard && p.before.standing(p.before.Triggers[j], p.before.Triggers[i]) == Earlier {
				p.ask(demand{j, i, preferred, each})
			} else if id == each.ID && p.before.standing(p.before.Triggers[i], p.before.Triggers[j]) == Earlier {
				p.ask(demand{i, j, preferred, each})
			}
		}
	}
}

// must reports whether a trigger has to stay before another one: it is asked
// for, or the order that stands decides about a survey and nobody asks for the
// opposite.
func (p *planner) must(a, b int) bool {
	switch {
	case p.first[a] && p.second[b] && p.strength[[2]int{a, b}] > preferred:
		return true
	case p.first[b] && p.second[a] && p.strength[[2]int{b, a}] > preferred:
		return false
	case p.first[a] && p.second[b] && p.standing[[2]int{a, b}] && p.stands(a, b):
		return true
	}
	return p.flow.hard(a, b) && p.stands(a, b) && !p.wouldProtect(b, a)
}

// wouldProtect reports whether a trigger that stands too late for a send would
// protect from it if it were earlier: nobody needs that order.
func (p *planner) wouldProtect(exclusion, send int) bool {
	e, s := p.after.Triggers[exclusion], p.after.Triggers[send]
	return s.Rule.Sends() && e.Rule.OnlyMarks() && s.Rule.Considers(e.Rule.Marks()) && !p.listedOnly[e.ID]
}

// stands reports whether a trigger is evaluated before another one as the account
// is. One that is new or has no place of its own stands behind what sets that
// which it reads, and has no other order.
func (p *planner) stands(a, b int) bool {
	if !p.counts(a) || !p.counts(b) || p.unordered[a] {
		return false
	}
	if p.unordered[b] {
		return p.after.Triggers[a].CategoryID == p.after.Triggers[b].CategoryID && p.flow.of(a).setsWhatReads(p.flow.of(b))
	}
	return p.before.standing(p.before.Triggers[a], p.before.Triggers[b]) == Earlier
}
