package promise

import (
	"reflect"
	"slices"
	"strings"
)

// endings are the declared protections that a run ends while it changes the send,
// which goes on listing the exclusion: the exclusion is written first.
func (s *simulation) endings(r run) map[protection]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.teams[r.Team]
	found := map[protection]bool{}
	for each, teams := range s.ending {
		was, will := t.applied.send(each.Send), r.Config.send(each.Send)
		is := r.Config.exclusion(each.Exclusion)
		narrowed := is != nil && (is.Off || is.Tag != each.Tag || is.Mark != each.Mark)
		changes := was != nil && will != nil && slices.Contains(will.After, each.Exclusion) && !reflect.DeepEqual(was.described(""), will.described(""))
		if s.desk.guard(each.Exclusion, each.Send) == s.desk.send(each.Send) {
			continue // one write changes both
		}
		if teams[r.Team] && !each.Unlisted && each.Team == r.Team && each.SendTeam == r.Team && t.owed == nil && narrowed && changes {
			found[each] = true
		}
	}
	return found
}

// described is the send with another description, which changes nothing that it
// does.
func (s sendOf) described(note string) sendOf {
	s.Note = note
	return s
}

// warnsOfGap expects a warning of such an ending.
func (s *simulation) warnsOfGap(ending map[protection]bool, r run, ended outcome) {
	if !r.plain() || ended.killed || !ended.OK() {
		return
	}
	for each := range ending {
		s.count("an exclusion that ends before its send changes")
		title := r.Config.exclusion(each.Exclusion).Title
		if !slices.ContainsFunc(ended.Warnings, func(warning string) bool {
			return says(warning, title) || strings.HasPrefix(warning, s.desk.guard(each.Exclusion, each.Send)+":")
		}) {
			s.violated("no plan warns that an exclusion ends before its send changes: %q, %q", title, each.Send)
		}
	}
}
