package acceptance

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Half of an account sets and checks statuses and priorities. A repair keeps such
// triggers in order where it can. Where it cannot, the plan names the exclusion.
func TestAnExclusionThatChangesPlacesWithWhatItChecksIsNamed(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		protects         string
		hindered, passes bool
	}{
		"another repair keeps the order": {"listed", false, false},
		"no repair keeps it":             {"listed", true, true},
		"the exclusion is what moves":    {"all", false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.account.foreign("escalates", map[string]any{"conditions": when(condition("current_tags", "includes", "gold"))})
			w := s.shell(s.config("%s", anExclusion("vip", attributes{"protects": strconv.Quote(tt.protects), "conditions": `{ all = [{ field = "status", operator = "value", value = "solved" }, { field = "priority", operator = "is", value = "high" }] }`})+
				s.send("email", []string{"vip"}, attributes{"exclude_tags": `["no_survey", "later"]`})))
			w.apply()
			s.setter("marks late", "silver", "later")
			said := func() []told {
				return slices.DeleteFunc(w.warnings("plan"), func(d told) bool {
					return d.Summary != "An exclusion may match other tickets in the new order"
				})
			}
			if found := said(); len(found) != 0 {
				t.Errorf("nothing moves, got %v", found)
			}
			s.drag("email", 1)
			if tt.hindered { // a send that is lowered would pass it
				s.drag("marks late", 2)
			}
			found := said()
			line := `"vip" (` + s.id("vip") + `) checks priority, which "escalates" (` + s.id("escalates") + `) sets, and will be evaluated before it`
			switch {
			case !tt.passes && len(found) != 0:
				t.Errorf("got %v", found)
			case tt.passes && (len(found) != 1 || !strings.Contains(found[0].Detail, line) || strings.Contains(found[0].Detail, "email")):
				t.Errorf("one warning with %s expected, got %v", line, found)
			}
			w.apply()
			w.noChanges()
			if order := s.order("escalates", "vip", "email"); (slices.Index(order, "vip") < slices.Index(order, "escalates")) != tt.passes {
				t.Errorf("got %q", order)
			}
			s.gets(1, 4)
		})
	}
}
