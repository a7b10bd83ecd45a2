package acceptance

import "testing"

// An exclusion that protects only from the sends that list it is replaced, and with
// -target the send is not called: it lists the old one, before which nothing puts the new
// one. The old one is deleted only when the new one is before the send, too.
func TestAReplacedExclusionProtectsFromASendThatIsNoTarget(t *testing.T) {
	t.Parallel()
	for name, checkbox := range map[string]bool{"a tag": false, "a checkbox that the payload reports": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				listed := attributes{"protects": `"listed"`}
				mark, send := attributes{}, s.send("email", []string{"vip"})
				if checkbox {
					mark, send = attributes{"mark": `{ checkbox_field_id = "` + s.checkbox + `" }`}, s.send("email", []string{"vip"}, attributes{"exclude_tags": "[]"})
				}
				w := s.shell(s.config("%s", anExclusion("vip", listed, mark)+send))
				w.apply()
				old := s.id("vip")
				s.solving(func(...string) { w.apply("-replace="+excl("vip"), "-target="+excl("vip")) }, 4)
				if s.id("vip") == old {
					t.Error("the exclusion was not replaced")
				}
				s.evaluates("vip", "email")
				s.protects()
				w.apply()
				w.noChanges()
				s.evaluates("vip", "email")
			})
		})
	}
}
