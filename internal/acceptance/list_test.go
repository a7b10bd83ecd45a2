package acceptance

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// zendeskKinds are all that can be listed of an account of Zendesk, and the kinds of
// objects in foundByName.
var zendeskKinds = []string{"webhook", "http_target", "ticket_field", "trigger_category", "exclusion_trigger", "send_trigger", "send_automation", "native_csat"}

// Every object that people made by hand is listed, under the name that they gave it, as
// an import would show it; and the lists cost no more requests than there are kinds.
func TestEveryObjectMadeByHandIsListed(t *testing.T) {
	t.Parallel()
	a := start(t)
	ids := a.makeFound()
	a.forget()
	lister, importer := a.protocol(a.section()), a.protocol(a.section())
	seen := map[string]listedObject{}
	for _, kind := range zendeskKinds {
		l := lister.list(listing{kind: "zendesk_" + kind})
		if len(l.failed) > 0 {
			t.Fatalf("%s: %v", kind, l.failed[0])
		}
		for _, one := range l.found {
			seen[kind+" "+one.id] = one
		}
	}
	requests := a.requests()
	for name, id := range ids {
		f := foundByName[name]
		one, found := seen[f.kind+" "+id]
		if !found {
			t.Errorf("%s is not listed", name)
			continue
		}
		title, _ := f.wire["title"].(string)
		if title == "" {
			title, _ = f.wire["name"].(string)
		}
		if f.wire["active"] == false {
			title += " (inactive)"
		}
		if one.display != title || one.account != "sandbox-acme.zendesk.com" {
			t.Errorf("%s is listed as %q of %s", name, one.display, one.account)
		}
		imported, _, failed := importer.importByIdentity("surveytrigger_zendesk_"+f.kind, map[string]any{"id": one.id, "account": one.account})
		if len(failed) > 0 || !imported.Equal(one.state) {
			t.Errorf("%s: listed\n%s\nimported\n%s %v", name, one.state, imported, failed)
		}
	}
	if len(seen) != len(ids)+2 || seen["native_csat "+number(a.ratingAutomation()["id"])].id == "" {
		t.Errorf("%d objects, Zendesk's own survey and its first category are listed as %d: %v", len(ids), len(seen), slices.Sorted(maps.Keys(seen)))
	}
	for call, times := range counted(requests) {
		if times != 1 || !strings.HasPrefix(call, "GET ") || strings.Count(call, "/") != 3 {
			t.Errorf("%d %s", times, call)
		}
	}
	if len(requests) > 6 { // triggers, categories, automations, fields, webhooks, targets
		t.Errorf("%d requests: %v", len(requests), requests)
	}
}

func TestListsAreFiltered(t *testing.T) {
	t.Parallel()
	a := start(t)
	ids := a.makeFound()
	other := a.call("POST", "/webhooks", map[string]any{"webhook": map[string]any{
		"name": "Chat room", "endpoint": "https://chat.example.com/hook", "http_method": "POST", "request_format": "json", "status": "active", "subscriptions": []string{"conditional_ticket_events"},
	}})["webhook"].(map[string]any)["id"].(string)
	category := number(a.call("POST", "/trigger_categories", map[string]any{"trigger_category": map[string]any{"name": "Rooms"}})["trigger_category"].(map[string]any)["id"])
	tell := wireOf("Tell the room", rule(line("status", "is", "new"), ``, notifies(other, `{}`)))
	tell["category_id"] = category
	a.call("POST", "/triggers", map[string]any{"trigger": tell})
	a.call("PATCH", "/webhooks/"+other, map[string]any{"webhook": map[string]any{"status": "inactive"}})
	p := a.protocol(a.section())
	for _, test := range []struct {
		kind    string
		filters map[string]any
		want    []string
	}{
		{"webhook", map[string]any{"name_contains": "api KEY"}, []string{"With an API key"}},
		{"webhook", map[string]any{"active": false}, []string{"Chat room (inactive)"}},
		{"webhook", map[string]any{"endpoint": "Chat.Example.com"}, []string{"Chat room (inactive)"}},
		{"http_target", map[string]any{"title_contains": "nothing"}, []string{}},
		{"http_target", map[string]any{"endpoint": "https://surveys.example.com"}, []string{}},
		{"http_target", map[string]any{"endpoint": "http://surveys.example.com"}, []string{"Old  target "}},
		{"ticket_field", map[string]any{"title_contains": "survey", "active": true}, []string{"Do  not survey "}},
		{"trigger_category", map[string]any{"name_contains": "room"}, []string{"Rooms"}},
		{"send_trigger", map[string]any{"active": false}, []string{"Survey chats (old) (inactive)"}},
		{"send_trigger", map[string]any{"category_id": category}, []string{"Tell the room"}},
		{"send_trigger", map[string]any{"endpoint": "chat.example.com:443"}, []string{"Tell the room"}},
		{"send_trigger", map[string]any{"endpoint": "surveys.example.com", "title_contains": "survey e"}, []string{"Survey e-mail ", "Survey everybody"}},
		{"exclusion_trigger", map[string]any{"endpoint": "chat.example.com"}, []string{}},
		{"exclusion_trigger", map[string]any{"endpoint": "surveys.example.com", "title_contains": "vip"}, []string{"  VIP  customers"}},
		{"send_automation", map[string]any{"endpoint": "chat.example.com"}, []string{}},
		{"send_automation", map[string]any{"title_contains": "later"}, []string{"Survey  later "}},
		{"native_csat", map[string]any{"active": false}, []string{}},
	} {
		l := p.list(listing{kind: "zendesk_" + test.kind, filters: test.filters})
		if !slices.Equal(l.names(), test.want) || len(l.failed) > 0 {
			t.Errorf("%s %v: %q, expected %q %v", test.kind, test.filters, l.names(), test.want, l.failed)
		}
	}
	for _, wrong := range []struct{ kind, attribute string }{{"send_trigger", "category_id"}, {"send_trigger", "endpoint"}, {"webhook", "endpoint"}} {
		l := p.list(listing{kind: "zendesk_" + wrong.kind, filters: map[string]any{wrong.attribute: "not one/"}})
		if len(l.failed) != 1 || pathText(l.failed[0].Attribute) != wrong.attribute {
			t.Errorf("%s %s: %v", wrong.kind, wrong.attribute, l.failed)
		}
	}
	if len(ids) == 0 {
		t.Error("nothing was made")
	}
}

// The limit is kept, and the list does not look complete when it is not.
func TestAListSaysThatItEndsAtItsLimit(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.makeFound() // six sends
	p := a.protocol(a.section())
	for _, test := range []struct {
		limit int64
		left  string
	}{{2, "up to 4 more"}, {5, "up to 1 more"}, {6, ""}, {100, ""}} {
		l := p.list(listing{kind: "zendesk_send_trigger", limit: test.limit, without: true})
		if want := min(test.limit, 6); int64(len(l.found)) != want {
			t.Errorf("limit %d: %d results", test.limit, len(l.found))
		}
		if said := l.said(); (test.left == "") != (said == "") || !strings.Contains(said, test.left) {
			t.Errorf("limit %d: %s", test.limit, said)
		}
	}
}

// What a resource cannot express is named with the reason; what is of another kind, such
// as Zendesk's own fields and triggers that neither mark nor notify, is not.
func TestAListNamesWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.call("POST", "/ticket_fields", map[string]any{"ticket_field": map[string]any{"type": "regexp", "title": "Order", "regexp_for_validation": "[0-9]+"}})
	a.call("POST", "/ticket_fields", map[string]any{"ticket_field": map[string]any{"type": "checkbox", "title": "Opt out"}})
	a.call("POST", "/webhooks", map[string]any{"webhook": map[string]any{
		"name": "User events", "endpoint": "https://surveys.example.com", "http_method": "POST", "request_format": "json", "status": "active", "subscriptions": []string{"zen:event-type:user.created"},
	}})
	a.call("POST", "/targets", map[string]any{"target": map[string]any{"type": "email_target", "title": "Mail", "email": "ann@example.com", "subject": "Hello"}})
	a.call("POST", "/triggers", map[string]any{"trigger": wireOf("Raise priority", rule(line("status", "is", "new"), ``, `{"field": "priority", "value": "high"}`))})
	p := a.protocol(a.section())
	for _, test := range []struct {
		kind    string
		names   []string
		reasons []string // none: there is no warning
	}{
		{"ticket_field", []string{"Opt out"}, []string{`"Order" (`, `type "regexp"`, "Unsupported type of ticket field"}},
		{"webhook", []string{}, []string{`"User events" (`, "Not a webhook for triggers", "subscribed to events"}},
		{"http_target", []string{}, []string{`"Mail" (`, "Not an HTTP target", `"email_target"`}},
		{"send_trigger", []string{}, nil},
		{"exclusion_trigger", []string{}, nil},
	} {
		l := p.list(listing{kind: "zendesk_" + test.kind, without: true})
		if !slices.Equal(l.names(), test.names) || len(l.failed) > 0 {
			t.Errorf("%s: %q %v", test.kind, l.names(), l.failed)
		}
		said := l.said()
		if len(test.reasons) == 0 && said != "" || strings.Contains(said, "Subject") {
			t.Errorf("%s: %s", test.kind, said)
		}
		for _, reason := range test.reasons {
			if !strings.Contains(said, reason) {
				t.Errorf("%s: no %q in %s", test.kind, reason, said)
			}
		}
	}
}

// Objects of one name are told apart by where they are, and only those.
func TestListedObjectsOfOneNameAreToldApart(t *testing.T) {
	t.Parallel()
	a := start(t)
	var categories []string
	for _, name := range []string{"Sales", "Support"} {
		made := a.call("POST", "/trigger_categories", map[string]any{"trigger_category": map[string]any{"name": name}})
		categories = append(categories, number(made["trigger_category"].(map[string]any)["id"]))
	}
	for i, title := range []string{"VIP", "VIP", "Angry"} {
		wire := wireOf(title, rule(line("status", "is", "new"), ``, addTag("no_survey")))
		wire["category_id"] = categories[i%2]
		a.call("POST", "/triggers", map[string]any{"trigger": wire})
	}
	l := a.protocol(a.section()).list(listing{kind: "zendesk_exclusion_trigger", without: true})
	if want := []string{"Angry", "VIP (in Sales)", "VIP (in Support)"}; !slices.Equal(l.names(), want) {
		t.Errorf("%q", l.names())
	}
}

// A list that cannot be read is an error, not an empty list.
func TestAListThatFailsIsNoEmptyList(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.fault(engine.Fault{System: "zendesk", Method: "GET", Path: "/api/v2/webhooks", Kind: "500", Times: 10})
	l := a.protocol(a.section()).list(listing{kind: "zendesk_webhook"})
	if len(l.failed) != 1 || l.failed[0].Summary != "Cannot list zendesk_webhook" {
		t.Errorf("%v", l.failed)
	}
	p := newProtocol(t)
	p.configureAll(map[string]any{})
	l = p.list(listing{kind: "zendesk_webhook"})
	if len(l.failed) != 1 || !strings.Contains(fmt.Sprint(l.failed[0].Summary, l.failed[0].Detail), "zendesk") {
		t.Errorf("%v", l.failed)
	}
}
