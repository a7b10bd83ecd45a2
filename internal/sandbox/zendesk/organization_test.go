package zendesk_test

import (
	"fmt"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

func (d *desk) organization(members string) string {
	d.t.Helper()
	return text(d.must(201, "POST", "/organizations", `{"organization":{`+members+`}}`), "organization", "id")
}

func TestLifeOfAnOrganization(t *testing.T) {
	d := open(t, engine.Options{})
	made := d.must(201, "POST", "/organizations", `{"organization":{"name":"Acme","tags":["VIP","a b"],"domain_names":["acme.example"],"organization_fields":{"tier":"gold"}}}`)["organization"].(thing)
	d.equal("made", []any{made["name"], made["tags"], made["domain_names"], made["organization_fields"], made["details"], made["shared_tickets"]},
		[]any{"Acme", []string{"a", "b", "vip"}, []string{"acme.example"}, thing{"tier": "gold"}, nil, false})
	d.refused(422, "POST", "/organizations", `{"organization":{"name":"acme"}}`, "DuplicateValue")
	d.refused(422, "POST", "/organizations", `{"organization":{}}`, "BlankValue")
	id := text(made, "id")
	changed := d.must(200, "PUT", "/organizations/"+id, `{"organization":{"id":`+id+`,"name":"Acme Inc.","notes":"n"}}`)["organization"]
	d.equal("changed", []any{at(changed, "name"), at(changed, "notes"), at(changed, "tags")}, []any{"Acme Inc.", "n", made["tags"]})
	other := d.organization(`"name":"Other"`)
	d.equal("listed", column(d.must(200, "GET", "/organizations", "")["organizations"], "name"), []string{"Acme Inc.", "Other"})
	d.equal("some", column(d.must(200, "GET", "/organizations/show_many?ids="+other+",7", "")["organizations"], "id"), []string{other})
	d.equal("count", at(d.must(200, "GET", "/organizations/count", ""), "count", "value"), 2)

	// Who writes from a domain of the organization belongs to it.
	person := d.must(201, "POST", "/users", `{"user":{"email":"ann@acme.example"}}`)["user"]
	ticket := d.ticket(`"subject":"x","requester":{"email":"ann@acme.example"}`)
	d.equal("belongs", []string{text(person, "organization_id"), text(ticket, "organization_id")}, []string{id, id})
	d.must(204, "DELETE", "/organizations/"+id, "")
	d.must(404, "GET", "/organizations/"+id, "")
	d.must(404, "PUT", "/organizations/"+id, `{"organization":{"name":"x"}}`)
	d.equal("free again", []any{at(d.must(200, "GET", "/users/"+text(person, "id"), ""), "user", "organization_id"), at(d.must(200, "GET", "/tickets/1", ""), "ticket", "organization_id")}, []any{nil, nil})
}

// An organization's tags go on the tickets of its people, as people's own do.
func TestAnOrganizationsTagsGoOnItsTickets(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	vip, plain := d.organization(`"name":"VIP","tags":["vip","shared"]`), d.organization(`"name":"Plain","tags":["plain"]`)
	d.trigger("mark", all(condition("update_type", "is", "Create"), condition("current_tags", "includes", "vip")), addTag("marked"))
	d.must(201, "POST", "/users", `{"user":{"name":"Ann","email":"ann@example.org","tags":["shared"],"organization_id":`+vip+`}}`)
	d.must(201, "POST", "/users", `{"user":{"name":"Bob","email":"bob@example.org","organization_id":`+plain+`}}`)
	ticket := d.ticket(`"subject":"x","requester":{"email":"ann@example.org"},"tags":["own"]`)
	d.equal("made", []any{text(ticket, "organization_id"), ticket["tags"]}, []any{vip, []string{"marked", "own", "shared", "vip"}})
	d.must(200, "PUT", "/organizations/"+vip, `{"organization":{"tags":["vip","shared","later"]}}`)
	d.equal("a later tag is on later tickets", d.update(ticket, `"priority":"low"`)["tags"], ticket["tags"])
	ticket = d.update(ticket, `"organization_id":`+plain)
	d.equal("of another organization", ticket["tags"], []string{"marked", "own", "plain", "shared"})
	d.equal("of another requester", d.update(ticket, `"requester":{"email":"bob@example.org"}`)["tags"], []string{"marked", "own", "plain"})
	d.refused(422, "PUT", "/tickets/1", `{"ticket":{"organization_id":7}}`, "Organization")
}

func TestRulesKnowOrganizations(t *testing.T) {
	d, to := open(t, engine.Options{}).clear(), listen(t)
	id := d.organization(`"name":"Acme","organization_fields":{"tier":"gold"},"tags":["t"]`)
	d.must(201, "POST", "/users", `{"user":{"name":"Ann","email":"ann@example.org","organization_id":`+id+`}}`)
	hook := d.webhook(to.url)
	d.trigger("of it", all(condition("organization_id", "is", id), condition("organization.custom_fields.tier", "is", "gold")),
		fmt.Sprintf(`[{"field":"organization.custom_fields.asked","value":"yes"},{"field":"notification_webhook","value":[%q,"{{ticket.organization.name}} {{ticket.organization.tags}} {{ticket.requester.organization.custom_fields.tier}}"]}]`, hook))
	d.ticket(`"subject":"x"`)
	d.ticket(`"subject":"x","requester":{"email":"ann@example.org"}`)
	if len(to.calls) != 1 || to.calls[0].body != "Acme t gold" {
		t.Errorf("calls: %+v", to.calls)
	}
	d.equal("field", at(d.must(200, "GET", "/organizations/"+id, ""), "organization", "organization_fields"), thing{"tier": "gold", "asked": "yes"})
	for _, subject := range at(d.must(200, "GET", "/triggers/definitions", ""), "definitions", "conditions_all").([]any) {
		if text(subject, "subject") == "organization_id" {
			d.equal("offered", column(at(subject, "values"), "value"), []string{"__NULL__", id})
		}
	}
}
