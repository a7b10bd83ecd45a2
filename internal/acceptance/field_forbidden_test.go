package acceptance

import (
	"net/http"
	"strings"
	"testing"
)

// A token without the scope of ticket fields: nobody knows which tag a checkbox adds, so
// nobody knows which exclusion a send relies on. Nothing is activated, and the error says
// which list was refused. Where automations cannot be read either, the plan says once that
// they were not compared.
func TestFieldsThatATokenMayNotReadAreAnError(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		field := s.makeField(`{"type": "checkbox", "title": "Opt out", "tag": "opt_out"}`)
		forbidden := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }
		own := s.env["ZENDESK_ENDPOINT"]
		through := func(endpoint string) string {
			s.env["ZENDESK_ENDPOINT"] = endpoint
			return s.config("%s", anExclusion("vip", attributes{"mark": `{ checkbox_field_id = "` + field + `" }`})+
				s.send("email", nil, attributes{"exclude_tags": `["opt_out"]`, "depends_on": "[" + excl("vip") + "]"}))
		}
		w := s.shell(through(s.lacking(map[string]http.HandlerFunc{"GET /automations": forbidden}).url))
		found := w.warnings("plan")
		count := 0
		for _, each := range found {
			if strings.Contains(each.Summary, "Automations were not compared") && strings.Contains(each.Detail, "403") {
				count++
			}
		}
		if count != 1 {
			t.Errorf("one warning that automations were not compared expected, got %v", found)
		}

		w.configure(through(s.lacking(map[string]http.HandlerFunc{"GET /ticket_fields": forbidden}).url))
		refused := w.errors("apply", "-auto-approve")
		if len(refused) == 0 || !strings.Contains(refused[0].Summary+refused[0].Detail, "ticket_fields") {
			t.Errorf("an error that names the list expected, got %v", refused)
		}
		if email := s.triggers()["email"]; email != nil && email["active"] == true {
			t.Error("the send is active")
		}
		s.gets(0, 4)

		w.configure(through(own))
		w.apply()
		s.gets(0, 4, "vip")
		s.gets(1, 4)
	})
}
