//go:build unix

package acceptance

import "testing"

// An exclusion may repeat a title, but what a killed apply left of it is taken
// over all the same: one exclusion, active, and before the sends.
func TestTheExclusionThatAKilledApplyLeftIsAdopted(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
	w.killedWhileCreating("vip")
	orphan := s.id("vip")
	if s.triggers()["vip"]["active"] != false {
		t.Error("it was to be inactive")
	}
	w.apply()
	s.evaluates("vip", "email")
	if s.id("vip") != orphan {
		t.Error("the orphan was to be taken over")
	}
	s.protects()
	w.noChanges()
}
