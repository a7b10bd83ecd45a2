package acceptance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// attributes are HCL expressions by attribute; "" leaves the attribute out.
type attributes map[string]string

// block writes a resource; later layers replace what earlier ones say.
func block(kind, name string, layers ...attributes) string {
	merged := attributes{}
	for _, layer := range layers {
		maps.Copy(merged, layer)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "resource \"surveytrigger_zendesk_%s\" %q {\n", kind, name)
	for _, attribute := range slices.Sorted(maps.Keys(merged)) {
		if merged[attribute] != "" {
			fmt.Fprintf(&text, "  %s = %s\n", attribute, merged[attribute])
		}
	}
	text.WriteString("}\n")
	return text.String()
}

// subject is a kind of resource whose attributes are changed one at a time. To
// be quick, each change has a resource of its own, and all of them are applied
// together: what is asserted is asserted of each.
type subject struct {
	kind    string // "webhook"
	label   string // the attribute that gets the name of each row: "name" or "title"
	base    attributes
	prelude string // further configuration
	verb    string // of an update: "PATCH"
	path    string // of the list: "/webhooks"
	object  string // the member that wraps the object: "webhook"
}

func (s subject) address(name string) string { return "surveytrigger_zendesk_" + s.kind + "." + name }

func (s subject) block(name string, layers ...attributes) string {
	return block(s.kind, name, append([]attributes{s.base, {s.label: fmt.Sprintf("%q", name)}}, layers...)...)
}

// edited is a change of one attribute in the configuration.
type edited struct {
	name         string
	attribute    string
	was, becomes string     // HCL; "" leaves the attribute out
	sends        string     // the object of the one request, as JSON; "" is no request
	with         attributes // what else the resource has
}

// sameTickets is for tables whose sends are all about the same tickets.
const sameTickets = `{ overlapping_sends = "off" }`

// edit applies a table of changes and expects of each: an update in place of
// that attribute alone, the same id, one request with that body, and an empty
// plan afterwards.
func (a *account) edit(s subject, table []edited) {
	a.t.Helper()
	config := func(value func(edited) string) string {
		text := s.prelude
		for _, row := range table {
			text += s.block(row.name, row.with, attributes{row.attribute: value(row)})
		}
		return a.checked(sameTickets, text)
	}
	var plans []plancheck.PlanCheck
	for _, row := range table {
		plans = append(plans, inPlace{s.address(row.name), row.attribute})
	}
	var ids map[string]string
	a.run(
		resource.TestStep{
			Config: config(func(row edited) string { return row.was }),
			Check:  func(state *terraform.State) error { ids = idsOf(state); return nil },
		},
		resource.TestStep{
			PreConfig:        a.forget,
			Config:           config(func(row edited) string { return row.becomes }),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: plans},
			Check: func(state *terraform.State) error {
				for _, row := range table {
					address := s.address(row.name)
					if now := idsOf(state)[address]; now != ids[address] {
						a.t.Errorf("%s: the id changed from %s to %s", row.name, ids[address], now)
					}
					a.sent(s, row.name, ids[address], refer(row.sends, ids))
				}
				return nil
			},
		},
	)
}

// drifted is a change that an admin makes in the account.
type drifted struct {
	name          string
	admin         string // the object that the admin sends, as JSON
	attribute     string
	shows, repair string     // the attribute's value in the plan before and after, as JSON
	sends         string     // the object of the one repairing request, as JSON
	with          attributes // what else the resource has
}

// drift lets an admin edit each resource and expects of each: a plan that shows
// that attribute alone, one repairing request, and an empty plan afterwards.
func (a *account) drift(s subject, table []drifted) {
	a.t.Helper()
	text := s.prelude
	for _, row := range table {
		text += s.block(row.name, row.with)
	}
	var ids map[string]string
	plan := make(onlyChanges, len(table)) // filled in when the ids are known
	a.run(
		resource.TestStep{
			Config: a.checked(sameTickets, text),
			Check:  func(state *terraform.State) error { ids = idsOf(state); return nil },
		},
		resource.TestStep{
			PreConfig: func() {
				for i, row := range table {
					plan[i] = onlyChange{s.address(row.name), row.attribute, refer(row.shows, ids), refer(row.repair, ids)}
					a.call(s.verb, s.path+"/"+ids[s.address(row.name)], map[string]any{s.object: json.RawMessage(refer(row.admin, ids))})
				}
				a.forget()
			},
			Config:           a.checked(sameTickets, text),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plan}},
			Check: func(*terraform.State) error {
				for _, row := range table {
					a.sent(s, row.name, ids[s.address(row.name)], refer(row.sends, ids))
				}
				return nil
			},
		},
	)
}

// idsOf gives the id of each resource by address.
func idsOf(state *terraform.State) map[string]string {
	ids := map[string]string{}
	for address, held := range state.RootModule().Resources {
		ids[address] = held.Primary.ID
	}
	return ids
}

// refer puts the ids of resources into a text that says, for example,
// @webhook.stella.
func refer(text string, ids map[string]string) string {
	for address, id := range ids {
		text = strings.ReplaceAll(text, "@"+strings.TrimPrefix(address, "surveytrigger_zendesk_"), id)
	}
	return text
}

// sent expects that one object got exactly one request with the given object,
// or none.
func (a *account) sent(s subject, name, id, object string) {
	a.t.Helper()
	about := slices.DeleteFunc(a.writes(), func(r request) bool { return !strings.HasSuffix(r.String(), "/"+id) })
	switch {
	case object == "" && len(about) == 0:
	case object == "" || len(about) != 1 || about[0].Method != s.verb:
		a.t.Errorf("%s: expected one %s with %s, got %s", name, s.verb, object, describe(about))
	default:
		if wanted := fmt.Sprintf(`{%q: %s}`, s.object, object); !sameJSON(string(about[0].Body), wanted) {
			a.t.Errorf("%s: %v sent\n  %s\ninstead of\n  %s", name, about[0], about[0].Body, wanted)
		}
	}
}

func describe(requests []request) string {
	lines := []string{fmt.Sprintf("%d requests", len(requests))}
	for _, each := range requests {
		lines = append(lines, fmt.Sprintf("%v %s", each, each.Body))
	}
	return strings.Join(lines, "\n  ")
}

func sameJSON(a, b string) bool {
	read := func(text string) (value any) {
		decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
		decoder.UseNumber()
		if err := decoder.Decode(&value); err != nil {
			panic(fmt.Sprintf("%v in %s", err, text))
		}
		return value
	}
	return reflect.DeepEqual(read(a), read(b))
}
