package acceptance

import (
	"strings"
	"testing"
)

// Somebody puts the send before the new exclusion, after that one was put in order and
// before the old one goes. Nobody lists it: nothing but its own order protects.
func TestAReplacedExclusionGoesWhenItsSuccessorProtects(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(_ *testing.T, s *stage) {
		config := s.config("%s", anExclusion("vip")+s.send("email", nil, attributes{"exclude_tags": `["no_survey"]`}))
		w := s.shell(config)
		w.apply()
		through := s.afterwards("/trigger_categories/jobs", func() { s.drag("email", 1) })
		w.configure(strings.Replace(config, s.url, through, 1))
		w.apply("-replace=surveytrigger_zendesk_exclusion_trigger.vip")
		s.evaluates("vip", "email")
		s.gets(0, 4, "vip")
		s.gets(1, 4)
		w.configure(config)
		w.noChanges()
	})
}
