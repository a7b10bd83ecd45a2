package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// lookups are the data sources, each with the attribute that holds the name and
// something that the account has.
var lookups = map[string]struct{ key, name string }{
	"ticket_field":     {"title", "Opt out"},
	"trigger":          {"title", "VIP"},
	"trigger_category": {"name", "Surveys"},
	"brand":            {"name", "Acme"},
	"webhook":          {"name", "Hook"},
	"group":            {"name", "Escalations"},
	"ticket_form":      {"name", "Default Ticket Form"},
	"custom_status":    {"name", "On-hold"},
}

// furnish is an admin who makes what the lookups look for.
func (a *account) furnish() {
	a.t.Helper()
	a.makeField(`{"type": "checkbox", "title": "Opt out"}`)
	a.byHand("VIP", rule(line("current_tags", "includes", "vip"), ``, addTag("not_surveyed")))
	a.call("POST", "/trigger_categories", map[string]any{"trigger_category": map[string]any{"name": "Surveys"}})
	a.hookByHand()
	a.call("POST", "/groups", map[string]any{"group": map[string]any{"name": "Escalations"}})
}

func lookup(kind, name, wanted string) string {
	return fmt.Sprintf("data \"surveytrigger_zendesk_%s\" %q {\n  %s = %q\n}\n", kind, name, lookups[kind].key, wanted)
}

// idsByName are the ids of the objects behind a data source, as the account
// lists them.
func (a *account) idsByName(kind, name string) (ids []string) {
	a.t.Helper()
	path := map[string]string{"trigger_category": "trigger_categories", "custom_status": "custom_statuses"}[kind]
	if path == "" {
		path = kind + "s"
	}
	for _, each := range a.list("/"+path, path) {
		if slices.Contains([]any{each["name"], each["title"], each["agent_label"]}, any(name)) {
			ids = append(ids, number(each["id"]))
		}
	}
	return ids
}

func TestEachKindIsFoundByItsExactName(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.furnish()
	config := a.provider()
	for kind, of := range lookups {
		config += lookup(kind, "x", of.name) + fmt.Sprintf("output %q {\n  value = data.surveytrigger_zendesk_%s.x.id\n}\n", kind, kind)
	}
	w := a.shell(config)
	w.apply()
	for kind, of := range lookups {
		var id string
		w.output(kind, &id)
		if wanted := a.idsByName(kind, of.name); len(wanted) != 1 || id != wanted[0] {
			t.Errorf("%s: got %s, the account has %v", kind, id, wanted)
		}
	}
	w.noChanges()
	a.forget()
	w.plan()
	for _, each := range a.requests() {
		if each.Method != "GET" {
			t.Errorf("a lookup only reads, got %v", each)
		}
	}
}

// A name that is nearly right is an error at the name, and shows what there is,
// the likely one first.
func TestANameThatDoesNotExistIsAnErrorThatListsTheCandidates(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.furnish()
	config := a.provider()
	for kind, of := range lookups {
		config += lookup(kind, kind, " "+strings.ToUpper(of.name))
	}
	found := a.shell(config).errors("plan")
	if len(found) != len(lookups) {
		t.Errorf("one error for each expected, got %v", found)
	}
	for _, each := range found {
		kind := each.Address[strings.LastIndex(each.Address, ".")+1:]
		of, noun := lookups[kind], strings.ReplaceAll(kind, "_", " ")
		_, first, _ := strings.Cut(each.Detail, "There are:\n")
		wanted := fmt.Sprintf("  %q (%s)", of.name, a.idsByName(kind, of.name)[0])
		if each.Summary != "No "+noun+" with this "+of.key || !strings.HasPrefix(first, wanted) || !strings.HasPrefix(each.line(), of.key+" = ") ||
			!strings.HasPrefix(each.Detail, "sandbox-acme.zendesk.com has no "+noun) {
			t.Errorf("%s: expected %q first, got %v", kind, wanted, each)
		}
	}
}

func TestAnEmptyAccountSaysThatThereIsNone(t *testing.T) {
	t.Parallel()
	a := start(t)
	found := a.shell(a.provider() + lookup("webhook", "x", "Hook")).errors("plan")
	if len(found) != 1 || !strings.Contains(found[0].Detail, "The account has none") {
		t.Errorf("got %v", found)
	}
}

// Two of the same name: which is meant, only a person can tell. What helps to
// tell is shown.
func TestSeveralOfTheNameAreAnErrorThatListsThem(t *testing.T) {
	t.Parallel()
	a := start(t)
	for range 2 {
		a.furnish()
	}
	first, second := a.idsByName("trigger", "VIP")[0], a.idsByName("trigger", "VIP")[1]
	a.call("PUT", "/triggers/"+second, map[string]any{"trigger": map[string]any{"active": false}})
	config := a.provider()
	kinds := []string{"ticket_field", "trigger", "trigger_category", "webhook", "group"}
	for _, kind := range kinds {
		config += lookup(kind, kind, lookups[kind].name)
	}
	found := a.shell(config).errors("plan")
	if len(found) != len(kinds) {
		t.Errorf("one error for each expected, got %v", found)
	}
	for _, each := range found {
		kind := each.Address[strings.LastIndex(each.Address, ".")+1:]
		if each.Summary != "Several with this "+lookups[kind].key || !strings.Contains(each.Detail, " has 2 objects with the ") {
			t.Errorf("got %v", each)
		}
		for _, id := range a.idsByName(kind, lookups[kind].name) {
			if !strings.Contains(each.Detail, "("+id) {
				t.Errorf("%s is not among the candidates: %v", id, each)
			}
		}
		if kind == "trigger" && (!strings.Contains(each.Detail, `"VIP" (`+first+")") || !strings.Contains(each.Detail, `"VIP" (`+second+", inactive)")) {
			t.Errorf("which of them is deactivated is not shown: %v", each)
		}
	}
}

// A long list is cut, but never the likely one.
func TestManyCandidatesAreCut(t *testing.T) {
	t.Parallel()
	a := start(t)
	for i := range 30 {
		a.foreign(fmt.Sprintf("Foreign %d", i), nil)
	}
	a.foreign("Exclude VIPs", nil)
	found := a.shell(a.provider() + lookup("trigger", "x", "exclude vips")).errors("plan")
	if len(found) != 1 || !strings.Contains(found[0].Detail, "There are:\n  \"Exclude VIPs\" (") || !strings.Contains(found[0].Detail, "… and 21 more") {
		t.Errorf("got %v", found)
	}
}

func TestTheAccountsLanguagesAreListed(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + "data \"surveytrigger_zendesk_locales\" \"all\" {}\noutput \"all\" {\n  value = data.surveytrigger_zendesk_locales.all.locales\n}\n")
	w.apply()
	var locales []map[string]string
	w.output("all", &locales)
	wire := a.list("/locales", "locales")
	if len(locales) != len(wire) || len(locales) == 0 {
		t.Fatalf("expected %v, got %v", wire, locales)
	}
	for i, each := range wire {
		if wanted := map[string]string{"id": number(each["id"]), "locale": each["locale"].(string), "name": each["name"].(string)}; asJSON(wanted) != asJSON(locales[i]) {
			t.Errorf("expected %v, got %v", wanted, locales[i])
		}
	}
}
