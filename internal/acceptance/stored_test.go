package acceptance

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// forgetful is a gate to an account that stores triggers without what a rule of them has in
// a field, and says so only in its answer.
func (s *stage) forgetful(member, field string) string {
	var g *gate
	forget := func(w http.ResponseWriter, r *http.Request) {
		var body map[string]map[string]any
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			s.t.Error(err)
		}
		without := func(in any) []any {
			kept := []any{}
			list, _ := in.([]any)
			for _, each := range list {
				if each.(map[string]any)["field"] != field {
					kept = append(kept, each)
				}
			}
			return kept
		}
		if rule := body["trigger"]; member == "actions" {
			rule["actions"] = without(rule["actions"])
		} else {
			conditions := rule["conditions"].(map[string]any)
			conditions[member] = without(conditions[member])
		}
		text, err := json.Marshal(body)
		if err != nil {
			s.t.Error(err)
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
		g.account.ServeHTTP(w, r)
	}
	g = s.lacking(map[string]http.HandlerFunc{"POST /triggers": forget})
	return g.url
}

// An account accepts a trigger and stores less than was sent: a send without its channels
// or without the check of a mark would survey tickets that it is to leave alone. It stays
// inactive, and the error names what is missing.
func TestATriggerThatIsNotStoredAsSentIsNotActivated(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ member, field, says string }{
		"channels": {"any", "via_id", `not stored: condition in "any" via_id`},
		"a mark":   {"all", "current_tags", `not stored: condition in "all" current_tags`},
		"a status": {"all", "status", `not stored: condition in "all" status`},
		"its tag":  {"actions", "current_tags", "not stored: action current_tags"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				own := s.env["ZENDESK_ENDPOINT"]
				through := func(endpoint string) string {
					s.env["ZENDESK_ENDPOINT"] = endpoint
					return s.config("%s", s.send("email", nil, attributes{"channel": `"email"`, "channels": "null", "exclude_tags": `["no_survey"]`, "sent_tag": `"surveyed"`}))
				}
				s.shell(s.config("")).apply() // the webhook
				w := s.shell(through(s.forgetful(row.member, row.field)))
				refused := w.errors("apply", "-auto-approve")
				if len(refused) != 1 || refused[0].Summary != "The account stored another rule" || !strings.Contains(refused[0].Detail, row.says) {
					t.Errorf("one error that names what is missing expected, got %v", refused)
				}
				if email := s.triggers()["email"]; email == nil || email["active"] == true {
					t.Errorf("an inactive trigger expected, got %v", email)
				}
				s.gets(0, 4)
				w.configure(through(own))
				w.apply()
				s.gets(1, 4)
				w.noChanges()
			})
		})
	}
}
