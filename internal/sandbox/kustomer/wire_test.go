package kustomer_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

func decode(t *testing.T, from string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(from), into); err != nil {
		t.Fatal(err)
	}
}

func TestPaging(t *testing.T) {
	d := open(t)
	var made []string
	for i := range 5 {
		made = append(made, d.customer(fmt.Sprintf("c%d@customer.example", i)))
	}
	first := d.must(200, "GET", "/customers?pageSize=2", "")
	d.equal("meta", first["meta"], thing{"pageSize": 2, "page": 1, "total": 5, "totalPages": 3})
	d.equal("links", first["links"], thing{
		"self": "/v1/customers?page=1&pageSize=2", "first": "/v1/customers?page=1&pageSize=2",
		"prev": nil, "next": "/v1/customers?page=2&pageSize=2",
	})
	var seen []string
	for next := "/v1/customers?pageSize=2"; next != ""; {
		page := d.must(200, "GET", next, "")
		seen = append(seen, ids(page)...)
		next = text(page, "links", "next")
	}
	d.equal("all pages", seen, made)
	beyond := d.must(200, "GET", "/customers?pageSize=2&page=9", "")
	d.equal("beyond the end", []any{beyond["data"], at(beyond, "links", "next")}, []any{[]any{}, nil})
	d.equal("largest page", at(d.must(200, "GET", "/customers?pageSize=1000", ""), "meta", "pageSize"), 100)
	d.equal("largest page of users", at(d.must(200, "GET", "/users?pageSize=1000", ""), "meta", "pageSize"), 500)
	for _, query := range []string{"page=0", "page=x", "pageSize=0", "pageSize=-1"} {
		answer := d.refused(400, "bad_request", "GET", "/customers?"+query, "")
		name, _, _ := strings.Cut(query, "=")
		d.equal("source", at(answer, "errors", 0, "source", "parameter"), name)
		d.equal("status", at(answer, "errors", 0, "status"), "400")
	}

	later := d.world.Clock.Now().Add(time.Hour).Format(time.RFC3339)
	d.world.Clock.Advance(2 * time.Hour)
	sixth := d.customer("c6@customer.example")
	d.equal("filtered", ids(d.must(200, "GET", "/customers?filter[createdAt][gte]="+later, "")), []string{sixth})
	d.equal("sorted", ids(d.must(200, "GET", "/customers?sort=-createdAt&pageSize=1", "")), []string{sixth})
	filtered := d.must(200, "GET", "/customers?filter[updatedAt][lt]="+later+"&pageSize=2", "")
	d.equal("the next page is filtered too", len(ids(d.must(200, "GET", text(filtered, "links", "next"), ""))), 2)
	d.must(204, "DELETE", "/customers/"+sixth, "")
	d.refused(400, "bad_request", "GET", "/customers?filter[name][gte]=x", "")
	d.refused(400, "bad_request", "GET", "/customers?filter[createdAt][gte]=x", "")
	d.refused(400, "bad_request", "GET", "/customers?sort=name", "")

	d.set(`{"list_totals":false}`)
	d.equal("meta without totals", d.must(200, "GET", "/customers?pageSize=2", "")["meta"], thing{"pageSize": 2, "page": 1})
	d.equal("a search counts", at(d.must(200, "POST", "/customers/search?pageSize=2", `{}`), "meta", "total"), 5)
}

func TestRateLimit(t *testing.T) {
	d := open(t)
	response, _ := d.send("GET", "/users/current", "")
	d.equal("shown limit", response.Header.Get("X-Ratelimit-Limit"), "1000")
	d.set(`{"requests_per_minute":3}`)
	for left := 2; left >= 0; left-- {
		response, _ = d.send("GET", "/users/current", "")
		d.equal("remaining", response.Header.Get("x-ratelimit-remaining"), strconv.Itoa(left))
	}
	reset, err := strconv.ParseInt(response.Header.Get("x-ratelimit-reset"), 10, 64)
	if until := time.Until(time.Unix(reset, 0)); err != nil || until > time.Minute || until < 50*time.Second {
		t.Errorf("x-ratelimit-reset %d is in %s, %v", reset, until, err)
	}
	d.refused(429, "too_many_requests", "GET", "/users/current", "")
	d.set(`{"requests_per_minute":0,"searches_per_minute":1,"creates_per_minute":2}`)
	d.must(200, "POST", "/customers/search", `{}`)
	d.refused(429, "too_many_requests", "POST", "/customers/search", `{}`)

	one, two := d.conversation(d.customer("a@customer.example"), "email"), d.conversation(d.customer("b@customer.example"), "email")
	for range 2 {
		d.must(201, "POST", "/conversations/"+one+"/notes", `{"body":"x"}`)
	}
	d.refused(429, "too_many_requests", "POST", "/conversations/"+one+"/notes", `{"body":"x"}`)
	d.must(201, "POST", "/conversations/"+two+"/notes", `{"body":"x"}`)
}

func TestErrors(t *testing.T) {
	d := open(t)
	d.refused(404, "not_found", "GET", "/no-such-thing", "")
	d.refused(404, "not_found", "GET", "/customers/6a0000000000000000000000", "")
	for _, body := range []string{"", "{", "[]", "null", `"x"`} {
		d.refused(400, "bad_request", "POST", "/customers", body, "JSON object")
	}
	response, answer := d.sendAs("application/x-www-form-urlencoded", "POST", "/customers", "name=x")
	d.equal("another type", []any{response.StatusCode, at(answer, "errors", 0, "code")}, []any{415, "unsupported_media_type"})
	if at(answer, "errors", 0, "title") != nil {
		t.Errorf("the plain shape has a title: %s", show(answer))
	}
	d.set(`{"error_shape":"jsonapi"}`)
	answer = d.refused(400, "bad_request", "POST", "/customers", `{"name":1}`)
	d.equal("JSON:API", answer, thing{"errors": []any{thing{
		"status": "400", "code": "bad_request", "title": "Bad Request", "detail": "name must be a string",
		"source": thing{"pointer": "/name"}, "meta": thing{},
	}}})
	d.set(`{"error_shape":"plain"}`)
	d.equal("plain", d.must(400, "GET", "/customers?page=0", ""), thing{"errors": []any{thing{
		"code": "bad_request", "message": "page must be a whole number from 1", "meta": thing{},
	}}})
}

func TestScriptedRefusalsHaveTheVendorsShape(t *testing.T) {
	d := open(t)
	for status, code := range map[int]string{http.StatusTooManyRequests: "too_many_requests", http.StatusInternalServerError: "internal_server_error"} {
		recorder := httptest.NewRecorder()
		d.system.Refuse(recorder, status)
		var answer thing
		decode(t, recorder.Body.String(), &answer)
		d.equal("refusal", []any{recorder.Code, at(answer, "errors", 0, "code")}, []any{status, code})
	}
}
