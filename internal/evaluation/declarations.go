package evaluation

import (
	"cmp"
	"context"
	"maps"
	"slices"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

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
	// Starts says that the plan activates it.
	Starts bool
	// Weaker says why an exclusion protects fewer tickets than before: "" if it does
	// not.
	Weaker string
	// Deleted says that the plan deletes it; New, that this run created it, so that
	// others may move it.
	Deleted, New bool
	// CategoryID is where it will be, "" if that does not change or is not known;
	// Moves says that it changes.
	CategoryID string
	Moves      bool
	// Rule is what it will do, nil while a part is not known yet. Prior is what it
	// does now, where it is active and changes, is deleted, follows others or moves, and
	// Followed, what it lists so far.
	Rule, Prior *Rule
	Followed    []string
}

// Overlaps reports whether two sends of which both change would survey, between
// the two writes, a ticket that only one of them surveys before and after.
func (d Declaration) Overlaps(other Declaration) bool {
	if d.Rule == nil || d.Prior == nil || other.Rule == nil || other.Prior == nil {
		return false
	}
	return overlapMeanwhile(d.Prior, d.Rule, other.Prior, other.Rule)
}

// TakesOver gives, as a rule that acts on them, the tickets that an exclusion excludes from
// now on and that another one, which gives them up, excludes so far: between the two writes
// neither may exclude them. It is nil if there are none.
func (d Declaration) TakesOver(other Declaration) *Rule {
	if !d.Active || d.Rule == nil || d.Rule.Sends() || other.Prior == nil || other.Prior.Sends() || other.Weaker == "" {
		return nil
	}
	taken := other.Prior
	if !d.Rule.Covers(taken) {
		if !taken.Covers(d.Rule) {
			return nil
		}
		taken = d.Rule
	}
	kept := func(r *Rule) bool { return r != nil && r.Replaces(taken, other.Prior.Marks()) }
	if kept(d.Prior) || other.Active && kept(other.Rule) {
		return nil
	}
	return taken
}

// lists are the triggers that it will follow: none while it is inactive.
func (d Declaration) lists() []string {
	if !d.Active {
		return nil
	}
	return d.After
}

// Others are the declarations of all other triggers that are relevant, by id. Most
// are not, and every plan of a trigger asks.
func (r *Reconciler) Others(id string, relevant func(Declaration) bool) map[string]Declaration {
	r.mu.Lock()
	defer r.mu.Unlock()
	others := map[string]Declaration{}
	for other, d := range r.declared {
		if other != id && relevant(d) {
			others[other] = d
		}
	}
	return others
}

// Declare remembers what a managed trigger will be.
func (r *Reconciler) Declare(id string, d Declaration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.declared[id] = d
	if d.New { // it is in the account by now
		i := slices.IndexFunc(r.exclusions, func(planned Declaration) bool {
			return d.isAs(planned) && (planned.CategoryID == "" || planned.CategoryID == d.CategoryID)
		})
		if i >= 0 {
			r.exclusions = slices.Delete(r.exclusions, i, i+1)
		}
	}
}

// DeclareNew remembers an exclusion that this plan creates.
func (r *Reconciler) DeclareNew(d Declaration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.exclusions = append(slices.DeleteFunc(r.exclusions, func(planned Declaration) bool { return d.isAs(planned) && planned.CategoryID == d.CategoryID }), d)
}

// isAs reports whether two exclusions, of which titles may repeat, look the same.
func (d Declaration) isAs(other Declaration) bool {
	return d.Title == other.Title && d.Marks.String() == other.Marks.String()
}

// NewExclusions are those that this plan creates, as far as they are planned.
func (r *Reconciler) NewExclusions() []Declaration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.SortedStableFunc(slices.Values(r.exclusions), func(a, b Declaration) int { return cmp.Compare(a.Title, b.Title) })
}

// Declared returns what was declared of a trigger.
func (r *Reconciler) Declared(id string) (Declaration, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	d, known := r.declared[id]
	return d, known
}

// NoteProtects remembers of an exclusion that was read whether it protects from every
// send. It comes before Declare, so that the sends that do not list it hear of it early.
func (r *Reconciler) NoteProtects(id string, protects bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.protecting[id] = protects
}

// ProtectorsOf are the active exclusions that protect from a send, active or not, by their
// ids: those that this process read, and those that the caller remembers and it did not
// read yet.
func (r *Reconciler) ProtectorsOf(s *Snapshot, send string, remembered []string) (ids []string) {
	own, _ := s.Trigger(send)
	if own.Active = true; own.Rule == nil || !own.Rule.Sends() {
		return nil
	}
	r.mu.Lock()
	found := maps.Clone(r.protecting)
	r.mu.Unlock()
	for _, id := range remembered {
		if _, known := found[id]; !known {
			found[id] = true
		}
	}
	for id, protects := range found {
		if t, exists := s.Trigger(id); protects && exists && t.Active && own.sendsUnless(t.Rule.Marks()) {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, rules.CompareIDs)
	return ids
}

// RelationsFrom are the declared relations that the given triggers lead to,
// directly or by way of others.
func (r *Reconciler) RelationsFrom(ids []string) map[string][]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	after := func(id string) []string { return r.declared[id].lists() }
	found := map[string][]string{}
	for id := range follow(ids, after) {
		if len(after(id)) > 0 {
			found[id] = after(id)
		}
	}
	return found
}

// follow are the given triggers and all that they lead to.
func follow(ids []string, after func(id string) []string) map[string]bool {
	reached := map[string]bool{}
	for queue := slices.Clone(ids); len(queue) > 0; queue = queue[1:] {
		if id := queue[0]; !reached[id] {
			reached[id] = true
			queue = append(queue, after(id)...)
		}
	}
	return reached
}

// knowledge is what this process has heard of the triggers.
func (r *Reconciler) knowledge() Knowledge {
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.declared)
}

// DeclareCategory remembers a relation of categories that is to be had: triggers
// that are planned after it are judged with the categories where it wants them, and
// each write of triggers tries it again.
func (r *Reconciler) DeclareCategory(relation Relation) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.categories[relation.ID] = relation.After
}

// CategoriesReverse reports whether a trigger lists one in a category that is to be
// evaluated after its own one, by the relations of categories that were declared. It says
// false where that cannot be told.
func (r *Reconciler) CategoriesReverse(ctx context.Context, p Placement) bool {
	r.mu.Lock()
	later := map[string]bool{}
	for id := range r.categories {
		after := func(id string) []string { return r.categories[id] }
		if follow(after(id), after)[p.CategoryID] {
			later[id] = true
		}
	}
	r.mu.Unlock()
	if !p.Active || len(later) == 0 {
		return false
	}
	s, err := r.account.Triggers(ctx)
	return err == nil && slices.ContainsFunc(p.After, func(id string) bool {
		listed, _ := s.Trigger(id)
		if d, _ := r.Declared(id); d.Moves {
			listed.CategoryID = d.CategoryID
		}
		return later[listed.CategoryID]
	})
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
	slices.SortFunc(relations, func(a, b Relation) int { return rules.CompareIDs(a.ID, b.ID) })
	return relations
}
