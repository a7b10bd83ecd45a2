package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// inactiveOnes are a resource of each kind whose create adopts, inactive on
// purpose, under one name and with one title.
func (s *stage) inactiveOnes() map[string]func(name string, more attributes) string {
	title := attributes{"title": `"The same"`}
	return map[string]func(string, attributes) string{
		"exclusion_trigger": func(name string, more attributes) string { return anExclusion(name, title, more) },
		"send_trigger":      func(name string, more attributes) string { return s.send(name, nil, title, more) },
		"send_automation": func(name string, more attributes) string {
			return block("send_automation", name, attributes{"hours_since_solved": "2", "sent_tag": `"later"`, "webhook_id": quoted(s.webhook), "payload": `"{}"`}, title, more)
		},
		"ticket_field": func(name string, more attributes) string {
			return block("ticket_field", name, attributes{"type": `"checkbox"`}, title, more)
		},
	}
}

// What a resource keeps inactive on purpose looks like the orphan of a killed
// apply. The plan of a new resource that would adopt it is refused, whichever of
// the two is planned first.
func TestWhatAResourceKeepsInactiveIsNotAdopted(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		off := attributes{"active": "false"}
		kinds, declare := []string{"send_trigger", "send_automation", "ticket_field"}, s.inactiveOnes()
		address := func(kind, name string) string { return "surveytrigger_zendesk_" + kind + "." + name }
		each := func(write func(kind string) string) string {
			var text strings.Builder
			for _, kind := range kinds {
				text.WriteString(write(kind))
			}
			return s.config("%s", text.String())
		}
		first := func(kind string) string { return declare[kind]("first", off) }
		w := s.shell(each(first))
		w.apply()
		ids := map[string]string{}
		for _, kind := range kinds {
			ids[kind] = w.attribute(address(kind, "first"), "id")
		}
		for _, dependent := range []bool{false, true} {
			for _, more := range []attributes{nil, off} {
				w.configure(each(func(kind string) string {
					second := declare[kind]("second", more)
					if dependent {
						second = strings.Replace(second, "  title", "  depends_on = ["+address(kind, "first")+"]\n  title", 1)
					}
					return first(kind) + second
				}))
				for _, args := range [][]string{{"plan"}, {"plan", "-refresh=false"}, {"apply", "-auto-approve"}} {
					found := w.errors(append(args, "-input=false")...)
					if len(found) != len(kinds) {
						t.Errorf("%v: one error of each kind expected, got %v", args, found)
					}
					for _, kind := range kinds {
						i := slices.IndexFunc(found, func(d told) bool { return strings.HasPrefix(d.Address, address(kind, "")) })
						if i < 0 || !strings.Contains(found[i].Detail, "another title") || !strings.Contains(found[i].Detail, "The same") {
							t.Errorf("%v: an error of the %s that names the title, got %v", args, kind, found)
						} else if kind != "ticket_field" && !strings.Contains(found[i].Detail, ids[kind]) {
							t.Errorf("%v: the error lacks the id %s: %v", args, ids[kind], found[i])
						}
					}
				}
			}
		}
		w.configure(each(first))
		w.noChanges()
		s.gets(0, 4) // the send is inactive all the time
		w.configure(each(func(kind string) string {
			return first(kind) + declare[kind]("second", attributes{"title": fmt.Sprintf("%q", "Another "+kind)})
		}))
		w.apply()
		for _, kind := range kinds {
			if got := w.attribute(address(kind, "second"), "id"); got == ids[kind] {
				t.Errorf("%s is at two addresses", got)
			}
		}
		w.noChanges()
		s.gets(1, 4)
		w.destroy()
	})
}

// Replacing, renaming and tainting what is inactive is no conflict: in the end
// there is one object, which belongs to the resource.
func TestWhatIsInactiveCanBeReplacedAndRenamed(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	off := attributes{"active": "false"}
	w := s.shell(s.config("%s", anExclusion("old", off, attributes{"title": `"VIP"`})))
	w.apply()
	one := func(when, name string) {
		t.Helper()
		found := 0
		for _, each := range s.list("/triggers?per_page=100", "triggers") {
			if each["title"] == "VIP" {
				found++
			}
		}
		if id := s.id("VIP"); found != 1 || id != w.attribute(excl(name), "id") {
			t.Errorf("%s: %d triggers, %s", when, found, id)
		}
		w.noChanges()
	}
	w.apply("-replace=" + excl("old"))
	one("replaced", "old")
	w.configure(s.config("%s", unprotected(anExclusion("old", off, attributes{"title": `"VIP"`}))))
	w.apply("-replace=" + excl("old"))
	one("replaced, destroyed first", "old")
	w.run("taint", excl("old"))
	w.apply()
	one("tainted", "old")
	w.configure(s.config("%s", anExclusion("new", attributes{"title": `"VIP"`})))
	w.apply()
	one("renamed and activated", "new")
	w.apply("-replace=" + excl("new"))
	one("replaced while active", "new")
}

func TestAnInactiveFieldCanBeReplacedAndRenamed(t *testing.T) {
	t.Parallel()
	a := start(t)
	off := attributes{"active": "false", "title": `"Opt out"`}
	w := a.shell(a.provider() + fields.block("old", off))
	w.apply()
	id := w.attribute(fields.address("old"), "id")
	w.apply("-replace=" + fields.address("old"))
	w.noChanges()
	if now := w.attribute(fields.address("old"), "id"); now != id {
		t.Errorf("%s was to be adopted again, got %s", id, now)
	}
	w.configure(a.provider() + fields.block("new", attributes{"title": `"Opt out"`}))
	w.apply()
	w.noChanges()
	// Terraform deletes the one and creates the other in either order: the new one is the
	// old one adopted, or the old one stays as it was.
	field := a.fieldsTitled("Opt out")
	active := slices.DeleteFunc(slices.Clone(field), func(f map[string]any) bool { return f["active"] != true })
	if len(active) != 1 || len(field) > 2 || w.attribute(fields.address("new"), "id") != fmt.Sprintf("%.0f", active[0]["id"]) {
		t.Errorf("one active field expected, the new one, got %v", field)
	}
}

// Two import blocks, and an import of what another address has, are refused.
func TestOneObjectIsNotImportedAtTwoAddresses(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		hook := s.call(http.MethodPost, "/webhooks", map[string]any{"webhook": map[string]any{
			"name": "hook", "endpoint": "https://surveys.example.com", "http_method": "POST", "request_format": "json", "status": "active", "subscriptions": []string{"conditional_ticket_events"},
		}})["webhook"].(map[string]any)["id"].(string)
		vip := s.account.foreign("vip", map[string]any{
			"conditions": map[string]any{"all": []any{map[string]any{"field": "current_tags", "operator": "includes", "value": "vip"}}},
			"actions":    []any{map[string]any{"field": "current_tags", "value": "not_surveyed"}},
		})
		s.shell(s.config("%s", s.send("email", nil, attributes{"exclude_tags": `["not_surveyed"]`}))).apply()
		for id, address := range map[string]func(string) string{vip: exclusions.address, hook: webhooks.address} {
			declare := func(name string) string { return exclusions.block(name, attributes{"title": `"vip"`}) }
			if id == hook {
				declare = func(name string) string { return webhooks.block(name, attributes{"name": `"hook"`}) }
			}
			importing := func(name string) string { return fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address(name), id) }
			refused := func(w *workspace) {
				t.Helper()
				found := w.errors("plan", "-input=false")
				if len(found) != 1 || !strings.Contains(found[0].Summary, "is managed") || !strings.Contains(found[0].Detail, id) {
					t.Errorf("one error that names %s expected, got %v", id, found)
				}
			}
			w := s.shell(s.provider() + declare("one") + declare("two") + importing("one") + importing("two"))
			refused(w)
			w.configure(s.provider() + declare("one") + importing("one"))
			w.apply()
			w.configure(s.provider() + declare("one") + declare("two") + importing("two"))
			refused(w)
			s.protects()
		}
	})
}

// Two runs of terraform import do not know of each other. The next plan reports
// what they did, also one that would remove one of the two, and the way out that
// it names deletes nothing.
func TestAPlanReportsOneObjectAtTwoAddresses(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		vip := anExclusion("vip")
		one, two := s.send("one", []string{"vip"}, attributes{"title": `"Email"`}), s.send("two", []string{"vip"}, attributes{"title": `"Email"`})
		w := s.shell(s.config("%s", vip+one))
		w.apply()
		id := s.id("Email")
		w.configure(s.config("%s", vip+one+two))
		w.run("import", "-input=false", "-no-color", sender("two"), id)
		for _, config := range []string{one + two, one, two} {
			w.configure(s.config("%s", vip+config))
			found := w.errors("apply", "-auto-approve", "-input=false")
			if len(found) != 1 || found[0].Summary != "The trigger is managed twice" || !strings.Contains(found[0].Detail, `"Email" (`+id+")") || !strings.Contains(found[0].Detail, "terraform state rm <address>") {
				t.Errorf("one error with the way out expected, got %v", found)
			}
			s.protects()
		}
		w.run("state", "rm", sender("two"))
		w.configure(s.config("%s", vip+one))
		w.noChanges()
		if s.id("Email") != id || s.triggers()["Email"]["active"] != true {
			t.Error("the send was to stay")
		}
		s.protects()
	})
}

// A send has another address, without a moved block. Nothing orders its creation and the
// deletion of the former one, which takes a while: it is created when that is done.
func TestASendThatHasAnotherAddressIsCreatedWhenTheFormerOneIsDeleted(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
		w.apply()
		wait := 1.0
		s.fault(engine.Fault{System: "zendesk", Method: http.MethodDelete, Path: "/api/v2/triggers/*", Kind: engine.TooManyRequests, Times: 1, RetryAfter: &wait})
		w.configure(s.config("%s", anExclusion("vip")+s.send("mail", []string{"vip"}, attributes{"title": `"email"`})))
		w.apply()
		s.protects()
		s.gets(1, 4)
		w.noChanges()
	})
}
