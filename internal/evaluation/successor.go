package evaluation

import (
	"context"
	"slices"
)

// SettleSuccessors puts what takes the place of an exclusion in order once more, by lists
// that are read now: the exclusions that this run created and that leave a mark of it, and
// a copy of it that an earlier run created. It is for the moment before it is deleted:
// until then it protects as they do. Another workspace that wrote positions at the same
// time may have lowered them since they were put in order; and a send that this run does
// not change, as with -target, may come before the copy. Errors are those of
// [Reconciler.Settle].
func (r *Reconciler) SettleSuccessors(ctx context.Context, id string) error {
	s, err := r.account.Triggers(ctx)
	if err != nil {
		return err
	}
	t, exists := s.Trigger(id)
	if !exists || !t.Active {
		return nil
	}
	marks := t.Rule.Marks()
	successors := r.Others(id, func(d Declaration) bool { return d.New && d.Active && d.Marks.Shares(marks) })
	if len(successors)+len(s.copiesOf(t)) == 0 {
		return nil
	}
	r.account.Forget(true, true)
	for id, d := range successors {
		if err := r.Settle(ctx, Placement{ID: id, Active: true, After: d.After, Protects: d.Protects}); err != nil {
			return err
		}
	}
	if s, err = r.account.Snapshot(ctx); err != nil {
		return err
	}
	for send, copied := range s.bereaved(t) {
		d, planned := r.Declared(send)
		if planned && (!d.Active || d.Deleted) {
			continue
		}
		if err := r.Settle(ctx, Placement{ID: send, Active: true, After: append([]string{copied}, d.After...)}); err != nil {
			return err
		}
	}
	return nil
}

// copiesOf are the active triggers that have the title of an exclusion and do the same.
func (s *Snapshot) copiesOf(exclusion Trigger) (copies []Trigger) {
	for _, t := range s.Triggers {
		if t.Active && t.ID != exclusion.ID && t.Title == exclusion.Title && t.Rule.content.Equal(exclusion.Rule.content) {
			copies = append(copies, t)
		}
	}
	return copies
}

// bereaved are the sends that an exclusion is evaluated before and none of its copies is,
// each with a copy.
func (s *Snapshot) bereaved(exclusion Trigger) map[string]string {
	copies := s.copiesOf(exclusion)
	if len(copies) == 0 {
		return nil
	}
	found := map[string]string{}
	for _, t := range s.Triggers {
		before := func(other Trigger) bool { return s.earlier(other, t) }
		if t.Active && t.Rule.Sends() && before(exclusion) && !slices.ContainsFunc(copies, before) && t.Rule.Considers(exclusion.Rule.Marks()) {
			found[t.ID] = copies[0].ID
		}
	}
	return found
}
