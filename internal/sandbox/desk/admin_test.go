package desk_test

import (
	"encoding/json"
	"testing"
)

// screens is what a person sees in Admin.
func screens(s *site) (shown thing) {
	s.t.Helper()
	if err := json.Unmarshal([]byte(show(s.system.Settings())), &shown); err != nil {
		s.t.Fatal(err)
	}
	return shown
}

func TestCustomFieldsAndRulesAreMadeInAdminOnly(t *testing.T) {
	s := open(t)
	s.admin(`{"custom_fields":[{"name":"csat_score","label":"CSAT score","type":"integer"},
		{"label":"Last Agent!","type":"list","choices":["Ana","Noah"]}],
		"rules":[{"name":"Close resolved","description":"After 4 days"},{"name":"Spam"}]}`)
	fields := entries(s.must(200, "GET", "/custom_fields", ""))
	s.equal("list", at(fields, 1, "data"), thing{"type": "list", "choices": []string{"Ana", "Noah"}})
	s.equal("key of a label", at(fields, 1, "name"), "last_agent")
	s.admin(`{"custom_fields":[{"name":"csat_score","active":false}],"rules":[{"name":"Close resolved","enabled":false},{"name":"Spam","deleted":true}]}`)
	field, rule := self(fields[0]), self(entries(s.must(200, "GET", "/rules", ""))[0])
	read := s.must(200, "GET", field, "")
	s.equal("what was not named stays", []any{read["active"], read["label"], at(read, "data")}, []any{false, "CSAT score", thing{"type": "integer"}})
	read = s.must(200, "GET", rule, "")
	s.equal("rule", []any{read["enabled"], read["description"]}, []any{false, "After 4 days"})
	s.equal("rules", len(entries(s.must(200, "GET", "/rules", ""))), 1)
	const refusal = `{"message":"Method Not Allowed"}`
	for _, path := range []string{"/custom_fields", "/rules", "/users", "/groups"} {
		s.refused(405, refusal, "POST", path, `{"name":"x"}`)
	}
	for _, path := range []string{field, rule, "/users/16096701", "/groups/171201"} {
		s.refused(405, refusal, "PATCH", path, `{"name":"x"}`)
		s.refused(405, refusal, "DELETE", path, "")
	}
}

func TestAWrongChangeInAdminChangesNothing(t *testing.T) {
	s := open(t)
	s.admin(`{"close_resolved_after_hours":96}`)
	before := show(screens(s))
	for _, wrong := range []string{
		`{"close_resolved_after_hours":0}`,
		`{"rules":[{"name":"Good"}],"close_resolved_after_hours":-1}`,
		`{"rules":[{"name":"Good"},{"name":""}]}`,
		`{"rules":[{"name":"None","deleted":true}]}`,
		`{"custom_fields":[{"name":"good"},{"name":"Not Good"}]}`,
		`{"custom_fields":[{"name":"good","type":"number"}]}`,
		`{"custom_fields":[{"name":"good","choices":["a"]}]}`,
		`{"custom_fields":[{"name":"good","of":"case"}]}`,
		`{"api_applications":[{"name":"None","removed":true}]}`,
		`{"api_applications":[{"name":"Terraform"}]}`,
		`{"oauth_problems":"loud"}`,
		`{"requests_per_minute":-1}`,
		`{"request_per_minute":1}`,
	} {
		if s.change(wrong) == nil {
			t.Errorf("%s is taken", wrong)
		}
	}
	s.equal("after wrong changes", show(screens(s)), before)
	s.admin(`{"close_resolved_after_hours":null}`)
	s.equal("no time rule", at(screens(s), "close_resolved_after_hours"), nil)
}
