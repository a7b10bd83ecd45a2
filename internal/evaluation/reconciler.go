package evaluation

import (
	"context"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
)

// Reconciler puts the triggers of one account in order, for one process. It is
// safe for concurrent use.
type Reconciler struct {
	account Account
	log     func(ctx context.Context, message string, fields map[string]any)
	// Lock is held while positions are computed and written.
	Lock Lock
	// categoriesRead is when a batch read the categories last; Lock guards it.
	categoriesRead time.Time

	mu         sync.Mutex // guards the rest
	queue      queue
	declared   map[string]Declaration
	created    map[string]Declaration // of triggers that are to be created, by title
	categories map[string][]string    // their relations
}

// New makes the reconciler of an account. Log gets each decision.
func New(account Account, log func(ctx context.Context, message string, fields map[string]any)) *Reconciler {
	return &Reconciler{account: account, log: log, Lock: newLock(), declared: map[string]Declaration{}, created: map[string]Declaration{}, categories: map[string][]string{}}
}

// Declaration is what this process knows a managed trigger will be, from its
// plan. Another trigger's checks believe it rather than the account, which may
// be about to change.
type Declaration struct {
	Title  string
	Active bool
	Marks  rules.Marks
	// Undecided says that a part of the marks is not known yet.
	Undecided bool
	After     []string
	// Protects says that it is an exclusion that protects from every send that
	// honours its mark.
	Protects bool
	// Weaker says why an exclusion protects fewer tickets than before: "" if it does
	// not.
	Weaker string
	// Deleted says that the plan deletes it; New, that this run created it, so that
	// others may move it.
	Deleted, New bool
	// CategoryID is where it will be, "" if that does not change or is not known.
	CategoryID string
	// Rule is what it will do, Prior what it does now; nil for a new one and while a
	// part is not known yet.
	Rule, Prior *Rule
}

// Overlaps reports whether two sends of which both change would survey, between
// the two writes, a ticket that only one of them surveys before and after.
func (d Declaration) Overlaps(other Declaration) bool {
	if d.Rule == nil || d.Prior == nil || other.Rule == nil || other.Prior == nil {
		return false
	}
	return overlapMeanwhile(d.Prior, d.Rule, other.Prior, other.Rule)
}

// Others are the declarations of all other triggers, by id.
func (r *Reconciler) Others(id string) map[string]Declaration {
	r.mu.Lock()
	defer r.mu.Unlock()
	others := maps.Clone(r.declared)
	delete(others, id)
	return others
}

// Declare remembers what a managed trigger will be.
func (r *Reconciler) Declare(id string, d Declaration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.declared[id] = d
}

// DeclareNew remembers a send that is to be created. Titles of sends are unique.
func (r *Reconciler) DeclareNew(d Declaration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.created[d.Title] = d
}

// ToBeCreated are the sends that are to be created, by title.
func (r *Reconciler) ToBeCreated() map[string]Declaration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.created)
}

// Declared returns what was declared of a trigger.
func (r *Reconciler) Declared(id string) (Declaration, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	d, known := r.declared[id]
	return d, known
}

// RelationsFrom are the declared relations that the given triggers lead to,
// directly or by way of others.
func (r *Reconciler) RelationsFrom(ids []string) map[string][]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	found := map[string][]string{}
	for queue := slices.Clone(ids); len(queue) > 0; queue = queue[1:] {
		id := queue[0]
		if d := r.declared[id]; found[id] == nil && d.Active && len(d.After) > 0 {
			found[id] = d.After
			queue = append(queue, d.After...)
		}
	}
	return found
}

// known are the relations that this process has heard of.
func (r *Reconciler) known() map[string][]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	known := make(map[string][]string, len(r.declared))
	for id, d := range r.declared {
		if d.Active {
			known[id] = d.After
		} else {
			known[id] = nil
		}
	}
	return known
}

func (r *Reconciler) relationsOfCategories() []Relation {
	r.mu.Lock()
	defer r.mu.Unlock()
	relations := make([]Relation, 0, len(r.categories))
	for id, after := range r.categories {
		if len(after) > 0 {
			relations = append(relations, Relation{id, after})
		}
	}
	slices.SortFunc(relations, func(a, b Relation) int { return compareIDs(a.ID, b.ID) })
	return relations
}

// Satisfied reports whether a placement holds in the account as last read, as far
// as a repair could make it hold, and what it cannot. Nothing is asked of an
// inactive trigger.
func (r *Reconciler) Satisfied(ctx context.Context, p Placement) (bool, []Gap, error) {
	if !p.Active || len(p.After) == 0 && !p.Protects {
		return true, nil, nil
	}
	p.CategoryID = "" // that it stands elsewhere is drift of its own
	s, err := r.account.Triggers(ctx)
	if err != nil {
		return false, nil, err
	}
	if s.crosses(p) {
		if s, err = r.account.Snapshot(ctx); err != nil {
			return false, nil, err
		}
		if s, err = r.complete(ctx, s, []Placement{p}); err != nil {
			return false, nil, err
		}
	}
	if s.Holds(p.ID, p.After) && (!p.Protects || s.protectsAll(p.ID)) {
		return true, nil, nil // the usual case needs no plan
	}
	plan := s.Plan([]Placement{p}, r.known(), nil)
	return plan.Empty() && len(plan.Refused) == 0, plan.Gaps, nil
}

// protectsAll reports whether a trigger is evaluated before every active send that
// honours its mark.
func (s *Snapshot) protectsAll(id string) bool {
	own, exists := s.Trigger(id)
	if !exists {
		return false
	}
	marks := own.Rule.Marks()
	return !slices.ContainsFunc(s.Triggers, func(t Trigger) bool {
		return t.Active && t.ID != id && t.Rule.Sends() && t.Rule.Honours(marks) && s.standing(own, t) != Earlier
	})
}

// Open are the active sends that an exclusion protects from and that are not
// protected: they are evaluated before it, or a trigger between removes its mark.
func (r *Reconciler) Open(ctx context.Context, p Placement) ([]Trigger, error) {
	s, err := r.account.Triggers(ctx)
	if err == nil && s.crosses(p) {
		s, err = r.account.Snapshot(ctx)
	}
	if err != nil {
		return nil, err
	}
	p.CategoryID, p.After = "", slices.DeleteFunc(slices.Clone(p.After), func(id string) bool { _, exists := s.Trigger(id); return !exists })
	pl := newPlanner(s, []Placement{p}, r.known(), nil)
	if _, err := pl.accept(); err != nil {
		return nil, err
	}
	own := pl.after.index[p.ID]
	var open []Trigger
	for i, t := range s.Triggers {
		protects := p.Protects && pl.protectsFrom(own, i, s.Triggers[own].Rule.Marks()) || slices.Contains(pl.known[t.ID], p.ID)
		if i != own && t.Active && t.Rule.Sends() && protects && (s.standing(s.Triggers[own], t) != Earlier || s.unmarks(own, i)) {
			open = append(open, t)
		}
	}
	return open, nil
}

// unmarks reports whether a trigger between an exclusion and a send removes what
// the exclusion marked.
func (s *Snapshot) unmarks(exclusion, send int) bool {
	e, t := s.Triggers[exclusion], s.Triggers[send]
	marks := slices.Concat(tagFacts(e.Rule.Marks().Tags), fieldFacts(e.Rule.Marks().Checkboxes))
	return slices.ContainsFunc(s.Triggers, func(o Trigger) bool {
		if !o.Active || o.ID == e.ID || o.ID == t.ID || s.standing(e, o) != Earlier || s.standing(o, t) != Earlier || o.Rule.Disjoint(t.Rule) {
			return false
		}
		a := o.Rule.analyzed()
		undone := slices.ContainsFunc(a.unticks, func(fact string) bool { return slices.Contains(marks, fact) })
		return undone || touches(a.removes, a.effects.SetsAllTags && !touches(a.adds, false, marks), marks)
	})
}

// Check plans placements of triggers that may not be in the account yet, or not as
// given, and returns the error of each that would be refused, and what would be
// left as it is.
func (r *Reconciler) Check(ctx context.Context, triggers []Trigger, batch []Placement) (map[string]error, []Gap, error) {
	s, err := r.account.Snapshot(ctx)
	if err != nil {
		return nil, nil, err
	}
	plan := s.with(nil, triggers...).Plan(r.companions(batch), r.known(), r.relationsOfCategories())
	return plan.Refused, plan.Gaps, nil
}

// Triggers is the account as last read, without categories.
func (r *Reconciler) Triggers(ctx context.Context) (*Snapshot, error) { return r.account.Triggers(ctx) }

// Snapshot is the account as last read.
func (r *Reconciler) Snapshot(ctx context.Context) (*Snapshot, error) { return r.account.Snapshot(ctx) }

// companions tells placements what this run created, which they may take along,
// and which exclusions of this run protect from every send that honours their mark.
func (r *Reconciler) companions(batch []Placement) []Placement {
	created, protecting := r.createdHere(), r.protecting()
	for i := range batch {
		batch[i].companions, batch[i].protecting = created, protecting
	}
	return batch
}

func (r *Reconciler) protecting() map[string]bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	protecting := map[string]bool{}
	for id, d := range r.declared {
		if d.Protects && d.Active && !d.Deleted {
			protecting[id] = true
		}
	}
	return protecting
}

// createdHere are the ids of the triggers that this run created.
func (r *Reconciler) createdHere() map[string]bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	created := map[string]bool{}
	for id, d := range r.declared {
		if d.New {
			created[id] = true
		}
	}
	return created
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
		return o.Active && o.CategoryID != t.CategoryID && o.Rule.Sends() && o.Rule.Honours(marks)
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
		if err != nil {
			return nil, err
		}
		if !found {
			return s, nil
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

// Pause waits for half of d and a random part of the other half.
func Pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d/2 + rand.N(d/2)) //nolint:gosec // spreading load needs no secrecy
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Before reports whether a trigger is evaluated before another one, in the account
// as last read.
func (r *Reconciler) Before(ctx context.Context, first, second string) (bool, error) {
	p := Placement{ID: second, After: []string{first}}
	s, err := r.account.Triggers(ctx)
	if err == nil && s.crosses(p) {
		s, err = r.account.Snapshot(ctx)
	}
	return err == nil && s.Holds(second, p.After), err
}
