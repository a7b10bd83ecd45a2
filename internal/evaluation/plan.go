package evaluation

import (
	"errors"
	"slices"
)

// Plan is one write that makes placements hold, as far as that can be.
type Plan struct {
	Triggers   []TriggerPlace
	Categories []CategoryPlace
	// Refused are the errors of placements that cannot be had, by id. Nothing is
	// written for them.
	Refused map[string]error
	// Gaps are what Protects asks for and is left as it is.
	Gaps []Gap
	// Hindered are two triggers whose order would be lost if a category moved as it
	// is asked to; nil where no trigger is in the way.
	Hindered *[2]Trigger
	// Moves is true when a trigger or category changes its place, not only its
	// activity; Judged, when the plan depends on other triggers; Crosses, when it
	// depends on the order of categories.
	Moves, Judged, Crosses bool

	target  *Snapshot
	planner *planner
}

// Empty reports whether nothing has to be written.
func (p *Plan) Empty() bool { return len(p.Triggers)+len(p.Categories) == 0 }

// satisfied reports whether nothing has to be written, and nothing is refused.
func (p *Plan) satisfied() bool { return p.Empty() && len(p.Refused) == 0 }

// Plan computes the smallest write that makes the placements hold. Moving are relations
// of categories that could not be had so far; they are left again if nothing can
// be done for them.
func (s *Snapshot) Plan(batch []Placement, known Knowledge, moving []Relation) *Plan {
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

// planner computes one plan.
type planner struct {
	before *Snapshot // as read
	after  *Snapshot // with the categories, the activity and the content that are asked for
	batch  []Placement
	heard  Knowledge
	known  map[string][]string // what each trigger lists, remembered or heard of
	moving []Relation

	flow     *flow
	demands  []demand
	strength map[[2]int]strength
	holding  map[[2]int]bool // known relations that hold
	movable  map[int]bool
	placed   map[int]*Placement
	// senders and exclusions are the active ones, heardOf the exclusions that are known
	// to protect from every send.
	senders, exclusions, heardOf []int
	// first and second are the triggers that a demand or a known relation is about.
	first, second []bool
	listedOnly    map[string]bool
	assumed       map[string]bool
	// unordered are placed triggers that have no order to keep.
	unordered map[int]bool
	lines     []line
	careful   bool // what may be foreign keeps its order, see wouldProtect
	plan      *Plan
}

func newPlanner(s *Snapshot, batch []Placement, known Knowledge, moving []Relation) *planner {
	p := &planner{
		before: s, batch: batch, heard: known, known: map[string][]string{}, moving: moving, plan: &Plan{},
		strength: map[[2]int]strength{}, holding: map[[2]int]bool{}, movable: map[int]bool{}, placed: map[int]*Placement{},
		unordered: map[int]bool{}, listedOnly: map[string]bool{}, assumed: map[string]bool{},
	}
	for i := range batch {
		for id, after := range batch[i].Known {
			p.known[id] = after
		}
		for _, id := range batch[i].ListedOnly {
			p.listedOnly[id] = true
		}
	}
	for id, d := range known {
		p.known[id] = d.lists()
	}
	return p
}

// compute gives the id and the error of a placement that has to be refused first,
// or the plan.
func (p *planner) compute() (string, error) {
	if id, err := p.accept(); err != nil {
		return id, err
	}
	p.flow = flowOf(p.after, p.managed)
	p.collect()
	p.moveCategories()
	if id, err := p.acrossCategories(); err != nil {
		return id, err
	}
	if id, err := p.withinCategories(); err != nil {
		return id, err
	}
	p.write()
	p.plan.planner = p
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
			return each.ID, &GoneError{Noun: "trigger", ID: each.ID}
		}
		begins := each.Protects && each.Active && (!t.Active || each.Content != nil)
		p.plan.Judged = p.plan.Judged || len(each.After) > 0 || each.Check != nil || begins
		if each.Check != nil && each.Active && (!t.Active || each.Content != nil) {
			if err := each.Check(p.before); err != nil {
				return each.ID, err
			}
		}
		if each.CategoryID != "" && each.CategoryID != t.CategoryID {
			if len(p.before.Categories) == 0 {
				return each.ID, errors.New("the account has no trigger categories, so the trigger cannot be put into one")
			}
			if err := p.before.categoryExists(each.CategoryID); err != nil {
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
	p.first, p.second = make([]bool, len(p.after.Triggers)), make([]bool, len(p.after.Triggers))
	for i := range p.batch {
		each := &p.batch[i]
		at := p.after.index[each.ID]
		p.placed[at] = each
		p.unordered[at] = each.New || !p.before.Triggers[at].Active && p.sharesNumber(at)
		for _, id := range each.After {
			if _, exists := p.after.index[id]; !exists && each.Active {
				return each.ID, missingError(p.after.Triggers[at], id)
			}
		}
	}
	return "", nil
}

// managed are the triggers of the batch, and those that it or this process heard of.
func (p *planner) managed(i int) bool {
	_, heard := p.known[p.after.Triggers[i].ID]
	return heard || p.placed[i] != nil
}
