package kustomer_test

import (
	"fmt"
	"testing"
	"time"
)

// A poller asks for what is done and was not touched for a while, oldest first.
func TestAPollersSearch(t *testing.T) {
	d := open(t)
	carla, dora := d.customer("carla@customer.example"), d.customer("dora@customer.example")
	old := d.conversation(carla, "email")
	chat := d.conversation(dora, "chat")
	d.must(200, "PATCH", "/conversations/"+old, `{"status":"done"}`)
	d.world.Clock.Advance(time.Minute)
	d.must(200, "PATCH", "/conversations/"+chat, `{"status":"done"}`)
	d.world.Clock.Advance(48 * time.Hour)
	fresh := d.conversation(carla, "email")
	d.must(200, "PATCH", "/conversations/"+fresh, `{"status":"done","assignedUsers":["`+d.user("ana.agent@example.com")+`"]}`)
	open := d.conversation(dora, "email")

	limit := d.world.Clock.Now().Add(-47 * time.Hour).Format(time.RFC3339)
	for criteria, want := range map[string][]string{
		`"and":[{"conversation_status":{"equals":"done"}},{"conversation_updated_at":{"lte":"` + limit + `"}}]`: {old, chat},
		`"and":[{"conversation_status":{"equals":"done"}},{"conversation_updated_at":{"gt":"` + limit + `"}}]`:  {fresh},
		`"and":[{"conversation_status":{"in":["open","snoozed"]}}]`:                                             {open},
		`"and":{"conversation_status":{"equals":"open"}}`:                                                       {open},
		`"and":[{"conversation_status":{"not_equals":"done"}}]`:                                                 {open},
		`"not":[{"conversation_status":{"equals":"done"}}]`:                                                     {open},
		`"and":[{"conversation_channels":{"equals":"chat"}}]`:                                                   {chat},
		`"and":[{"conversation_first_message_in_channel":{"equals":"chat"}}]`:                                   {chat},
		`"and":[{"customer_email":{"contains":"DORA@"}}]`:                                                       {chat, open},
		`"and":[{"conversation_assigned_users":{"not_set":""}},{"conversation_status":{"equals":"done"}}]`:      {old, chat},
		`"and":[{"conversation_assigned_users":{"set":""}}]`:                                                    {fresh},
		`"or":[{"conversation_id":{"equals":"` + old + `"}},{"conversation_id":{"equals":"` + open + `"}}]`:     {old, open},
		`"and":[{"conversation_updated_at":{"lte":"2020-01-01"}}]`:                                              {},
		`"and":[{"conversation_priority":{"gte":4}}]`:                                                           {},
		`"and":[{"conversation_created_at":{"gte":"2020-01-01"}}],"timeZone":"America/New_York"`:                {old, chat, fresh, open},
	} {
		answer := d.must(200, "POST", "/customers/search", `{"queryContext":"conversation",`+criteria+`,"sort":[{"conversation_created_at":"asc"}]}`)
		d.equal(criteria, ids(answer), want)
	}
	down := d.must(200, "POST", "/customers/search", `{"queryContext":"conversation","sort":[{"conversation_status":"asc"},{"conversation_updated_at":"desc"}]}`)
	d.equal("sorted", ids(down), []string{fresh, chat, old, open})
	d.equal("whole objects", at(down, "data", 0, "attributes", "status"), "done")
}

func TestSearchesAreForEveryKind(t *testing.T) {
	d := open(t)
	carla := d.customer("carla@customer.example")
	d.customer("dora@customer.example")
	talk := d.conversation(carla, "email")
	d.must(200, "PATCH", "/conversations/"+talk, `{"custom":{"scoreNum":4}}`)
	note := text(d.must(201, "POST", "/conversations/"+talk+"/notes", `{"body":"CSAT 4"}`), "data", "id")
	message := ids(d.must(200, "GET", "/messages", ""))[0]
	for body, want := range map[string][]string{
		`{"and":[{"conversation_status":{"equals":"open"}}]}`:                                   {carla},
		`{"queryContext":"message","and":[{"message_body":{"contains":"where"}}]}`:              {message},
		`{"queryContext":"note","and":[{"note_body":{"contains":"csat"}}]}`:                     {note},
		`{"queryContext":"conversation","and":[{"conversation_custom_scoreNum":{"equals":4}}]}`: {talk},
		`{"queryContext":"conversation","and":[{"conversation_custom_scoreNum":{"lt":4}}]}`:     {},
		`{"queryContext":"conversation","and":[{"conversation_custom_otherStr":{"set":""}}]}`:   {},
	} {
		d.equal(body, ids(d.must(200, "POST", "/customers/search", body)), want)
	}
	for body, word := range map[string]string{
		`{"queryContext":"ticket"}`:                       "queryContext",
		`{"and":[{"conversation_mood":{"equals":"x"}}]}`:  "conversation_mood",
		`{"and":[{"conversation_status":{"is":"done"}}]}`: "unknown operator",
		`{"and":"x"}`:                                                "and must be",
		`{"sort":[{"conversation_mood":"asc"}]}`:                     "sort",
		`{"sort":[{"conversation_status":"up"}]}`:                    "sort",
		`{"timeZone":"Mars","and":[{"customer_id":{"equals":"x"}}]}`: "timeZone",
	} {
		d.refused(400, "bad_request", "POST", "/customers/search", body, word)
	}
}

func TestThePagesOfASearch(t *testing.T) {
	d := open(t)
	for i := range 5 {
		d.customer(fmt.Sprintf("c%d@customer.example", i))
	}
	first := d.must(200, "POST", "/customers/search?pageSize=2", `{}`)
	d.equal("meta", first["meta"], thing{"pageSize": 2, "page": 1, "total": 5, "totalPages": 3, "aggregations": thing{}})
	d.equal("links", []any{at(first, "links", "next"), at(first, "links", "last")},
		[]any{"/v1/customers/search?page=2&pageSize=2", "/v1/customers/search?page=3&pageSize=2"})
	last := d.must(200, "POST", "/customers/search?pageSize=2&page=3", `{}`)
	d.equal("the last page", []any{len(ids(last)), at(last, "links", "next")}, []any{1, nil})
	d.refused(400, "bad_request", "POST", "/customers/search?page=101", `{}`)
	only := d.must(200, "POST", "/customers/search?idsOnly=true", `{}`)
	d.equal("ids only", at(only, "data", 0), thing{"type": "customer", "id": ids(only)[0]})
	d.equal("largest page", at(d.must(200, "POST", "/customers/search?pageSize=9999", `{}`), "meta", "pageSize"), 500)
}
