package acceptance

import "testing"

// No repair reaches a send of an earlier category. The plan knows which tag the checkbox
// will have, whichever of the two is planned later.
func TestASendOfAnEarlierCategoryThatChecksTheNewTagIsAnErrorOfThePlan(t *testing.T) {
	t.Parallel()
	layout := category("first") + category("second", follows(categories.address("first")+".id"))
	vip := func(tag, active string) string {
		return fields.block("opt_out", attributes{"title": `"Opt out"`, "tag": tag}) +
			anExclusion("vip", inCategory("second"), attributes{"mark": "{ checkbox_field_id = " + fields.address("opt_out") + ".id }", "active": active})
	}
	email := func(s *stage, depends string) string {
		return s.send("email", nil, inCategory("first"), attributes{"exclude_tags": `["opt_out"]`, "depends_on": "[" + depends + "]"})
	}
	for name, row := range map[string]struct{ before, after func(s *stage) string }{
		"a new send behind an exclusion that is active": {
			func(*stage) string { return vip("null", "true") },
			func(s *stage) string { return vip(`"opt_out"`, "true") + email(s, excl("vip")) },
		},
		"a new send of any order": {
			func(*stage) string { return vip("null", "true") },
			func(s *stage) string { return vip(`"opt_out"`, "true") + email(s, fields.address("opt_out")) },
		},
		"an exclusion that is activated": {
			func(s *stage) string { return vip("null", "false") + email(s, "") },
			func(s *stage) string { return vip(`"opt_out"`, "true") + email(s, "") },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			w := s.shell(s.config("%s", layout+row.before(s)))
			w.apply()
			w.configure(s.config("%s", layout+row.after(s)))
			w.refused([]string{"vip", "email"}, "plan")
		})
	}
}
