package evaluation

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// CategorySatisfied reports whether a category is evaluated after all that it
// lists, in the account as last read.
func (r *Reconciler) CategorySatisfied(ctx context.Context, relation Relation) (bool, error) {
	if len(relation.After) == 0 {
		return true, nil
	}
	s, err := r.categorySnapshot(ctx, relation)
	return err == nil && s.CategoryHolds(relation), err
}

// categorySnapshot has the categories of a relation and no triggers.
func (r *Reconciler) categorySnapshot(ctx context.Context, relation Relation) (*Snapshot, error) {
	s, err := r.account.Categories(ctx)
	if err != nil {
		return nil, err
	}
	lacking := slices.DeleteFunc(append([]string{relation.ID}, relation.After...), func(id string) bool {
		_, known := s.Category(id)
		return known
	})
	if len(lacking) == 0 {
		return s, nil
	}
	if found, err := r.account.Find(ctx, nil, lacking); err != nil || !found {
		return s, err
	}
	return r.account.Categories(ctx)
}

// SettleCategory moves trigger categories until this one is evaluated after those
// that it lists. Where a trigger would lose an order that it needs, nothing moves,
// and the relation is tried again with each later write of triggers: then it is
// false, with what hinders it.
func (r *Reconciler) SettleCategory(ctx context.Context, relation Relation) (hindrance string, satisfied bool, err error) {
	r.DeclareCategory(relation)
	if len(relation.After) == 0 {
		return "", true, nil
	}
	release, err := r.Lock.Whole(ctx)
	if err != nil {
		return "", false, fmt.Errorf("waiting to be put in order: %w", err)
	}
	defer release()
	l := &loop{Reconciler: r, failed: map[string]error{}, since: time.Now(), category: &relation}
	s, err := r.categorySnapshot(ctx, relation)
	if err == nil && s.CategoriesAt.Before(l.since) { // never decide on an old list
		r.account.Forget(false, true)
		s, err = r.categorySnapshot(ctx, relation)
	}
	if err != nil {
		return "", false, err
	}
	if err := s.categoriesExist(relation); err != nil || s.CategoryHolds(relation) {
		return "", err == nil, err
	}
	for l.open() {
		if err := l.step(ctx); err != nil {
			return "", false, err
		}
	}
	if s, err = r.account.Snapshot(ctx); err != nil {
		return "", false, err
	}
	if s.CategoryHolds(relation) {
		return "", true, nil
	}
	if hindrance = s.Plan(nil, r.knowledge(), []Relation{relation}).hindrance(); hindrance == "" {
		err = s.unsettledCategory(relation, l.writes)
	}
	return hindrance, false, err
}

// hindrance says why a category is not moved, "" where no trigger is in the way.
func (p *Plan) hindrance() string {
	if p.Hindered == nil {
		return ""
	}
	return fmt.Sprintf("%s has to stay before %s", p.Hindered[0].named(), p.Hindered[1].named())
}

// SettleHindered moves the trigger categories that could not be moved so far, where
// nothing hinders them any more. It is for the moment after a trigger was deleted, which
// is no write of a batch. Errors are those of [Reconciler.SettleCategory].
func (r *Reconciler) SettleHindered(ctx context.Context) error {
	for _, relation := range r.relationsOfCategories() {
		holds, err := r.CategorySatisfied(ctx, relation)
		movable := false
		if err == nil && !holds {
			var move CategoryMove
			move, err = r.CategoryMovable(ctx, relation)
			movable = move.Movable
		}
		if movable {
			_, _, err = r.SettleCategory(ctx, relation)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Snapshot) categoriesExist(relation Relation) error {
	if _, exists := s.Category(relation.ID); !exists {
		return &GoneError{Noun: "trigger category", ID: relation.ID}
	}
	for _, listed := range relation.After {
		if err := s.categoryExists(listed); err != nil {
			err.Listed = listed
			return err
		}
	}
	return nil
}

// unsettledCategory names the first listed category that is not earlier.
func (s *Snapshot) unsettledCategory(relation Relation, writes int) error {
	late := relation.After[s.lateCategory(relation)]
	return &OrderError{
		Listed: late,
		text: fmt.Sprintf("the trigger category %s is still evaluated before %s after %d successful reorder requests",
			s.categoryName(relation.ID), s.categoryName(late), writes),
		remedy: "If evaluate_after of another category leads back to this one, remove that entry. Otherwise a person or another tool moves categories at the same time: apply again when that has ended.",
	}
}

// CategoryMove is what would become of a category if it was moved now.
type CategoryMove struct {
	Movable   bool   // its relation could be made to hold
	Hindrance string // the triggers that are in the way, in words
	Swaps     []Swap
}

// CategoryMovable reports whether a category could be moved now so that its
// relation holds, as far as the account was read.
func (r *Reconciler) CategoryMovable(ctx context.Context, relation Relation) (CategoryMove, error) {
	s, err := r.categorySnapshot(ctx, relation)
	if err == nil && !s.CategoryHolds(relation) {
		s, err = r.account.Snapshot(ctx)
	}
	// A write of triggers may have moved it between the two readings.
	if err != nil || s.CategoryHolds(relation) {
		return CategoryMove{Movable: err == nil}, err
	}
	plan := s.Plan(nil, r.knowledge(), []Relation{relation})
	return CategoryMove{len(plan.Categories) > 0 && plan.target.CategoryHolds(relation), plan.hindrance(), plan.Swaps()}, nil
}
