package acceptance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/dghubble/oauth1"
)

// deskProvider is the provider block for Desk.com.
func (a *account) deskProvider() string {
	return a.deskAt(a.env["DESK_ENDPOINT"], a.env["DESK_CONSUMER_SECRET"])
}

func (a *account) deskAt(endpoint, secret string) string {
	return fmt.Sprintf(`
provider "surveytrigger" {
  desk = {
    subdomain           = %q
    endpoint            = %q
    consumer_key        = %q
    consumer_secret     = %q
    access_token        = %q
    access_token_secret = %q
  }
}
`, a.env["DESK_SUBDOMAIN"], endpoint, a.env["DESK_CONSUMER_KEY"], secret, a.env["DESK_ACCESS_TOKEN"], a.env["DESK_ACCESS_TOKEN_SECRET"])
}

// desk sends a request as somebody else does, who signs with a client of its own; a status
// of 400 or more fails the test.
func (a *account) desk(method, path string, body any) (answer map[string]any) {
	a.t.Helper()
	var content bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&content).Encode(body); err != nil {
			a.t.Fatal(err)
		}
	}
	request, err := http.NewRequestWithContext(a.t.Context(), method, a.env["DESK_ENDPOINT"]+"/api/v2"+path, &content)
	if err != nil {
		a.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	signing := oauth1.NewConfig(a.env["DESK_CONSUMER_KEY"], a.env["DESK_CONSUMER_SECRET"]).
		Client(a.t.Context(), oauth1.NewToken(a.env["DESK_ACCESS_TOKEN"], a.env["DESK_ACCESS_TOKEN_SECRET"]))
	response, err := signing.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode == http.StatusNoContent {
		return nil
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || response.StatusCode >= 400 {
		a.t.Fatalf("%s %s: %d %v %v", method, path, response.StatusCode, answer, err)
	}
	return answer
}

// deskList are the entries of a list.
func (a *account) deskList(path string) (entries []map[string]any) {
	a.t.Helper()
	embedded := a.desk(http.MethodGet, path, nil)["_embedded"].(map[string]any)
	for _, each := range embedded["entries"].([]any) {
		entries = append(entries, each.(map[string]any))
	}
	return entries
}

// deskID is the id in the self link of an object.
func deskID(object map[string]any) string {
	href := object["_links"].(map[string]any)["self"].(map[string]any)["href"].(string)
	return href[strings.LastIndex(href, "/")+1:]
}

// deskAdmin does what a person does in Admin.
func (a *account) deskAdmin(changes string) {
	a.t.Helper()
	a.send(http.MethodPost, "/_sandbox/desk", rawJSON(changes), nil)
}

// deskRequests are those since the last forget, of which writes are told with their body.
func (a *account) deskRequests() (lines []string) {
	a.t.Helper()
	var all []request
	a.send(http.MethodGet, "/_sandbox/requests?system=desk", nil, &all)
	for _, each := range all {
		line := each.String()
		if each.Method != http.MethodGet && len(each.Body) > 0 {
			line += " " + string(each.Body)
		}
		lines = append(lines, line)
	}
	return lines
}

// deskWrites are those of them that could change something.
func (a *account) deskWrites() []string {
	a.t.Helper()
	return slices.DeleteFunc(a.deskRequests(), func(line string) bool { return strings.HasPrefix(line, http.MethodGet) })
}

const deskAdminConfig = `
resource "surveytrigger_desk_custom_field" "score" {
  label   = "CES score"
  type    = "list"
  choices = ["1", "2"]
}

resource "surveytrigger_desk_rule" "close" {
  name = "Close resolved cases"
}
`

// What Desk's API cannot write is clicked by a person, whom the plan and the apply tell the
// clicks, and drift shows with the clicks that undo it.
func TestWhatDeskCannotBeToldIsClickedByAPerson(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.deskProvider() + deskAdminConfig)
	warned := w.warnings("plan", "-input=false")
	inOrder(t, asJSON(warned), `To do by hand: custom field \"CES score\"`, "1. In Desk.com, go to Admin", "custom field for cases", "CES score", "List", "Save it")
	refused := w.errors("apply", "-input=false", "-auto-approve")
	if len(refused) != 2 || !slices.ContainsFunc(refused, func(d told) bool {
		return strings.HasPrefix(d.Summary, `Not as declared: rule "Close`) && strings.Contains(d.Detail, "Admin > Cases > Rules")
	}) {
		t.Errorf("got %v", refused)
	}

	// A person does it, but for two details.
	a.deskAdmin(`{"custom_fields": [{"name": "ces_score", "label": "CES score", "type": "string", "active": true}], "rules": [{"name": "Close resolved cases", "description": "of the team", "enabled": false}]}`)
	refused = w.errors("apply", "-input=false", "-auto-approve")
	for summary, words := range map[string][]string{
		`Not as declared: custom field "CES score"`:    {"Nothing was changed", `open the field "CES score" (ces_score)`, `type from "Text" to "List"`, `"1", "2"`, "Then plan and apply again"},
		`Not as declared: rule "Close resolved cases"`: {`open the rule "Close resolved cases"`, "Enable it"},
	} {
		at := slices.IndexFunc(refused, func(d told) bool { return d.Summary == summary })
		if at < 0 {
			t.Fatalf("%s expected, got %v", summary, refused)
		}
		inOrder(t, refused[at].Detail, words...)
	}
	a.deskAdmin(`{"custom_fields": [{"name": "ces_score", "type": "list", "choices": ["1", "2"]}], "rules": [{"name": "Close resolved cases", "enabled": true}]}`)
	w.apply()
	w.noChanges()
	if name := w.attribute("surveytrigger_desk_custom_field.score", "name"); name != "ces_score" {
		t.Errorf("the key of a case's custom_fields is %s", name)
	}
	if mode := w.attribute("surveytrigger_desk_rule.close", "reconciliation"); mode != "verified" {
		t.Errorf("it is %s", mode)
	}

	for _, row := range []struct {
		edit     string
		expected onlyChange
		words    string
	}{
		{`{"rules": [{"name": "Close resolved cases", "enabled": false}]}`, onlyChange{"surveytrigger_desk_rule.close", "enabled", "false", "true"}, "Enable it"},
		{`{"custom_fields": [{"name": "ces_score", "active": false}]}`, onlyChange{"surveytrigger_desk_custom_field.score", "active", "false", "true"}, "Activate it"},
		{`{"custom_fields": [{"name": "ces_score", "choices": ["1"]}]}`, onlyChange{"surveytrigger_desk_custom_field.score", "choices", `["1"]`, `["1","2"]`}, "Set its choices"},
	} {
		a.deskAdmin(row.edit)
		planned := w.warnings("plan", "-input=false")
		if !strings.Contains(asJSON(planned), row.words) {
			t.Errorf("%s expected in %v", row.words, planned)
		}
		for _, change := range w.plan().ResourceChanges {
			if err := row.expected.check(change.Change); change.Address == row.expected.address && err != nil {
				t.Error(err)
			}
		}
		a.deskAdmin(`{"custom_fields": [{"name": "ces_score", "active": true, "choices": ["1", "2"]}], "rules": [{"name": "Close resolved cases", "enabled": true}]}`)
		w.noChanges()
	}

	if ended := w.warnings("destroy", "-input=false", "-auto-approve"); !strings.Contains(asJSON(ended), `disable the rule \"Close resolved cases\"`) {
		t.Errorf("destroying says what to do, got %v", ended)
	}
	if writes := a.deskWrites(); len(writes) != 0 {
		t.Errorf("written: %v", writes)
	}
}

func TestWhatIsInAdminIsImported(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.deskAdmin(`{"custom_fields": [{"name": "ces_score", "label": "CES score", "type": "list", "choices": ["1", "2"]}, {"name": "vip", "label": "CES score", "of": "customer", "type": "string"}],
		"rules": [{"name": "Close resolved cases"}, {"name": "Close resolved cases "}]}`)
	fields, deskRules := a.deskList("/custom_fields"), a.deskList("/rules")
	w := a.shell(a.deskProvider() + deskAdminConfig)
	w.run("import", "-input=false", "surveytrigger_desk_custom_field.score", deskID(fields[0]))
	w.run("import", "-input=false", "surveytrigger_desk_rule.close", deskID(deskRules[0]))
	w.noChanges()
	if out, ok := w.try("import", "-input=false", "-no-color", "surveytrigger_desk_rule.other", "4711"); ok {
		t.Errorf("imported: %s", out)
	}
	// A list of customers' fields is no list of cases' fields.
	v := a.shell(a.deskProvider() + deskAdminConfig)
	if out, ok := v.try("import", "-input=false", "-no-color", "surveytrigger_desk_custom_field.score", deskID(fields[1])); ok || !strings.Contains(out, "non-existent") {
		t.Errorf("imported: %s", out)
	}
}

func deskLabel(lines string) string {
	return "resource \"surveytrigger_desk_label\" \"sent\" {\n  name = \"survey_sent\"\n  " + lines + "\n}\n"
}

func TestALabelOfDeskFromItsCreationToItsEnd(t *testing.T) {
	t.Parallel()
	const address = "surveytrigger_desk_label.sent"
	a := start(t)
	w := a.shell(a.deskProvider() + deskLabel(`description = "A survey was requested"`))
	a.forget()
	w.apply()
	if writes := a.deskWrites(); len(writes) != 1 || writes[0] != `POST /api/v2/labels {"color":"default","description":"A survey was requested","enabled":true,"name":"survey_sent","types":["case"]}` {
		t.Errorf("got %v", writes)
	}
	w.noChanges()
	id := w.attribute(address, "id")

	a.forget()
	w.configure(a.deskProvider() + deskLabel("enabled = false\n  color = \"green\"\n  types = [\"case\", \"macro\"]"))
	w.apply()
	if writes := a.deskWrites(); len(writes) != 1 || writes[0] != `PATCH /api/v2/labels/`+id+` {"color":"green","description":null,"enabled":false,"types":["case","macro"]}` {
		t.Errorf("got %v", writes)
	}
	w.noChanges()

	a.desk(http.MethodPatch, "/labels/"+id, map[string]any{"enabled": true})
	for _, change := range w.plan().ResourceChanges {
		if err := (onlyChange{address, "enabled", "true", "false"}).check(change.Change); err != nil {
			t.Error(err)
		}
	}
	w.apply()
	a.desk(http.MethodDelete, "/labels/"+id, nil)
	if changes := w.changes(); !slices.Equal(changes, []string{"create " + address}) {
		t.Errorf("got %v", changes)
	}
	w.apply()
	w.noChanges()
	v := a.shell(a.deskProvider() + deskLabel("enabled = false\n  color = \"green\"\n  types = [\"macro\", \"case\"]"))
	v.run("import", "-input=false", address, w.attribute(address, "id"))
	v.noChanges()
	w.destroy()
	if left := a.deskList("/labels"); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// Agents make labels, too, and an interrupted apply leaves one.
func TestALabelThatExistsIsAdoptedOnlyIfItIsTheSame(t *testing.T) {
	t.Parallel()
	a := start(t)
	made := a.desk(http.MethodPost, "/labels", map[string]any{"name": "survey_sent", "types": []string{"case"}, "color": "red"})
	w := a.shell(a.deskProvider() + deskLabel(""))
	if warned := w.warnings("plan"); len(warned) != 1 || warned[0].Summary != "The label exists already" || !strings.HasPrefix(warned[0].line(), "name") {
		t.Errorf("got %v", warned)
	}
	if failed := w.errors("apply", "-auto-approve"); len(failed) != 1 || failed[0].Summary != "The label exists already" || !strings.Contains(failed[0].Detail, "terraform import <address> "+deskID(made)) {
		t.Errorf("got %v", failed)
	}
	w.configure(a.deskProvider() + deskLabel(`color = "red"`))
	w.apply()
	w.noChanges()
	if id := w.attribute("surveytrigger_desk_label.sent", "id"); id != deskID(made) || len(a.deskList("/labels")) != 1 {
		t.Errorf("adopted %s of %v", id, a.deskList("/labels"))
	}
	w.configure(a.deskProvider() + deskLabel(`color = "red"`) + strings.Replace(deskLabel(""), `"sent"`, `"again"`, 1))
	// Both are told where they are planned at the same moment.
	failed := w.errors("plan")
	told := slices.DeleteFunc(slices.Clone(failed), func(each told) bool {
		return each.Summary != "Two resources for one label" && each.Summary != "A new resource would adopt this label"
	})
	if len(told) == 0 || len(told) != len(failed) {
		t.Errorf("got %v", failed)
	}
}

func TestWhatDeskDoesNotKnowIsRefusedAtThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	for config, says := range map[string]string{
		deskLabel(`color = "teal"`):                           `"teal"`,
		deskLabel(`types = ["article"]`):                      `"article"`,
		strings.Replace(deskLabel(""), "survey_sent", "x", 1): "at least 2",
		strings.NewReplacer(`"list"`, `"decimal"`, `choices = ["1", "2"]`, ``).Replace(deskAdminConfig): `"decimal"`,
		strings.Replace(deskAdminConfig, `type    = "list"`, `type    = "integer"`, 1):                  `Only a field of type "list" has choices`,
	} {
		a.forget()
		w := a.shell(a.deskProvider() + config)
		if failed := w.errors("plan"); len(failed) != 1 || !strings.Contains(strings.Join(strings.Fields(failed[0].Detail), " "), says) {
			t.Errorf("%s: got %v", says, failed)
		}
		if sent := a.deskRequests(); len(sent) != 0 {
			t.Errorf("%s: sent %v", says, sent)
		}
	}
}

// One diagnostic says that the service has ended and what to do, however many resources
// there are; the others point to it.
func TestAHostWithoutDeskIsOneDiagnosis(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.deskAt("http://127.0.0.1:1", "any") + deskAdminConfig + deskLabel(""))
	failed := w.errors("plan", "-input=false")
	said := 0
	for _, each := range failed {
		if strings.Contains(each.Detail, "Desk.com ended on 13 March 2020") {
			said++
			inOrder(t, each.Detail, "127.0.0.1:1", "Zendesk or Kustomer", "terraform state rm", "DESK_ENDPOINT")
		} else if !strings.Contains(each.Detail, "Another error of this run has the same cause") {
			t.Errorf("got %v", each)
		}
	}
	if len(failed) != 3 || said != 1 {
		t.Errorf("said %d times in %v", said, failed)
	}
}

func TestAWrongCredentialForDeskIsToldInPlainWords(t *testing.T) {
	t.Parallel()
	a := start(t)
	for mode, words := range map[string]string{"named": "Desk.com knows the key and the access token, but the signature is wrong", "hidden": "Desk.com does not say which"} {
		a.deskAdmin(fmt.Sprintf(`{"oauth_problems": %q}`, mode))
		w := a.shell(a.deskAt(a.env["DESK_ENDPOINT"], "a-wrong-secret") + deskLabel(""))
		failed := w.errors("plan")
		if len(failed) != 1 || !strings.Contains(failed[0].Detail, words) || !strings.Contains(failed[0].Detail, "Admin > Settings > API") || strings.Contains(asJSON(failed), "a-wrong-secret") {
			t.Errorf("%s: got %v", mode, failed)
		}
	}
}
