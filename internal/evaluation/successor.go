package evaluation

import "context"

// SettleSuccessors puts the exclusions that this run created and that leave a mark of
// the given trigger in order once more, by lists that are read now. It is for the
// moment before that trigger is deleted: until then it protects as they do, and another
// workspace that wrote positions at the same time may have lowered them since they were
// put in order. Errors are those of [Reconciler.Settle].
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
	if len(successors) > 0 {
		r.account.Forget(true, false)
	}
	for id, d := range successors {
		if err := r.Settle(ctx, Placement{ID: id, Active: true, After: d.After, Protects: d.Protects}); err != nil {
			return err
		}
	}
	return nil
}
