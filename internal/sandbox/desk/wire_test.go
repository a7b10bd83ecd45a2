package desk_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestPages(t *testing.T) {
	s := open(t)
	for i := range 5 {
		s.must(201, "POST", "/labels", fmt.Sprintf(`{"name":"label %d"}`, i))
	}
	link := func(number int) thing {
		return thing{"href": fmt.Sprintf("/api/v2/labels?sort=x&page=%d&per_page=2", number), "class": "page"}
	}
	page := s.must(200, "GET", "/labels?per_page=2&sort=x&page=2", "")
	s.equal("links", page["_links"], thing{"self": link(2), "first": link(1), "last": link(3), "previous": link(1), "next": link(3)})
	s.equal("counts", []any{page["total_entries"], page["page"], len(entries(page))}, []any{5, 2, 2})
	page = s.must(200, "GET", fmt.Sprint(link(3)["href"]), "")
	s.equal("last", []any{at(page, "_links", "next"), at(page, "_links", "previous"), len(entries(page))}, []any{nil, link(2), 1})
	s.equal("behind the last", len(entries(s.must(200, "GET", "/labels?per_page=2&page=9", ""))), 0)
	s.equal("default", self(s.must(200, "GET", "/labels", "")), "/api/v2/labels?page=1&per_page=50")
	for _, wrong := range []string{"page=0", "page=x", "per_page=0", "page=501"} {
		s.must(422, "GET", "/labels?"+wrong, "")
	}
}

func TestTheBudgetIsTold(t *testing.T) {
	s := open(t)
	s.admin(`{"requests_per_minute":2}`)
	for left := 1; left >= 0; left-- {
		response, _ := s.send(s.request("GET", "/users", ""))
		s.equal("remaining", response.Header.Get("X-Rate-Limit-Remaining"), fmt.Sprint(left))
		s.equal("limit", response.Header.Get("X-Rate-Limit-Limit"), "2")
	}
	response, answer := s.send(s.request("GET", "/users", ""))
	var reset int
	_, err := fmt.Sscan(response.Header.Get("X-Rate-Limit-Reset"), &reset)
	if response.StatusCode != 429 || err != nil || reset < 1 || reset > 60 || response.Header.Get("Retry-After") != "" {
		t.Errorf("over the budget: %d %s, reset %q", response.StatusCode, show(answer), response.Header.Get("X-Rate-Limit-Reset"))
	}
	s.admin(`{"requests_per_minute":0}`)
	response, _ = s.send(s.request("GET", "/nothing", ""))
	s.equal("every answer has the headers", []any{response.StatusCode, response.Header.Get("X-Rate-Limit-Limit"), response.Header.Get("X-AppVersion")}, []any{404, "300", "15.99"})
}

func TestAnETagIsHonoured(t *testing.T) {
	s := open(t)
	made := s.must(201, "POST", "/labels", `{"name":"a"}`)
	conditional := func(tag string) (int, string) {
		request := s.request("GET", self(made), "")
		request.Header.Set("If-None-Match", tag)
		response, _ := s.send(request)
		return response.StatusCode, response.Header.Get("ETag")
	}
	status, tag := conditional("")
	if again, _ := conditional(tag); status != 200 || again != 304 {
		t.Errorf("%d, then %d, want 200 and 304", status, again)
	}
	s.must(200, "PATCH", self(made), `{"color":"red"}`)
	if changed, _ := conditional(tag); changed != 200 {
		t.Errorf("after a change: %d, want 200", changed)
	}
}

func TestCustomers(t *testing.T) {
	s := open(t)
	carl := s.customer("carl@example.net")
	phones := func(action, number string) string {
		body := `{"phone_numbers_update_action":"` + action + `","phone_numbers":[{"type":"home","value":"` + number + `"}]}`
		return show(s.must(200, "PATCH", carl, body)["phone_numbers"])
	}
	s.equal("appended", strings.Count(phones("append", "1")+phones("append", "2"), `"home"`), 3)
	s.equal("replaced", phones("replace", "3"), `[{"type":"home","value":"3"}]`)
	s.must(422, "POST", "/customers", `{"emails":[{"type":"work","value":"CARL@example.net"}]}`)
	s.must(422, "POST", "/customers", `{"emails":[{"type":"pigeon","value":"x@example.net"}]}`)
	s.equal("search", len(entries(s.must(200, "GET", "/customers/search?email=carl@example.net&first_name=carl", ""))), 1)
	s.equal("search for nobody", len(entries(s.must(200, "GET", "/customers/search?email=nobody@example.net", ""))), 0)
	s.write(carl, "email")
	s.equal("cases", at(s.must(200, "GET", carl, ""), "_links", "cases", "count"), 1)
}

// shapes are the members of recorded answers and of the examples in the vendor's pages,
// with what kind of value each has: s text, n number, b boolean, l list, o object; a
// question mark stands for null.
var shapes = map[string]string{
	"page": "total_entries n, page n, _links.self o, _links.first o, _links.last o, _links.previous ?, _links.next ?, _embedded.entries l",
	"case": `id n, external_id ?, blurb s, subject s, priority n, locked_until ?, description ?, status s, type s, labels l, label_ids l,
		language ?, active_at s, changed_at s, created_at s, updated_at s, received_at s, first_opened_at ?, opened_at ?, first_resolved_at s,
		resolved_at s, custom_fields.text ?, custom_fields.number s, custom_fields.boolean b, custom_fields.list s, _links.self o,
		_links.message o, _links.customer o, _links.labels o, _links.assigned_user o, _links.assigned_group ?, _links.locked_by ?,
		_links.history o, _links.case_links o, _links.macro_preview o, _links.replies.count n, _links.draft o, _links.notes.count n,
		_links.attachments.count n`,
	"customer": `id n, first_name s, last_name ?, company ?, title ?, avatar ?, external_id ?, background ?, language ?, locked_until ?, created_at s,
		updated_at s, custom_fields o, emails l, phone_numbers l, addresses l, _links.self o, _links.locked_by ?, _links.company ?,
		_links.facebook_user ?, _links.twitter_user ?, _links.cases.count n`,
	"user": `id n, name s, public_name s, email s, level s, avatar s, created_at s, updated_at s, current_login_at s, last_login_at s, _links.self o,
		_links.preferences o, _links.searches o, _links.groups o, _links.macros o, _links.filters o, _links.integration_urls o`,
	"label":        "id n, name s, description s, enabled b, active b, position n, types l, color s, _links.self o",
	"custom_field": "name s, label s, type s, active b, data.type s, data.choices l, _links.self o",
	"rule":         "name s, description ?, enabled b, created_at s, updated_at s, _links.self o",
	"group":        "name s, _links.self o",
	"note":         "body s, created_at s, updated_at s, erased_at ?, _links.self o, _links.case o, _links.user o, _links.erased_by ?",
	"reply": `subject ?, body s, direction s, status s, to ?, from ?, cc ?, bcc ?, created_at s, updated_at s, _links.self o, _links.case o,
		_links.customer o`,
}

func TestAnswersHaveTheRecordedMembers(t *testing.T) {
	s := open(t)
	s.admin(`{"custom_fields":[{"name":"list","type":"list","choices":["A"]},{"name":"text"},{"name":"number","type":"integer"},
		{"name":"boolean","type":"boolean"}],"rules":[{"name":"Spam"}]}`)
	theCase := s.write(s.customer("carl@example.net"), "email")
	s.must(200, "PATCH", theCase, `{"status":"resolved","labels":["vip"],"custom_fields":{"list":"A","number":0,"boolean":false},
		"_links":{"assigned_user":{"href":"/api/v2/users/16096702"}}}`)
	note := s.must(201, "POST", theCase+"/notes", `{"body":"n"}`)
	reply := s.must(201, "POST", theCase+"/replies", `{"body":"r"}`)
	for kind, answer := range map[string]any{
		"page": s.must(200, "GET", "/cases", ""), "case": s.must(200, "GET", theCase, ""), "note": note, "reply": reply,
		"customer": entries(s.must(200, "GET", "/customers", ""))[0], "user": s.must(200, "GET", "/users/16096701", ""),
		"label": entries(s.must(200, "GET", "/labels", ""))[0], "custom_field": entries(s.must(200, "GET", "/custom_fields", ""))[0],
		"rule": entries(s.must(200, "GET", "/rules", ""))[0], "group": entries(s.must(200, "GET", "/groups", ""))[0],
	} {
		for _, member := range strings.Split(shapes[kind], ",") {
			path, want, _ := strings.Cut(strings.TrimSpace(member), " ")
			if got := kindAt(answer, strings.Split(path, ".")); got != want {
				t.Errorf("%s: %s is %q, want %q", kind, path, got, want)
			}
		}
	}
	s.equal("first message", s.must(200, "GET", theCase+"/message", "")["body"], "It broke")
	s.equal("class of the message", at(s.must(200, "GET", theCase, ""), "_links", "message", "class"), "email")
}

// kindAt is the kind of a member as [shapes] writes it, "" when there is none.
func kindAt(value any, path []string) string {
	for _, name := range path {
		inner, _ := value.(thing)
		member, there := inner[name]
		if !there {
			return ""
		}
		value = member
	}
	switch value.(type) {
	case nil:
		return "?"
	case string:
		return "s"
	case float64:
		return "n"
	case bool:
		return "b"
	case []any:
		return "l"
	}
	return "o"
}
