package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// titled are the ids of the account's triggers of a title.
func (s *stage) titled(title string) (ids []string) {
	s.t.Helper()
	for _, each := range s.list("/triggers?per_page=100", "triggers") {
		if each["title"] == title {
			ids = append(ids, number(each["id"]))
		}
	}
	return ids
}

// keepsTwo expects that two addresses have a trigger each.
func (s *stage) keepsTwo(w *workspace, title, one, other string) {
	s.t.Helper()
	ids := []string{w.attribute(one, "id"), w.attribute(other, "id")}
	slices.Sort(ids)
	found := s.titled(title)
	if slices.Sort(found); ids[0] == ids[1] || !slices.Equal(ids, found) {
		s.t.Errorf("two addresses have the ids %v, the account has %v", ids, found)
	}
}

// An exclusion that somebody keeps inactive looks like what an interrupted apply
// leaves. It is another resource's all the same.
func TestAnInactiveExclusionOfTheConfigurationIsNotAdoptedByAnotherResource(t *testing.T) {
	t.Parallel()
	vip := func(name, active string, layers ...attributes) string {
		return anExclusion(name, append([]attributes{{"title": `"VIP"`, "active": active}}, layers...)...)
	}
	inTurn := attributes{"depends_on": "[" + excl("old") + "]"}
	for what, row := range map[string]struct{ first, both string }{
		"the new one is active": {vip("old", "false"), vip("old", "false") + vip("new", "true")},
		"both are inactive":     {vip("old", "false"), vip("old", "false") + vip("new", "false")},
		"both are new":          {"", vip("old", "false") + vip("new", "true")},
		"both are new, in turn": {"", vip("old", "false") + vip("new", "true", inTurn)},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			w := s.shell(s.config("%s", row.first))
			w.apply()
			w.configure(s.config("%s", row.both))
			w.apply()
			s.keepsTwo(w, "VIP", excl("old"), excl("new"))
			w.noChanges()
			w.apply()
			w.noChanges()
			left := w.attribute(excl("new"), "id")
			w.configure(s.config("%s", strings.TrimPrefix(strings.Replace(row.both, inTurn["depends_on"], "[]", 1), vip("old", "false"))))
			w.apply()
			if ids := s.titled("VIP"); !slices.Equal(ids, []string{left}) {
				t.Errorf("removing one address leaves the other's trigger %s, got %v", left, ids)
			}
			w.noChanges()
		})
	}
}

// The same as the customers see it: the inactive one is kept for later, the new
// one protects, and removing the old one does not end that.
func TestRemovingAnInactiveExclusionLeavesTheActiveOneOfItsTitleInForce(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		old := anExclusion("old", attributes{"title": `"VIP"`, "active": "false"})
		w := s.shell(s.config("%s", old))
		w.apply()
		rest := anExclusion("new", attributes{"title": `"VIP"`}) + s.send("email", []string{"new"})
		w.configure(s.config("%s", old+rest))
		w.apply()
		s.protects()
		s.solving(w.apply, 4)
		s.solving(w.apply, 4)
		w.configure(s.config("%s", rest))
		s.solving(w.apply, 4)
		s.evaluates("VIP", "email")
		s.protects()
		w.noChanges()
	})
}

// imports are import blocks of one id at several addresses.
func imports(id string, addresses ...string) (text string) {
	for _, address := range addresses {
		text += fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, id)
	}
	return text
}

// saying reports whether one of the diagnostics holds a text.
func saying(all []told, text string) bool {
	return slices.ContainsFunc(all, func(each told) bool { return strings.Contains(each.Summary+"\n"+each.Detail, text) })
}

// Two addresses for one object would write it in turn, and removing one would
// delete it for both.
func TestOneTriggerIsNotImportedAtTwoAddresses(t *testing.T) {
	t.Parallel()
	for what, row := range map[string]struct {
		title, one, other string
		config            func(s *stage) string
	}{
		"exclusions": {"vip", excl("one"), excl("other"), func(*stage) string {
			return anExclusion("one", attributes{"title": `"vip"`}) + anExclusion("other", attributes{"title": `"vip"`})
		}},
		"sends": {"email", sender("one"), sender("other"), func(s *stage) string {
			return s.send("one", nil, attributes{"title": `"email"`}) + s.send("other", nil, attributes{"title": `"email"`})
		}},
	} {
		made := func(s *stage) (w *workspace, id string) {
			s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"}))).apply()
			return s.shell(s.config("%s", row.config(s))), s.id(row.title)
		}
		t.Run(what+" in one run", func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				w, id := made(s)
				w.configure(s.config("%s", row.config(s)+imports(id, row.one, row.other)))
				if errors := w.errors("plan", "-input=false"); !saying(errors, id) {
					t.Errorf("no error names the trigger %s: %v", id, errors)
				}
				s.protects()
			})
		})
		t.Run(what+" in two runs", func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				w, id := made(s)
				w.run("import", "-input=false", "-no-color", row.one, id)
				// Whether the second import is refused or the next plan reports it, it is
				// said with the id.
				if output, imported := w.try("import", "-input=false", "-no-color", row.other, id); !imported {
					if !strings.Contains(output, id) {
						t.Errorf("the refusal does not name %s: %s", id, output)
					}
				} else if all := w.tell("plan", "-input=false"); !saying(all, id) {
					t.Errorf("the plan does not report the trigger %s at two addresses: %v", id, all)
				}
				s.protects()
			})
		})
	}
}

// A ticket field that is kept inactive at one address is not reactivated by
// another one of its title and type.
func TestAnInactiveTicketFieldOfTheConfigurationIsNotAdoptedByAnotherResource(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	field := func(name, active string) string {
		return fields.block(name, attributes{"title": `"Opt out"`, "active": active})
	}
	w := s.shell(s.config("%s", field("old", "false")))
	w.apply()
	w.configure(s.config("%s", field("old", "false")+field("new", "true")))
	w.refused([]string{"Opt out"}, "apply", "-auto-approve", "-input=false", "-no-color")
	if found := s.fieldsTitled("Opt out"); len(found) != 1 || found[0]["active"] != false {
		t.Errorf("the field is to stay as it is, got %v", found)
	}
}
