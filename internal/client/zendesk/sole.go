package zendesk

import (
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Sole refuses to activate a trigger while another one of its title is active: two
// sends mean two surveys. If it was made by this run, one that is inactive counts
// too: somebody else may have made it at this moment and be about to activate it.
// The error is a [DuplicateError].
func Sole(id string, made bool) func(*evaluation.Snapshot) error {
	return func(s *evaluation.Snapshot) error {
		own, _ := s.Trigger(id)
		duplicate := &DuplicateError{Noun: triggerKind.Noun, Title: own.Title, ID: id, Made: made}
		for _, t := range s.Triggers {
			if t.ID != id && t.Title == own.Title && (made || t.Active) {
				duplicate.Existing = append(duplicate.Existing, Duplicate{ID: t.ID, Active: t.Active})
			}
		}
		if len(duplicate.Existing) == 0 {
			return nil
		}
		slices.SortFunc(duplicate.Existing, func(x, y Duplicate) int { return rules.CompareIDs(x.ID, y.ID) })
		return duplicate
	}
}
