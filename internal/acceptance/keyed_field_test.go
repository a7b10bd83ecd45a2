package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// keyedField makes a custom field of users or of organizations.
func (s *stage) keyedField(kind, key string) {
	s.t.Helper()
	s.call(http.MethodPost, "/"+kind+"s", map[string]any{kind: map[string]any{"key": key, "title": key}})
}

// keyedLists are the requests for such fields.
func (s *stage) keyedLists() (paths []string) {
	for _, each := range s.requests() {
		if strings.HasSuffix(each.Path, "/user_fields") || strings.HasSuffix(each.Path, "/organization_fields") {
			paths = append(paths, each.Method+" "+strings.TrimPrefix(each.Path, "/api/v2"))
		}
	}
	slices.Sort(paths)
	return paths
}

// of is a payload that reads custom fields of people and organizations.
func (s *stage) of(fields ...string) attributes {
	var members strings.Builder
	for i, field := range fields {
		fmt.Fprintf(&members, ",\n      \"x%d\": \"{{%s | size}}\"", i, field)
	}
	return attributes{"payload": s.body(members.String())}
}

// A key of a user or an organization is the account's own. Each list is asked for once,
// and only for a payload that is new or changes.
func TestAKeyThatTheAccountDoesNotHave(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	s.keyedField("user_field", "plan")
	s.keyedField("organization_field", "tier")
	slipped := s.of("ticket.requester.custom_fields.plan", "ticket.requester.custom_fields.plna", "ticket.organization.custom_fields.tier.title",
		"ticket.requester.organization.custom_fields.segment", "current_user.custom_fields.plan")
	for name, config := range map[string]string{"trigger": s.send("email", nil, slipped), "automation": s.anAutomation("later", slipped)} {
		t.Run(name, func(t *testing.T) {
			w := s.shell(s.config("%s", config))
			s.forget()
			found := unknown(w.tell("plan", "-input=false"))
			if len(found) != 2 {
				t.Fatalf("two warnings expected, got %v", found)
			}
			for i, parts := range [][]string{
				{"Line 8 of the payload reads {{ticket.requester.custom_fields.plna}}", `has no user field with the key "plna"`, `Did you mean "plan"?`},
				{"Line 10 of the payload reads {{ticket.requester.organization.custom_fields.segment}}", `has no organization field with the key "segment"`, "Its organization fields have these keys:\n  tier"},
			} {
				for _, part := range parts {
					if found[i].Severity != "warning" || !strings.HasPrefix(found[i].line(), "payload") || !strings.Contains(found[i].Detail, part) {
						t.Errorf("a warning with %q expected, got %v", part, found[i])
					}
				}
			}
			if lists := s.keyedLists(); !slices.Equal(lists, []string{"GET /organization_fields", "GET /user_fields"}) {
				t.Errorf("each list once expected, got %q", lists)
			}
			w.apply()
			s.forget()
			if found := unknown(w.tell("plan", "-input=false")); len(found) != 0 || len(s.keyedLists()) != 0 {
				t.Errorf("nothing changes: got %v and %q", found, s.keyedLists())
			}
			w.configure(s.checked(`{ placeholders = "error" }`, strings.Replace(config, "plna", "plans", 1)))
			if found := unknown(w.errors("plan", "-input=false")); len(found) != 2 {
				t.Errorf("two errors expected, got %v", found)
			}
			s.forget()
			w.configure(s.checked(`{ placeholders = "off" }`, strings.Replace(config, "plna", "plans", 1)))
			if found := unknown(w.tell("plan", "-input=false")); len(found) != 0 || len(s.keyedLists()) != 0 {
				t.Errorf("it is off: got %v and %q", found, s.keyedLists())
			}
			w.destroy()
		})
	}
}

// A payload that reads no such field asks for none.
func TestAPayloadWithoutKeysAsksForNone(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	w := s.shell(s.config("%s", s.send("email", nil)))
	s.forget()
	w.apply()
	if lists := s.keyedLists(); len(lists) != 0 {
		t.Errorf("nothing to ask, got %q", lists)
	}
}

// What cannot be asked is no error.
func TestKeysThatCannotBeCheckedAreAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	s.fault(engine.Fault{System: "zendesk", Method: http.MethodGet, Path: "/api/v2/user_fields", Kind: engine.ServerError, Times: 50})
	w := s.shell(s.config("%s", s.send("email", nil, attributes{"payload": s.body(`, "language": "{{ticket.requester.custom_fields.plan | size}}"`)})))
	found := w.tell("plan", "-input=false")
	if len(found) != 1 || found[0].Severity != "warning" || found[0].Summary != "Checks against the account were not made" {
		t.Errorf("one warning expected, got %v", found)
	}
	w.apply()
	s.gets(1, 4)
}
