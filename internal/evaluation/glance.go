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
// If all stands right the content is written and that is all. Otherwise nothing is,
// and the members stay open.
func (l *loop) glance(ctx context.Context) error {
	ids := l.ids()
	unfit := slices.ContainsFunc(l.members, func(m *member) bool { return m.written || !m.Active || m.Protects })
	if unfit || len(ids) > glanceMost || l.account.Listed() || len(l.relationsOfCategories()) > 0 {
		return nil
	}
	s := &Snapshot{}
	for _, id := range ids {
		t, err := l.account.Reread(ctx, id)
		switch {
		case err != nil && l.account.Judge(err).Gone:
			return nil
		case err != nil:
			return err
		case len(s.Triggers) > 0 && t.CategoryID != s.Triggers[0].CategoryID:
			return nil // it needs the order of categories
		}
		s.Triggers = append(s.Triggers, t)
	}
	l.pauseOverlapping(s)
	asPlanned := !slices.ContainsFunc(l.members, func(m *member) bool {
		was, _ := s.Trigger(m.ID)
		return m.overlaps || was.Rule.analyzed().honours.Lacks(m.Content.analyzed().honours) || !was.Active || m.CategoryID != "" && m.CategoryID != was.CategoryID
	})
	if asPlanned && s.Plan(l.placements(s), l.knowledge(), nil).satisfied() {
		l.writeContent(ctx, l.members)
		l.finish()
	}
	return nil
}

// ids are those of the triggers that the open members are about.
func (l *loop) ids() (ids []string) {
	for _, m := range l.members {
		for _, id := range slices.Concat([]string{m.ID}, m.After, m.ProtectedBy) {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
