package evaluation

import (
	"context"
	"maps"
	"slices"
	"sync"
)

// Reconciler puts the triggers of one account in order, for one process. It is
// safe for concurrent use.
type Reconciler struct {
	account Account
	log     func(ctx context.Context, message string, fields map[string]any)
	// Lock is held while positions are computed and written.
	Lock Lock

	mu         sync.Mutex // guards the rest
	queue      queue
	declared   map[string]Declaration
	exclusions []Declaration       // those to create
	protecting map[string]bool     // what NoteProtects was told
	categories map[string][]string // their relations
	company    company
}

// New makes the reconciler of an account. Log gets each decision.
func New(account Account, log func(ctx context.Context, message string, fields map[string]any)) *Reconciler {
	return &Reconciler{account: account, log: log, Lock: newLock(), declared: map[string]Declaration{}, protecting: map[string]bool{}, categories: map[string][]string{}, company: company{own: map[string]bool{}}}
}

// Satisfied reports whether a placement holds in the account as last read, as far
// as a repair could make it hold, and what it cannot. Nothing is asked of an
// inactive trigger.
func (r *Reconciler) Satisfied(ctx context.Context, p Placement) (bool, []Gap, error) {
	if !p.Active || len(p.After) == 0 && !p.Protects {
		return true, nil, nil
	}
	p.CategoryID = "" // that it stands elsewhere is drift of its own
	s, err := r.around(ctx, p)
	if err == nil {
		s, err = r.complete(ctx, s, []Placement{p})
	}
	if err != nil {
		return false, nil, err
	}
	if s.Holds(p.ID, p.After) && (!p.Protects || s.protectsAll(p.ID)) {
		return true, nil, nil // the usual case needs no plan
	}
	plan := s.Plan([]Placement{p}, r.knowledge(), nil)
	return plan.satisfied(), plan.Gaps, nil
}

// Before reports whether a trigger is evaluated before another one, in the account
// as last read.
func (r *Reconciler) Before(ctx context.Context, first, second string) (bool, error) {
	p := Placement{ID: second, After: []string{first}}
	s, err := r.around(ctx, p)
	return err == nil && s.Holds(second, p.After), err
}

// Precedes reports whether a trigger that is placed by itself, in the account as last
// read, is evaluated before another one of its category. It says true where that
// cannot be told.
func (r *Reconciler) Precedes(ctx context.Context, p Placement, other string) bool {
	s, err := r.account.Triggers(ctx)
	if err != nil {
		return true
	}
	// What stands in another category does not decide about places in this one, and
	// without the order of categories it would be refused.
	own, _ := s.Trigger(p.ID)
	p.After = slices.DeleteFunc(slices.Clone(p.After), func(id string) bool {
		listed, exists := s.Trigger(id)
		return !exists || listed.CategoryID != own.CategoryID
	})
	plan := s.Plan([]Placement{p}, r.knowledge(), nil)
	if plan.target != nil {
		s = plan.target
	}
	first, _ := s.Trigger(p.ID)
	second, _ := s.Trigger(other)
	return len(plan.Refused) > 0 || first.CategoryID != second.CategoryID || s.earlier(first, second)
}

// Check plans placements of triggers that may not be in the account yet, or not as
// given, and returns the error of each that would be refused. Categories that are to move
// may wait for triggers that are not placed here: what is not refused once they have moved
// is not refused.
func (r *Reconciler) Check(ctx context.Context, triggers []Trigger, batch []Placement) (map[string]error, error) {
	s, err := r.account.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	relations := r.relationsOfCategories()
	refused := s.with(nil, triggers...).Plan(batch, r.knowledge(), relations).Refused
	if waits := func(relation Relation) bool { return !s.CategoryHolds(relation) }; len(refused) > 0 && slices.ContainsFunc(relations, waits) {
		categories := (&Snapshot{Categories: s.Categories}).Plan(nil, nil, relations).target.Categories
		later := slices.Clone(batch)
		for i := range later {
			later[i].After = nil // they may move, too
		}
		moved := s.with(categories, triggers...).Plan(later, r.knowledge(), nil).Refused
		maps.DeleteFunc(refused, func(id string, _ error) bool { return moved[id] == nil })
	}
	return refused, nil
}

// Triggers is the account as last read, without categories.
func (r *Reconciler) Triggers(ctx context.Context) (*Snapshot, error) { return r.account.Triggers(ctx) }

// Snapshot is the account as last read.
func (r *Reconciler) Snapshot(ctx context.Context) (*Snapshot, error) { return r.account.Snapshot(ctx) }

// around is the account as last read, with categories where they may matter to a
// placement.
func (r *Reconciler) around(ctx context.Context, p Placement) (*Snapshot, error) {
	s, err := r.account.Triggers(ctx)
	if err == nil && s.crosses(p) {
		return r.account.Snapshot(ctx)
	}
	return s, err
}

// crosses reports whether the order of categories may matter to a placement, or
// a trigger is lacking.
func (s *Snapshot) crosses(p Placement) bool {
	t, exists := s.Trigger(p.ID)
	if !exists {
		return true
	}
	for _, id := range p.After {
		if listed, exists := s.Trigger(id); !exists || listed.CategoryID != t.CategoryID {
			return true
		}
	}
	marks := t.Rule.Marks()
	return p.Protects && slices.ContainsFunc(s.Triggers, func(o Trigger) bool {
		return o.CategoryID != t.CategoryID && o.sendsUnless(marks)
	})
}

// complete asks by id for what a snapshot lacks of what placements are about,
// before it is taken for gone.
func (r *Reconciler) complete(ctx context.Context, s *Snapshot, batch []Placement) (*Snapshot, error) {
	for range 2 { // the categories of triggers that were found may be lacking too
		triggers, categories := s.lacks(batch)
		if len(triggers)+len(categories) == 0 {
			return s, nil
		}
		found, err := r.account.Find(ctx, triggers, categories)
		if err != nil || !found {
			return s, err
		}
		if s, err = r.account.Snapshot(ctx); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// lacks are the ids of triggers and categories that placements are about and
// that the snapshot does not have.
func (s *Snapshot) lacks(batch []Placement) (triggers, categories []string) {
	category := func(id string) {
		if _, known := s.Category(id); id != "" && !known && !slices.Contains(categories, id) {
			categories = append(categories, id)
		}
	}
	for _, p := range batch {
		t, exists := s.Trigger(p.ID)
		if !exists && !slices.Contains(triggers, p.ID) {
			triggers = append(triggers, p.ID)
		}
		if p.CategoryID != "" && p.CategoryID != t.CategoryID {
			category(p.CategoryID)
			category(t.CategoryID)
		}
		for _, id := range p.After {
			listed, exists := s.Trigger(id)
			switch {
			case !exists && !slices.Contains(triggers, id):
				triggers = append(triggers, id)
			case exists && listed.CategoryID != t.CategoryID:
				category(listed.CategoryID)
				category(t.CategoryID)
			}
		}
	}
	return triggers, categories
}
