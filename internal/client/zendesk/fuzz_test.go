package zendesk

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// marked is a secret that looks different wherever it is written down.
const marked = `s3cr3t"wörd<&/\7`

// echo puts the secret into what a fuzzer made of a vendor's answer, for each
// SECRET in the way that the word after it says.
var echo = strings.NewReplacer(
	"SECRETplain", marked,
	"SECRETjson", jsonForm(marked),
	"SECRETascii", strings.NewReplacer(`ö`, `\u00f6`, `/`, `\/`).Replace(jsonForm(marked)),
	"SECREThtml", html.EscapeString(marked),
	"SECRETquot", strings.ReplaceAll(html.EscapeString(marked), "&#34;", "&quot;"),
	"SECRETbase64", base64.StdEncoding.EncodeToString([]byte(marked)),
	"SECRETurl", url.QueryEscape(marked),
)

func jsonForm(text string) string {
	quoted, _ := json.Marshal(text)
	return strings.Trim(string(quoted), `"`)
}

// tellable expects a text that may stand in a diagnostic.
func tellable(t *testing.T, text string) {
	t.Helper()
	for form := range strings.SplitSeq("plain json html quot base64 url", " ") {
		if written := echo.Replace("SECRET" + form); strings.Contains(text, written) {
			t.Errorf("the secret is shown as %s: %q", written, text)
		}
	}
	if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
		t.Errorf("no text for a terminal: %q", text)
	}
	if len(text) > 64<<10 {
		t.Errorf("%d bytes are too many", len(text))
	}
}

// Whatever a server or what stands before it answers, the error can be shown,
// keeps the vendor's words, and says "gone" only in the API's own words.
func FuzzRefusal(f *testing.F) {
	for _, seed := range []string{
		`{"error":"RecordNotFound","description":"Not found"}`,
		`{"error":"RecordInvalid","description":"Record validation errors","details":{"title":[{"description":"Title: SECRETascii","error":"BlankValue"}],"SECRETjson":"x"}}`,
		`{"error":{"title":"Forbidden SECRETjson","message":"You do not \u0000have access","code":7}}`,
		`{"errors":[{"code":"SECRETjson","title":"Invalid","detail":"SECREThtml","source":{"pointer":"/webhook/endpoint"}},{"code":1,"trigger_id":2}]}`,
		`{"errors":["SECRETbase64",null,3]}`, `{"errors":"SECRETurl"}`, `{"errors":{"base":["a",{"error":"b"}]}}`, `{"errors":[[1]],"error":null}`,
		`{"message":"no Route matched with those values"}`, `{"error_description":"SECRETjson","error":"invalid_client"}`,
		`<!DOCTYPE html><html><head><title> Oh &amp; no SECRETquot </title>`, "\xef\xbb\xbf<!-- x --> <html>",
		"upstream said\x1b[31m SECRETplain\xff", `{"error":"trunca`, ``, `[]`, `null`, `"x"`, `7`, `{}`,
		strings.Repeat("wörd SECRETplain ", 5_000), `{"error":"` + strings.Repeat("ä", 40_000) + `SECRETjson"}`,
		`{"errors":[` + strings.Repeat(`{"title":"SECREThtml is wrong","source":{"pointer":"/`+strings.Repeat("x", 500)+`"}},`, 200) + `{}]}`,
	} {
		f.Add(404, []byte(seed))
	}
	secrets := &transport.Redactor{}
	secrets.Add(marked)
	f.Fuzz(func(t *testing.T, status int, answer []byte) {
		answer = []byte(echo.Replace(string(answer)))
		api := &client.Connection{System: system, Secrets: secrets}
		e := api.Refusal("GET /api/v2/triggers/1", &client.Answer{Status: status, Header: http.Header{"Location": {string(answer)}}, Body: answer})
		tellable(t, e.Error())
		tellable(t, e.Remedy())
		for field, texts := range e.Fields {
			tellable(t, field)
			for _, text := range texts {
				tellable(t, text)
			}
		}
		visible := func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }
		if strings.ContainsFunc(string(answer), visible) && e.Silent() {
			t.Errorf("nothing is told of %q", answer)
		}
		var object map[string]any
		ours := json.Unmarshal(answer, &object) == nil && len(object) > 0 || len(bytes.TrimSpace(answer)) == 0
		if IsNotFound(e) && (status != http.StatusNotFound || !ours) {
			t.Errorf("%d %q counts as gone", status, answer)
		}
	})
}

// Three answers of a server that takes its time with a list: by number, by
// cursor and by links, which may lead anywhere. The list is what the pages hold
// or an error, never less, and it ends.
func FuzzList(f *testing.F) {
	for _, seed := range [][3]string{
		{`{"triggers":[{"id":1,"title":"a"}],"count":1}`, ``, ``},
		{`{"triggers":[{"id":1},{"id":"2"}],"count":102}`, `{"triggers":[{"id":3},{"id":2}],"count":102}`, `{"triggers":[{"id":3}],"meta":{"has_more":false}}`},
		{`{"triggers":[{"id":1}],"meta":{"has_more":true,"after_cursor":"2"},"links":{"next":null}}`, `{"triggers":[],"links":{"next":"https://x/y?page[after]=3"}}`, `{"triggers":[{"id":9}],"next_page":null}`},
		{`{"triggers":[{"id":1}],"next_page":"https://x/y?page=2"}`, `{"triggers":[{"id":2}],"next_page":"https://x/y?page=1"}`, `{}`},
		{`{"triggers":[{"id":1}],"count":1,"next_page":"https://x/y?page=2&per_page=100"}`, `{"triggers":[{"id":2}],"count":1,"next_page":null}`, ``},
		{`{"triggers":null}`, `null`, `[]`},
		{`{"triggers":[null]}`, `{"triggers":{}}`, `{"triggers":"SECRETjson"}`},
		{`{"triggers":[],"meta":{"has_more":true}}`, `{"triggers":[],"next_page":"%"}`, `{"triggers":[{"id":{"SECRETjson":1}}]}`},
		{`{"triggers":[],"count":10001}`, `{"triggers":[],"count":-1,"links":[]}`, `{"triggers":[],"count":"x","meta":7}`},
		{`<html><title>SECRETquot</title>`, `{"triggers":[{"id":1}`, "\xff"},
	} {
		f.Add([]byte(seed[0]), []byte(seed[1]), []byte(seed[2]))
	}
	f.Fuzz(func(t *testing.T, first, second, third []byte) {
		server := &pageServer{}
		for _, page := range [][]byte{first, second, third} {
			server.pages = append(server.pages, echo.Replace(string(page)))
		}
		c, err := New(Config{Subdomain: "acme", Credential: AccessToken(marked), Base: server})
		if err != nil {
			t.Fatal(err)
		}
		for _, paging := range []client.Paging{byOffset, byCursor, {}} {
			server.asked = nil
			kind := triggerKind
			kind.Paging = paging
			items, err := client.NewList(c.Core, kind).All(t.Context())
			if len(server.asked) > offsetMax/pageSize+len(server.pages)+1 {
				t.Errorf("%d requests", len(server.asked))
			}
			if err != nil {
				tellable(t, err.Error())
				if IsNotFound(err) || len(items) != 0 {
					t.Errorf("a list that cannot be read gives %v and %v", items, err)
				}
				continue
			}
			server.holds(t, items)
		}
	})
}

// pageServer answers with one of its pages, always the same for the same query.
type pageServer struct {
	pages []string
	mu    sync.Mutex
	asked []url.Values
}

func (s *pageServer) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, r.URL.Query())
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
		Body: io.NopCloser(strings.NewReader(s.page(r.URL.Query()))),
	}, nil
}

func (s *pageServer) page(query url.Values) string {
	return s.pages[min(max(pageNumber(query), 1), len(s.pages))-1]
}

func pageNumber(query url.Values) int {
	number, _ := strconv.Atoi(query.Get("page") + query.Get("page[after]"))
	return number
}

// holds expects every object of the pages that were asked for, each with its
// own id, and no page that promises more.
func (s *pageServer) holds(t *testing.T, items []Trigger) {
	t.Helper()
	var ids []string
	for _, item := range items {
		if slices.Contains(ids, item.ID) {
			t.Errorf("%s is there twice", item.ID)
		}
		ids = append(ids, item.ID)
	}
	restart := slices.IndexFunc(s.asked, func(query url.Values) bool { return query.Get("page") == "" && query.Get("page[after]") == "" })
	for i, query := range s.asked {
		var objects []struct{ ID any }
		if s.member(t, query, "triggers", &objects); objects == nil {
			t.Fatalf("%q is read as %v", s.page(query), items)
		}
		for _, each := range objects {
			if i >= restart && !slices.Contains(ids, fmt.Sprint(each.ID)) {
				t.Errorf("%v of %q is missing in %v", each.ID, s.page(query), items)
			}
		}
	}
	end := s.asked[len(s.asked)-1]
	if end.Get("per_page") != "" { // numbered pages, which are asked for several at a time
		end = slices.MaxFunc(s.asked, func(a, b url.Values) int { return cmp.Compare(pageNumber(a), pageNumber(b)) })
	}
	var meta struct {
		HasMore *bool `json:"has_more"`
	}
	var links struct{ Next any }
	var next any
	s.member(t, end, "meta", &meta)
	s.member(t, end, "links", &links)
	s.member(t, end, "next_page", &next)
	linked := slices.ContainsFunc([]any{links.Next, next}, func(link any) bool { return link != nil && link != "" })
	if more := meta.HasMore; more != nil && *more || more == nil && linked {
		t.Errorf("the list ends with %q", s.page(end))
	}
}

// member reads one member of a page.
func (s *pageServer) member(t *testing.T, query url.Values, name string, into any) {
	t.Helper()
	var page map[string]json.RawMessage
	if err := json.Unmarshal([]byte(s.page(query)), &page); err != nil {
		t.Fatalf("%q is read: %v", s.page(query), err)
	}
	if page[name] == nil {
		return
	}
	decoder := json.NewDecoder(bytes.NewReader(page[name]))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		t.Fatalf("%q is read: %v", s.page(query), err)
	}
}

// A rule of anybody is decoded whatever it holds, and what would be sent to make
// it again makes the same.
func FuzzRule(f *testing.F) {
	for _, seed := range []string{
		`{"id":360001234567890123,"title":"a","active":true,"position":2,"category_id":"10026","default":true,"conditions":{"all":[{"field":"status","operator":"value","value":"solved"}],"any":[]},"actions":[{"field":"current_tags","value":"survey_sent"}]}`,
		`{"id":"1","category_id":null,"conditions":{"all":null,"any":[{"field":7,"operator":null,"value":[1,true,null,["x"]]}]},"actions":[{"field":"notification_target","value":["1","{\"a\":1}"],"operator":"is"}]}`,
		`{"id":1,"conditions":{"all":[{"field":"x","value":{"a":[1e400]}},null,{}]},"actions":null}`, `{"conditions":[]}`, `{"position":"1"}`, `null`, `[]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if trigger, err := decodeTrigger(raw); err == nil {
			in := TriggerInput{
				Title: &trigger.Title, Description: &trigger.Description, Active: &trigger.Active, CategoryID: &trigger.CategoryID,
				Position: &trigger.Position, Conditions: &trigger.Conditions, Actions: &trigger.Actions,
			}
			wire, err := in.wire()
			again := resent(t, wire, err, decodeTrigger)
			if !in.equals(again) || again.Position != trigger.Position {
				t.Errorf("%s\nis %+v\nand %+v once it is sent", raw, trigger, again)
			}
			nothingLost(t, raw, trigger.Conditions, trigger.Actions)
		}
		if automation, err := decodeAutomation(raw); err == nil {
			in := AutomationInput{
				Title: &automation.Title, Active: &automation.Active, Position: &automation.Position,
				Conditions: &automation.Conditions, Actions: &automation.Actions,
			}
			again := resent(t, in.wire(), nil, decodeAutomation)
			if !in.Describes(again) || again.Position != automation.Position {
				t.Errorf("%s\nis %+v\nand %+v once it is sent", raw, automation, again)
			}
			nothingLost(t, raw, automation.Conditions, automation.Actions)
		}
	})
}

// resent is what is read of an object that is made of what was sent.
func resent[T any](t *testing.T, wire any, err error, decode func(json.RawMessage) (T, error)) T {
	t.Helper()
	body, encodeErr := json.Marshal(wire)
	again, decodeErr := decode(body)
	for _, err := range []error{err, encodeErr, decodeErr} {
		if err != nil {
			t.Fatalf("%v: %s", err, body)
		}
	}
	return again
}

func nothingLost(t *testing.T, raw []byte, conditions rules.Conditions, actions []rules.Action) {
	t.Helper()
	var wire struct {
		Conditions struct{ All, Any []json.RawMessage }
		Actions    []json.RawMessage
	}
	if err := json.Unmarshal(raw, &wire); err != nil {
		t.Fatal(err)
	}
	if len(wire.Conditions.All) != len(conditions.All) || len(wire.Conditions.Any) != len(conditions.Any) || len(wire.Actions) != len(actions) {
		t.Errorf("%s lost lines: %v %v", raw, conditions, actions)
	}
}
