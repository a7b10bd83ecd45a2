package acceptance

import (
	"fmt"
	"testing"
)

// Another workspace cannot repair an exclusion that was deactivated, so it has no
// difference to show. Where a scheduled plan has to fail, the setting makes it.
func TestAScheduledPlanFailsWhereAnotherWorkspacesExclusionIsInactive(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		ours := s.shell(s.config("%s", anExclusion("vip")))
		ours.apply()
		send := s.send("email", nil, follows(fmt.Sprintf("%q", s.id("vip"))))
		theirs := s.shell(s.checked(`{ inactive_exclusions = "error" }`, send))
		theirs.apply()
		theirs.noChanges()
		s.protects()

		s.byHand("vip", map[string]any{"active": false})
		s.gets(1, 4, "vip")
		theirs.refused([]string{"vip"}, "plan", "-detailed-exitcode")
		for level, warnings := range map[string]bool{"": true, `inactive_exclusions = "warning"`: true, `inactive_exclusions = "off"`: false} {
			theirs.configure(s.checked("{ "+level+" }", send))
			if found := theirs.warned("vip"); (len(found) > 0) != warnings {
				t.Errorf("checks = { %s }: a warning: %v, got %v", level, warnings, found)
			}
			theirs.noChanges()
		}

		theirs.configure(s.checked(`{ inactive_exclusions = "error" }`, send))
		ours.apply()
		theirs.noChanges()
		s.protects()
	})
}
