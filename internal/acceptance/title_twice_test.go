package acceptance

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Two instances of a module have two sends of one title: triggers or automations. The
// first plan refuses the second one, and every later one with the id of the one that
// this run manages. Nobody is told to import that.
func TestTwoSendsOfOneTitleInTwoModuleInstances(t *testing.T) {
	t.Parallel()
	for noun, send := range map[string]func(s *stage) string{
		"trigger": func(s *stage) string {
			return s.send("survey", nil, attributes{"title": `"Survey"`, "conditions": only})
		},
		"automation": func(s *stage) string {
			return block("send_automation", "survey", attributes{
				"title": `"Survey"`, "hours_since_solved": "2", "sent_tag": `"surveyed"`, "webhook_id": quoted(s.webhook), "payload": `"{}"`, "conditions": only,
			})
		},
	} {
		t.Run(noun, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.zendesk(map[string]any{"native_csat": "absent"})
			instance := func(tag string) string {
				return fmt.Sprintf("module %q {\n  source = \"./surveys\"\n  tag    = %q\n}\n", tag, tag)
			}
			w := s.shell(s.config("%s", instance("a")+instance("b")))
			if err := os.Mkdir(filepath.Join(w.dir, "surveys"), 0o700); err != nil {
				t.Fatal(err)
			}
			w.write("surveys/main.tf", "terraform {\n  required_providers {\n    surveytrigger = { source = \"surveytrigger/surveytrigger\" }\n  }\n}\n\nvariable \"tag\" {\n  type = string\n}\n\n"+send(s))
			w.run("get")
			made := func() (ids []string) {
				for _, each := range s.list("/"+noun+"s?per_page=100", noun+"s") {
					if each["title"] == "Survey" {
						ids = append(ids, number(each["id"]))
					}
				}
				return ids
			}
			refused := func(when string, says ...string) {
				t.Helper()
				found := w.errors("plan", "-input=false")
				if len(found) != 1 || found[0].Summary != "Two "+noun+"s with the same title" || strings.Contains(found[0].Detail, "import") {
					t.Fatalf("%s: one error expected, got %v", when, found)
				}
				for _, each := range append(says, `"Survey"`, "another title") {
					if !strings.Contains(found[0].Detail, each) {
						t.Errorf("%s: %q is not said: %v", when, each, found)
					}
				}
			}
			refused("while both are new", "Both are new.")
			w.apply("-target=module.a")
			ids := made()
			if len(ids) != 1 {
				t.Fatalf("one %s is made, got %v", noun, ids)
			}
			refused("while one is there", ids[0])
			w.configure(s.config("%s", instance("a")))
			w.run("get")
			w.apply("-replace=module.a.surveytrigger_zendesk_send_" + noun + ".survey")
			if now := made(); len(now) != 1 || now[0] == ids[0] {
				t.Errorf("its replacement has the same title, got %v in place of %v", now, ids)
			}
		})
	}
}

// Titles that the apply makes known are refused then.
func TestTwoSendsOfOneTitleThatIsKnownLate(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	late := func(name, tag string) string {
		return s.send(name, nil, attributes{"title": webhooks.address("late") + ".id", "conditions": strings.Replace(only, "var.tag", quoted(tag), 1)})
	}
	w := s.shell(s.config("%s", s.hook("late")+late("a", "one")+late("b", "two")))
	w.run("plan", "-input=false")
	found := w.errors("apply", "-auto-approve", "-input=false")
	if len(found) != 1 || found[0].Summary != "Two triggers with the same title" {
		t.Errorf("one error expected, got %v", found)
	}
	if made := s.named(sends, w.attribute(webhooks.address("late"), "id")); len(made) > 1 {
		t.Errorf("two are made: %v", made)
	}
}

// only are conditions by which the two instances survey different tickets.
const only = `{ all = [{ field = "current_tags", operator = "includes", value = var.tag }] }`

// A send is never there twice, so it cannot be created before it is destroyed: the error
// says so, and the send stays as it is.
func TestASendThatIsReplacedBeforeItIsDestroyed(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	block := strings.TrimSuffix(s.send("email", nil), "}\n")
	w := s.shell(s.config("%s", block+"  lifecycle { create_before_destroy = true }\n}\n"))
	w.apply()
	found := w.errors("apply", "-auto-approve", "-input=false", "-replace="+sender("email"))
	if len(found) != 1 || !strings.Contains(found[0].Detail, "remove create_before_destroy") {
		t.Errorf("one error with the remedy expected, got %v", found)
	}
	s.gets(1, 4)
	w.configure(s.config("%s", block+"}\n"))
	w.apply("-replace=" + sender("email"))
	s.gets(1, 4)
	w.noChanges()
}
