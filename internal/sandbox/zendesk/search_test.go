package zendesk_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

// search gives what a query finds as "type id", of what is no ticket "type name".
func (d *desk) search(query string, more ...string) string {
	d.t.Helper()
	var found []string
	page := d.must(200, "GET", "/search?query="+url.QueryEscape(query)+strings.Join(more, ""), "")
	for _, one := range page["results"].([]any) {
		name := text(one, "id")
		if text(one, "result_type") != "ticket" {
			name = text(one, "name")
		}
		found = append(found, text(one, "result_type")+" "+name)
	}
	d.equal("count of "+query, d.must(200, "GET", "/search/count?query="+url.QueryEscape(query), "")["count"], page["count"])
	return strings.Join(found, ", ")
}

func TestSearch(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	acme := d.organization(`"name":"Acme","tags":["customer"]`)
	d.must(201, "POST", "/users", `{"user":{"name":"Carla Customer","email":"carla@customer.example","external_id":"crm-7","organization_id":`+acme+`}}`)
	field := d.field(`"type":"text","title":"Order"`)
	first := d.ticket(`"subject":"Broken kettle","comment":{"body":"It leaks"},"requester":{"email":"carla@customer.example"},"priority":"high","tags":["vip","red"],"custom_fields":[{"id":` + field + `,"value":"A-1"}]`)
	d.world.Clock.Advance(48 * time.Hour)
	d.ticket(`"subject":"Late parcel","status":"solved","assignee_email":"ana.agent@example.com","tags":["red"],"external_id":"ext"`)
	d.ticket(`"subject":"Broken lid","status":"pending"`)
	day, _, _ := strings.Cut(text(first, "created_at"), "T") // the others are two days younger
	for query, want := range map[string]string{
		"type:ticket":                                       "ticket 1, ticket 2, ticket 3",
		"type:ticket broken":                                "ticket 1, ticket 3",
		"type:ticket broken -kettle":                        "ticket 3",
		`type:ticket "broken kettle"`:                       "ticket 1",
		"leaks":                                             "ticket 1",
		"type:ticket subject:parcel":                        "ticket 2",
		`type:ticket subject:"late parcel"`:                 "ticket 2",
		"type:ticket status:solved status:pending":          "ticket 2, ticket 3",
		"type:ticket status<solved":                         "ticket 1, ticket 3",
		"type:ticket status>=pending -tags:red":             "ticket 3",
		"type:ticket priority>normal":                       "ticket 1",
		"type:ticket priority:none":                         "ticket 2, ticket 3",
		"type:ticket tags:vip tags:other":                   "ticket 1",
		`type:ticket tags:"red vip"`:                        "ticket 1",
		"tags:red assignee:none":                            "ticket 1",
		"type:ticket requester:carla@customer.example":      "ticket 1",
		`type:ticket requester:"Carla Customer"`:            "ticket 1",
		"type:ticket requester:me":                          "ticket 2, ticket 3",
		"type:ticket assignee:ana.agent@example.com":        "ticket 2",
		"type:ticket organization:Acme":                     "ticket 1",
		"type:ticket custom_field_" + field + ":A-1":        "ticket 1",
		"type:ticket external_id:ext":                       "ticket 2",
		"type:ticket created:" + day:                        "ticket 1",
		"type:ticket created>" + day:                        "ticket 2, ticket 3",
		"type:ticket created<=" + text(first, "created_at"): "ticket 1",
		"type:ticket created>24hours":                       "ticket 2, ticket 3",
		"type:ticket via:chat":                              "",
		"type:ticket unknown:x":                             "",
		"2":                                                 "ticket 2",
		"type:user carla":                                   "user Carla Customer",
		"type:user role:agent":                              "user Ana Agent, user Noah New",
		"type:user email:carla@customer.example":            "user Carla Customer",
		"type:user email:carla*":                            "user Carla Customer",
		"type:user external_id:crm-7":                       "user Carla Customer",
		"type:user organization:none role:admin":            "user Admin Acme",
		"type:organization tags:customer":                   "organization Acme",
		"acme":                                              "user Admin Acme, organization Acme",
		"":                                                  "",
	} {
		d.equal(query, d.search(query), want)
	}
	d.equal("sorted", d.search("type:ticket", "&sort_by=created_at"), "ticket 3, ticket 2, ticket 1")
	d.equal("the other way", d.search("type:ticket", "&sort_by=created_at&sort_order=asc"), "ticket 1, ticket 2, ticket 3")
	page := d.must(200, "GET", "/search?query=type:ticket&per_page=2", "")
	d.equal("paged", []any{page["count"], column(d.must(200, "GET", text(page, "next_page"), "")["results"], "id")}, []any{3, []string{"3"}})
	d.refused(422, "GET", "/search?query=type:ticket&page=11", "", "invalid")
	d.must(200, "GET", "/search?query=type:ticket&page=11&per_page=2", "")
}

func TestUsersAreFoundMadeAndDeleted(t *testing.T) {
	d := open(t, engine.Options{})
	made := d.must(201, "POST", "/users/create_or_update", `{"user":{"name":"Ann","email":"ann@example.org","external_id":"crm-1"}}`)["user"]
	id := text(made, "id")
	d.equal("by e-mail", at(d.must(200, "POST", "/users/create_or_update", `{"user":{"name":"Anna","email":"ANN@example.org"}}`), "user", "name"), "Anna")
	again := d.must(200, "POST", "/users/create_or_update", `{"user":{"external_id":"crm-1","phone":"+1"}}`)["user"]
	d.equal("by external id", []any{text(again, "id"), at(again, "name"), at(again, "phone")}, []any{id, "Anna", "+1"})
	d.as(zendesk.AgentAccessToken).must(403, "POST", "/users/create_or_update", `{"user":{"email":"ann@example.org","role":"admin"}}`)

	d.equal("some", column(d.must(200, "GET", "/users/show_many?ids="+id+",7", "")["users"], "id"), []string{id})
	d.equal("by external ids", column(d.must(200, "GET", "/users/show_many?external_ids=crm-1", "")["users"], "id"), []string{id})
	for query, want := range map[string][]string{"query=ann": {"Anna"}, "query=email:ann@example.org": {"Anna"}, "external_id=crm-1": {"Anna"}, "query=role:admin": {"Admin Acme"}} {
		d.equal(query, column(d.must(200, "GET", "/users/search?"+query, "")["users"], "name"), want)
	}
	d.equal("count", at(d.must(200, "GET", "/users/count", ""), "count", "value"), 4)

	ticket := d.ticket(`"subject":"x","requester":{"email":"ann@example.org"}`)
	gone := d.must(200, "DELETE", "/users/"+id, "")["user"]
	d.equal("deleted", []any{at(gone, "id"), at(gone, "active"), at(gone, "email")}, []any{at(made, "id"), false, nil})
	d.equal("still shown", at(d.must(200, "GET", "/users/"+id, ""), "user", "active"), false)
	d.equal("not listed", []any{len(d.must(200, "GET", "/users", "")["users"].([]any)), d.must(200, "GET", "/users/search?query=anna", "")["count"]}, []any{3, 0})
	d.must(404, "DELETE", "/users/"+id, "")
	d.must(404, "PUT", "/users/"+id, `{"user":{"name":"x"}}`)
	d.equal("the ticket stays", d.update(ticket, `"status":"solved"`)["status"], "solved")
	d.must(201, "POST", "/users", `{"user":{"name":"Ann","email":"ann@example.org"}}`)

	agent := text(d.must(200, "GET", "/users/search?query=email:ana.agent@example.com", ""), "users", 0, "id")
	d.as(zendesk.AgentAccessToken).must(403, "DELETE", "/users/"+agent, "")
	d.must(200, "DELETE", "/users/"+agent, "")
	d.refused(422, "PUT", "/tickets/1", `{"ticket":{"assignee_id":`+agent+`}}`, "not an agent")
	d.as(zendesk.AgentAccessToken).must(401, "GET", "/users/me", "")
}
