package acceptance

import "testing"

// A send that was dragged to the top cannot be repaired by raising its exclusions:
// what sets the tag that they read stands between. So it is lowered, behind the one
// that it lists and behind the one that it does not list, of which that apply changes
// nothing.
func TestASendThatIsLoweredGoesBehindAnExclusionThatItDoesNotListToo(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		s.setter("p", "one", "gold")
		config := anExclusion("listed", solvedWithAny("vip", "gold")) +
			anExclusion("unlisted", solvedWithAny("staff", "gold"), attributes{"depends_on": "[" + excl("listed") + "]"}) +
			s.send("email", []string{"listed"}, attributes{"depends_on": "[" + excl("unlisted") + "]"})
		w := s.shell(s.config("%s", config))
		w.apply()
		s.evaluates("p", "listed", "unlisted", "email")
		s.drag("email", 1)

		w.planRepairs(sender("email"))
		w.applyPlan()
		s.evaluates("p", "listed", "unlisted", "email")
		s.gets(0, 4, "vip")
		s.gets(0, 4, "staff")
		s.gets(0, 4, "one")
		s.gets(1, 4)
		w.noChanges()
	})
}
