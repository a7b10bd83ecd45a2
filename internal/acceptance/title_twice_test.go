package acceptance

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Two instances of a module have two sends of one title: triggers or automations. In
// the first apply and in every later one, the second one is refused with the id of
// the one that this run manages, and nobody is told to import that.
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
			for _, when := range []string{"while both are made", "while one is there"} {
				found := w.errors("apply", "-auto-approve", "-input=false")
				ids := made()
				if len(ids) != 1 {
					t.Fatalf("%s: one %s is made, got %v", when, noun, ids)
				}
				if len(found) != 1 || found[0].Summary != "Two "+noun+"s with the same title" || !strings.Contains(found[0].Detail, ids[0]) ||
					!strings.Contains(found[0].Detail, "another title") || strings.Contains(found[0].Detail, "import") {
					t.Errorf("%s: one error that names %s expected, got %v", when, ids[0], found)
				}
			}
		})
	}
}

// only are conditions by which the two instances survey different tickets.
const only = `{ all = [{ field = "current_tags", operator = "includes", value = var.tag }] }`
