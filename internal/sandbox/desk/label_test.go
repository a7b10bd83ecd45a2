package desk_test

import (
	"strings"
	"testing"
)

func TestLabels(t *testing.T) {
	s := open(t)
	response, made := s.send(s.request("POST", "/labels", `{"name":"surveyed"}`))
	s.equal("status", response.StatusCode, 201)
	s.equal("location", response.Header.Get("Location"), s.url+self(made))
	delete(made, "_links")
	s.equal("a new label", made, thing{
		"id": 1789101, "name": "surveyed", "description": nil, "enabled": true, "active": true, "types": []string{"case"},
		"color": "default", "position": 1,
	})
	const label = "/labels/1789101"
	read := s.must(200, "PATCH", label, `{"name":"Survey sent","types":["case","macro"],"color":"pink","enabled":false,"description":"once"}`)
	s.equal("changed", []any{read["name"], read["types"], read["color"], read["enabled"], read["active"], read["description"]},
		[]any{"Survey sent", []string{"case", "macro"}, "pink", false, false, "once"})
	s.equal("description is cleared", s.must(200, "PATCH", label, `{"description":null}`)["description"], nil)

	override := s.request("POST", label, `{"color":"red"}`)
	override.Header.Set("X-HTTP-Method-Override", "PATCH")
	response, read = s.send(override)
	s.equal("POST that means PATCH", []any{response.StatusCode, read["color"]}, []any{200, "red"})

	const failed = `"message":"Validation Failed"}`
	s.refused(422, `{"errors":{"name":["blank"]},`+failed, "POST", "/labels", `{}`)
	s.refused(422, `{"errors":{"name":["taken"]},`+failed, "POST", "/labels", `{"name":"survey SENT"}`)
	s.refused(422, `{"errors":{"color":["inclusion"],"types":["inclusion"]},`+failed, "PATCH", label, `{"color":"mauve","types":["ticket"]}`)
	s.refused(422, `{"errors":{"enabled":["invalid"]},`+failed, "PATCH", label, `{"enabled":"maybe"}`)
	s.refused(400, `{"message":"Bad Request"}`, "PATCH", label, `[]`)
	form := s.request("PATCH", label, `name=x`)
	form.Header.Set("Content-Type", "text/plain")
	response, _ = s.send(form)
	s.equal("no JSON", response.StatusCode, 415)
	s.refused(405, `{"message":"Method Not Allowed"}`, "PUT", label, `{}`)

	s.equal("by name", len(entries(s.must(200, "GET", "/labels/search?name=SURVEY%20SENT", ""))), 1)
	found := s.must(200, "GET", "/labels/search?names=other,another&type=case", "")
	s.equal("by other names", len(entries(found)), 0)
	s.equal("links lead to the list, as the vendor's do", self(found), "/api/v2/labels?page=1&per_page=30")

	response, _ = s.send(s.request("DELETE", label, ""))
	s.equal("delete", response.StatusCode, 204)
	s.refused(404, `{"message":"Resource Not Found"}`, "GET", label, "")
	s.refused(404, `{"message":"Resource Not Found"}`, "DELETE", label, "")
}

func TestLabelsOfACase(t *testing.T) {
	s := open(t)
	theCase := s.write(s.customer("carl@example.net"), "email")
	labels := func(body string) any { return s.must(200, "PATCH", theCase, body)["labels"] }
	s.equal("none", labels(`{}`), []string{})
	s.equal("appended", labels(`{"labels":["spam"],"label_action":"append"}`), []string{"spam"})
	s.equal("appended once", labels(`{"labels":["vip","SPAM"],"label_action":"append"}`), []string{"spam", "vip"})
	made := entries(s.must(200, "GET", theCase+"/labels", ""))
	s.equal("made by the way", []any{at(made, 0, "description"), at(made, 0, "types")}, []any{"spam", []string{"case"}})
	s.equal("replaced", labels(`{"labels":["vip"],"label_action":"replace"}`), []string{"vip"})
	s.must(200, "PATCH", self(made[1]), `{"name":"important"}`)
	s.equal("renamed", labels(`{}`), []string{"important"})
	s.must(204, "DELETE", self(made[1]), "")
	s.equal("deleted", labels(`{}`), []string{})
	if refused := show(s.must(422, "PATCH", theCase, `{"labels":["a"],"label_action":"add"}`)); !strings.Contains(refused, "label_action") {
		t.Error(refused)
	}
	s.equal("nothing is made by a refused request", len(entries(s.must(200, "GET", "/labels", ""))), 1)
}
