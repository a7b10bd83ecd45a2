package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestACaseIsWritten(t *testing.T) {
	s := open(t)
	s.admin(`{"custom_fields":[{"name":"score","type":"integer"},{"name":"topic","type":"list","choices":["A","B"]},
		{"name":"vip","type":"boolean"},{"name":"day","type":"date"},{"name":"words"},{"name":"gone","active":false},{"name":"level","of":"customer"}]}`)
	carl := s.customer("carl@example.net")
	response, made := s.send(s.request("POST", "/cases", fmt.Sprintf(`{"type":"email","subject":"Help","external_id":"A-1",
		"_links":{"customer":{"href":%q}},"message":{"direction":"in","body":"It broke"},"labels":["new"],"custom_fields":{"score":3}}`, carl)))
	s.equal("created", response.StatusCode, 201)
	s.equal("location", response.Header.Get("Location"), s.url+self(made))
	s.equal("case", []any{made["status"], made["type"], made["priority"], made["blurb"], made["labels"]}, []any{"new", "email", 5, "It broke", []string{"new"}})
	s.equal("custom fields", made["custom_fields"], thing{"score": "3", "topic": nil, "vip": nil, "day": nil, "words": nil})
	theCase := self(made)
	changed := s.must(200, "PATCH", theCase, `{"status":"open","priority":10,"custom_fields":{"topic":"B","vip":true,"day":"2026-11-22","words":"w","score":null},
		"_links":{"assigned_user":{"href":"/api/v2/users/16096702","class":"user"},"assigned_group":{"href":"/api/v2/groups/171201"}}}`)
	s.equal("changed fields", changed["custom_fields"], thing{"score": nil, "topic": "B", "vip": true, "day": "2026-11-22", "words": "w"})
	s.equal("agent", at(changed, "_links", "assigned_user"), thing{"href": "/api/v2/users/16096702", "class": "user"})
	s.equal("nobody", at(s.must(200, "PATCH", theCase, `{"_links":{"assigned_user":null}}`), "_links", "assigned_user"), nil)
	s.equal("by external id", self(s.must(200, "GET", "/cases/e-A-1", "")), theCase)
	s.refused(404, `{"message":"Resource Not Found"}`, "GET", "/cases/e-", "")

	s.equal("no status of cases", s.must(201, "POST", "/cases", fmt.Sprintf(`{"type":"phone","status":"received","_links":{"customer":{"href":%q}}}`, carl))["status"], "new")

	s.equal("made at the customer", at(s.must(201, "POST", strings.TrimPrefix(carl, "/api/v2")+"/cases", `{"type":"chat"}`), "_links", "customer", "href"), carl)
	s.refused(404, `{"message":"Resource Not Found"}`, "POST", "/customers/1/cases", `{"type":"chat"}`)

	const failed = `"message":"Validation Failed"}`
	s.refused(422, `{"errors":{"_links":{"customer":["blank"]},"type":["blank"]},`+failed, "POST", "/cases", `{}`)
	s.refused(422, `{"errors":{"message":{"body":["blank"],"direction":["inclusion"]}},`+failed, "POST", "/cases",
		fmt.Sprintf(`{"type":"email","_links":{"customer":{"href":%q}},"message":{"direction":"up"}}`, carl))
	s.refused(422, `{"errors":{"custom_fields":{"day":["invalid"],"gone":["invalid"],"level":["invalid"],"score":["not_a_number"],"topic":["inclusion"],"vip":["inclusion"]}},`+failed,
		"PATCH", theCase, `{"custom_fields":{"day":"today","gone":"x","level":"x","score":"many","topic":"C","vip":"perhaps"}}`)
	s.refused(422, `{"errors":{"_links":{"assigned_user":["invalid"]},"priority":["inclusion"],"status":["inclusion"],"type":["inclusion"]},`+failed,
		"PATCH", theCase, `{"priority":11,"status":"done","type":"sms","_links":{"assigned_user":{"href":"/api/v2/users/1"}}}`)
	s.refused(422, `{"errors":{"external_id":["taken"]},`+failed, "POST", "/cases",
		fmt.Sprintf(`{"type":"email","external_id":"A-1","_links":{"customer":{"href":%q}}}`, carl))
	s.must(204, "DELETE", theCase, "")
	s.refused(404, `{"message":"Resource Not Found"}`, "GET", theCase, "")
}

func TestWhatACaseRemembers(t *testing.T) {
	s := open(t)
	theCase := s.write(s.customer("carl@example.net"), "email")
	moment := func(answer thing, name string) time.Time {
		read, _ := time.Parse(time.RFC3339, fmt.Sprint(answer[name]))
		return read
	}
	created := moment(s.must(200, "GET", theCase, ""), "created_at")
	hours := func(answer thing, name string) int { return int(moment(answer, name).Sub(created).Hours() + 0.5) }
	s.pass(time.Hour)
	s.must(200, "PATCH", theCase, `{"status":"resolved"}`)
	s.pass(time.Hour)
	s.must(201, "POST", theCase+"/replies", `{"direction":"in","body":"Not yet"}`)
	read := s.must(200, "GET", theCase, "")
	s.equal("reopened by the customer", []any{read["status"], hours(read, "opened_at"), hours(read, "received_at"), at(read, "_links", "replies", "count"), read["blurb"]},
		[]any{"open", 2, 2, 2, "Not yet"})
	s.pass(time.Hour)
	s.must(201, "POST", theCase+"/notes", `{"body":"Ana looks at it"}`)
	read = s.must(200, "GET", theCase, "")
	s.equal("a note is an update", []any{hours(read, "updated_at"), hours(read, "changed_at"), at(read, "_links", "notes", "count")}, []any{3, 3, 1})
	s.pass(time.Hour)
	read = s.must(200, "PATCH", theCase, `{"status":"resolved"}`)
	s.equal("resolved twice", []any{hours(read, "first_resolved_at"), hours(read, "resolved_at")}, []any{1, 4})
	s.pass(time.Hour)
	s.equal("any write is an update", hours(s.must(200, "PATCH", theCase, `{"priority":5}`), "updated_at"), 5)
}

func TestNotesAndRepliesAreChanged(t *testing.T) {
	s := open(t)
	theCase := s.write(s.customer("carl@example.net"), "email")
	count := func() []any {
		links := at(s.must(200, "GET", theCase, ""), "_links")
		return []any{at(links, "notes", "count"), at(links, "replies", "count")}
	}
	response, note := s.send(s.request("POST", theCase+"/notes", `{"body":"n"}`))
	s.equal("location", response.Header.Get("Location"), s.url+self(note))
	reply := s.must(201, "POST", theCase+"/replies", `{"body":"r","status":"draft"}`)
	s.equal("reply", []any{reply["direction"], reply["status"]}, []any{"out", "draft"})
	s.equal("made", count(), []any{1, 2})
	s.equal("note", s.must(200, "PATCH", self(note), `{"body":"other"}`)["body"], "other")
	s.equal("reply", s.must(200, "PATCH", self(reply), `{"status":"sent"}`)["status"], "sent")
	s.equal("message", s.must(200, "PATCH", theCase+"/message", `{"subject":"Now"}`)["subject"], "Now")
	s.refused(422, `{"errors":{"body":["blank"]},"message":"Validation Failed"}`, "PATCH", self(note), `{"body":" "}`)
	s.refused(422, `{"errors":{"body":["blank"]},"message":"Validation Failed"}`, "POST", theCase+"/notes", `{}`)
	s.must(204, "DELETE", self(note), "")
	s.must(204, "DELETE", self(reply), "")
	s.equal("deleted", count(), []any{0, 1})
	for _, gone := range []string{self(note), self(reply), "/cases/1/message", "/cases/1/notes/1"} {
		s.refused(404, `{"message":"Resource Not Found"}`, "PATCH", gone, `{"body":"x"}`)
	}
}

// The time rule closes what was resolved long enough ago, and nothing else; what is
// closed stays as it is.
func TestTheTimeRuleClosesResolvedCases(t *testing.T) {
	s := open(t)
	carl := s.customer("carl@example.net")
	resolved, pending, never := s.write(carl, "email"), s.write(carl, "email"), s.write(carl, "email")
	s.must(200, "PATCH", resolved, `{"status":"resolved"}`)
	s.must(200, "PATCH", pending, `{"status":"pending"}`)
	status := func(of string) any { return s.must(200, "GET", of, "")["status"] }
	s.pass(100 * time.Hour)
	s.equal("without the rule", status(resolved), "resolved")
	s.admin(`{"close_resolved_after_hours":120}`)
	s.pass(19 * time.Hour)
	s.must(201, "POST", resolved+"/notes", `{"body":"still the same resolution"}`)
	s.equal("too early", status(resolved), "resolved")
	s.pass(2 * time.Hour)
	s.equal("in time", []any{status(resolved), status(pending), status(never)}, []any{"closed", "pending", "new"})
	const refusal = `{"errors":{"status":["closed"]},"message":"Validation Failed"}`
	s.refused(422, refusal, "PATCH", resolved, `{"status":"open"}`)
	s.refused(422, refusal, "PATCH", resolved, `{"custom_fields":{}}`)
	s.refused(422, refusal, "POST", resolved+"/notes", `{"body":"too late"}`)
	s.refused(422, refusal, "POST", resolved+"/replies", `{"direction":"in","body":"too late"}`)
	note, message := self(entries(s.must(200, "GET", resolved+"/notes", ""))[0]), resolved+"/message"
	s.refused(422, refusal, "PATCH", note, `{"body":"too late"}`)
	s.refused(422, refusal, "DELETE", note, "")
	s.refused(422, refusal, "PATCH", message, `{"body":"too late"}`)
	s.equal("as it was", []any{s.must(200, "GET", note, "")["body"], s.must(200, "GET", message, "")["body"]}, []any{"still the same resolution", "It broke"})
}

func TestCasesAreFound(t *testing.T) {
	s := open(t)
	carl, dora := s.customer("carl@example.net"), s.customer("dora@example.net")
	first, second, third := s.write(carl, "email"), s.write(dora, "chat"), s.write(dora, "email")
	s.pass(time.Hour)
	s.must(200, "PATCH", second, `{"status":"resolved","priority":9,"labels":["vip"],"subject":"A chat"}`)
	found := func(path string) (addresses []string) {
		for _, entry := range entries(s.must(200, "GET", path, "")) {
			addresses = append(addresses, self(entry))
		}
		return addresses
	}
	for path, want := range map[string][]string{
		"/cases": {first, second, third},
		"/cases?sort_field=priority&sort_direction=desc":  {second, third, first},
		"/cases?sort_field=updated_at&sort_direction=asc": {first, third, second},
		"/cases?customer_id=34290802":                     {second, third},
		strings.TrimPrefix(dora, "/api/v2") + "/cases":    {second, third},
		"/cases/search?status=new,resolved&channels=chat": {second},
		"/cases/search?labels=vip":                        {second},
		"/cases/search?email=CARL@example.net":            {first},
		"/cases/search?subject=chat":                      {second},
		"/cases/search?since_id=3001&max_id=3002":         {second},
		"/cases/search?case_id=3001,3003":                 {first, third},
		"/cases/search?moon=full":                         nil,
		fmt.Sprintf("/cases/search?since_updated_at=%d", s.world.Clock.Now().Add(-30*time.Minute).Unix()): {second},
		"/cases/search?max_updated_at=" + s.world.Clock.Now().Add(-30*time.Minute).Format(time.RFC3339):   {first, third},
	} {
		s.equal(path, found(path), want)
	}
	for _, wrong := range []string{"/cases/search", "/cases/search?since_updated_at=soon", "/cases/search?page=1"} {
		s.must(422, "GET", wrong, "")
	}
	embedded := s.must(200, "GET", second+"?embed=customer,assigned_user,message", "")
	s.equal("embedded", at(embedded, "_embedded", "customer", "emails", 0, "value"), "dora@example.net")
	s.equal("nobody is embedded", at(embedded, "_embedded", "assigned_user"), nil)
	s.equal("embedded in a list", at(entries(s.must(200, "GET", "/cases?embed=customer", "")), 0, "_embedded", "customer", "first_name"), "Carl")
	chosen := at(entries(s.must(200, "GET", "/cases?fields=status,subject", "")), 1).(thing)
	delete(chosen, "_links")
	s.equal("fields", chosen, thing{"status": "resolved", "subject": "A chat"})
}
