package acceptance

import (
	"fmt"
	"strings"
	"testing"
)

// byIndex are exclusions of a list of tags with an index each, as count makes them. A list
// that loses an element gives each exclusion behind it the tickets of the next one.
func byIndex(tags ...string) string {
	return "locals {\n  tags = [\"" + strings.Join(tags, `", "`) + "\"]\n}\n" + anExclusion("listed", attributes{
		"count": "length(local.tags)", "title": `"No survey for ${local.tags[count.index]}"`,
		"conditions": strings.Replace(solvedWith("TAG"), `"TAG"`, "local.tags[count.index]", 1),
	})
}

// byKey are the same with a key each.
func byKey(tags ...string) string {
	return anExclusion("listed", attributes{
		"for_each": "toset([\"" + strings.Join(tags, `", "`) + "\"])", "title": `"No survey for ${each.key}"`,
		"conditions": strings.Replace(solvedWith("TAG"), `"TAG"`, "each.key", 1),
	})
}

// takenOver are the warnings of a plan that exclusions exchange tickets.
func (w *workspace) takenOver(titles ...string) (found []told) {
	w.account.t.Helper()
	for _, each := range w.warned(titles...) {
		if strings.HasPrefix(each.Summary, "Exclusions exchange tickets") {
			found = append(found, each)
		}
	}
	return found
}

// Exclusions take tickets over from each other in one apply, and nothing orders their writes:
// in between, neither excludes them. The plan names both, whichever of them it looks at first.
func TestExclusionsThatTakeTicketsOverFromEachOtherAreAWarning(t *testing.T) {
	t.Parallel()
	vip := func(layers ...attributes) string { return anExclusion("vip", layers...) }
	for name, tt := range map[string]struct {
		before, after string
		pairs         [][]string
	}{
		"exchanged": {
			vip() + staff(), vip(solvedWithAny("staff")) + staff(solvedWithAny("vip")), [][]string{{"vip", "staff"}},
		},
		"exchanged, one after the other": {
			vip() + staff(attributes{"depends_on": "[" + excl("vip") + "]"}),
			vip(solvedWithAny("staff")) + staff(solvedWithAny("vip"), attributes{"depends_on": "[" + excl("vip") + "]"}),
			[][]string{{"vip", "staff"}},
		},
		"the first of a list goes": {
			byIndex("gold", "vip", "staff"), byIndex("vip", "staff"),
			[][]string{{"No survey for gold", "No survey for vip"}, {"No survey for vip", "No survey for staff"}},
		},
		"a list gets another first one": {
			byIndex("vip", "staff"), byIndex("gold", "vip", "staff"),
			[][]string{{"No survey for vip", "No survey for staff"}},
		},
		"one is deactivated":              {vip() + staff(), vip(attributes{"active": "false"}) + staff(solvedWithAny("vip")), [][]string{{"vip", "staff"}}},
		"one is activated":                {vip() + staff(attributes{"active": "false"}), vip(solvedWithAny("gold")) + staff(solvedWithAny("vip")), [][]string{{"vip", "staff"}}},
		"one gets the other's as well":    {vip() + staff(), vip(solvedWithAny("gold")) + staff(solvedWithAny("vip", "staff")), [][]string{{"vip", "staff"}}},
		"a third excludes them all":       {vip() + staff() + anExclusion("all", solvedWithAny("vip", "staff")), vip(solvedWithAny("staff")) + staff(solvedWithAny("vip")) + anExclusion("all", solvedWithAny("vip", "staff")), nil},
		"each gets other tickets":         {vip() + staff(), vip(solvedWithAny("gold")) + staff(solvedWithAny("silver")), nil},
		"one gets more and none gives":    {vip() + staff(), vip() + staff(solvedWithAny("vip", "staff")), nil},
		"with keys, one of the list goes": {byKey("gold", "vip", "staff"), byKey("vip", "staff"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			email := s.send("email", nil)
			w := s.shell(s.config("%s", tt.before+email))
			w.apply()
			w.configure(s.config("%s", tt.after+email))
			for _, titles := range tt.pairs {
				if found := w.takenOver(titles...); len(found) != 1 || !strings.Contains(found[0].Detail, "for_each") {
					t.Errorf("one warning that names %q expected, got %v", titles, found)
				}
			}
			if len(tt.pairs) == 0 {
				if found := w.takenOver(); len(found) != 0 {
					t.Errorf("nothing is taken over, got %v", found)
				}
			}
			w.apply()
			if found := w.takenOver(); len(found) != 0 {
				t.Errorf("nothing changes, got %v", found)
			}
			w.noChanges()
		})
	}
}

// Nobody checks the mark, so nobody is surveyed in between.
func TestExclusionsOfWhichNoSendChecksTheMarkMayExchangeTickets(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	email := s.send("email", nil, attributes{"exclude_tags": `["another"]`})
	w := s.shell(s.config("%s", unlisted()+staff()+email))
	w.apply()
	w.configure(s.config("%s", unlisted(solvedWithAny("staff"))+staff(solvedWithAny("vip"))+email))
	if found := w.takenOver(); len(found) != 0 {
		t.Errorf("nobody checks the mark, got %v", found)
	}
}

// Whoever does as the warning says has no gap: tickets are solved after each write, and none
// that is excluded before and after is surveyed.
func TestTicketsAreTakenOverWithoutAGapAsThePlanAdvises(t *testing.T) {
	t.Parallel()
	third := anExclusion("third", solvedWithAny("vip", "staff"))
	for name, steps := range map[string][]string{
		"a third exclusion meanwhile": {
			byIndex("gold", "vip", "staff"), byIndex("gold", "vip", "staff") + third, byIndex("vip", "staff") + third, byIndex("vip", "staff"),
		},
		"keys instead of a list": {byKey("gold", "vip", "staff"), byKey("vip", "staff"), byKey("silver", "vip", "staff")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				email := s.send("email", nil)
				w := s.shell(s.config("%s", steps[0]+email))
				w.apply()
				for i, step := range steps[1:] {
					w.configure(s.config("%s", step+email))
					if found := w.takenOver(); len(found) != 0 {
						t.Errorf("%s: nothing to warn of, got %v", fmt.Sprint(i), found)
					}
					s.solving(w.apply, 4)
				}
				s.gets(0, 4, "vip")
				s.gets(0, 4, "staff")
				s.gets(1, 4, "gold")
				w.noChanges()
			})
		})
	}
}
