package evaluation

import (
	"context"
	"slices"
)

// glanceMost is how many triggers are read one by one rather than with the whole
// list.
const glanceMost = 4

// glance is for changes of content that most likely move nothing: it reads the
// triggers that they are about, a request for each, instead of the whole account.
// If all stands right the content is written and that is all. Otherwise it is
// false, and nothing was written.
func (l *loop) glance(ctx context.Context) (bool, error) {
	if len(l.relationsOfCategories()) > 0 {
		return false, nil
	}
	var ids []string
	for _, m := range l.members {
		if m.written || !m.Active || m.Protects {
			return false, nil
		}
		for _, id := range append([]string{m.ID}, m.After...) {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	if len(ids) > glanceMost || l.account.Listed() {
		return false, nil
	}
	s := &Snapshot{}
	for _, id := range ids {
		t, err := l.account.Reread(ctx, id)
		switch {
		case err != nil && l.account.Judge(err).Gone:
			return false, nil
		case err != nil:
			return false, err
		case len(s.Triggers) > 0 && t.CategoryID != s.Triggers[0].CategoryID:
			return false, nil // it needs the order of categories
		}
		s.Triggers = append(s.Triggers, t)
	}
	l.pauseOverlapping(s)
	asPlanned := !slices.ContainsFunc(l.members, func(m *member) bool {
		was, _ := s.Trigger(m.ID)
		return m.overlaps || was.Rule.analyzed().honours.Lacks(m.Content.analyzed().honours) || !s.active(m.ID) || m.CategoryID != "" && m.CategoryID != s.Triggers[0].CategoryID
	})
	plan := s.Plan(l.placements(s), l.knowledge(), nil)
	if !asPlanned || !plan.Empty() || len(plan.Refused) > 0 {
		return false, nil
	}
	l.writeContent(ctx)
	l.finish()
	return true, nil
}
