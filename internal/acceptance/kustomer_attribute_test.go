package acceptance

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const (
	metadataPath  = "/v1/metadata/conversation"
	scoreAddress  = "surveytrigger_kustomer_attribute.score"
	scoreConfig   = "resource \"surveytrigger_kustomer_attribute\" \"score\" {\n  name = \"cesScoreNum\"\n}\n"
	reasonAddress = "surveytrigger_kustomer_attribute.reason"
)

func reasonConfig(displayName, options string) string {
	return fmt.Sprintf("resource \"surveytrigger_kustomer_attribute\" \"reason\" {\n  name = \"closeReasonStr\"\n  display_name = %s\n  options = %s\n}\n", displayName, options)
}

// metadataWrites are the properties in each PUT of the document.
func (a *account) metadataWrites() (bodies []map[string]any) {
	a.t.Helper()
	for _, each := range a.kustomerRequests() {
		if each.Method != http.MethodPut || each.Path != metadataPath {
			continue
		}
		var body struct{ Properties map[string]any }
		if err := json.Unmarshal(each.Body, &body); err != nil {
			a.t.Fatal(err)
		}
		bodies = append(bodies, body.Properties)
	}
	return bodies
}

func TestACustomAttributeFromCreationToTheEnd(t *testing.T) {
	t.Parallel()
	for _, update := range []string{"merge", "replace"} {
		t.Run(update, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.kustomerScreens(map[string]any{"metadata_update": update})
			a.kustomer("PUT", "/metadata/conversation", map[string]any{
				"properties": map[string]any{"othersStr": map[string]any{"enumeration": []string{"a"}, "sensitive": map[string]any{"enabled": true}}}, "validations": []string{"x"},
			})
			others := a.properties()["othersStr"]
			w := a.shell(a.kustomerProvider() + scoreConfig + reasonConfig("null", `["solved", "spam"]`))
			w.apply()
			w.noChanges()
			if id := w.attribute(scoreAddress, "id"); id != "conversation/cesScoreNum" || w.attribute(scoreAddress, "account") != "sandbox-acme.kustomerapp.com" {
				t.Errorf("got %s", id)
			}
			if name := w.attribute(scoreAddress, "display_name"); name != "Ces Score" {
				t.Errorf("the display name of Kustomer expected, got %q", name)
			}

			a.forget()
			w.configure(a.kustomerProvider() + scoreConfig + reasonConfig(`"Why"`, `["spam", "solved", "other"]`))
			if changes := w.changes(); !slices.Equal(changes, []string{"update " + reasonAddress}) {
				t.Errorf("got %v", changes)
			}
			w.apply()
			w.noChanges()
			if writes := a.metadataWrites(); len(writes) != 1 || len(writes[0]) != 3 {
				t.Errorf("one PUT of the whole document expected, got %v", writes)
			}
			if reason := a.properties()["closeReasonStr"]; reason["displayName"] != "Why" || fmt.Sprint(reason["enumeration"]) != "[spam solved other]" {
				t.Errorf("got %v", reason)
			}

			// What somebody edits shows, and nothing else; the repair sends that.
			a.kustomer("PUT", "/metadata/conversation", map[string]any{"properties": withChanges(a.properties(), map[string]any{
				"closeReasonStr": map[string]any{"displayName": "Why", "enumeration": []string{"spam"}},
			})})
			for _, change := range w.plan().ResourceChanges {
				if change.Address != reasonAddress {
					continue
				}
				if err := (onlyChange{reasonAddress, "options", `["spam"]`, `["spam","solved","other"]`}).check(change.Change); err != nil {
					t.Error(err)
				}
			}
			w.apply()
			w.noChanges()

			w.configure(a.kustomerProvider() + scoreConfig + reasonConfig("null", "null"))
			w.apply()
			w.noChanges()
			if reason := a.properties()["closeReasonStr"]; reason["displayName"] != "Why" || reason["enumeration"] != nil {
				t.Errorf("got %v", reason)
			}
			if now := a.properties()["othersStr"]; !reflect.DeepEqual(now, others) {
				t.Errorf("another attribute changed from %v to %v", others, now)
			}

			warnings := w.warnings("destroy", "-auto-approve")
			if len(warnings) != 1 || warnings[0].Summary != "Custom attributes stay in Kustomer" {
				t.Errorf("one warning expected, got %v", warnings)
			}
			if names := slices.Sorted(maps.Keys(a.properties())); len(names) != 3 {
				t.Errorf("all are kept, got %v", names)
			}
			a.forget()
			w.apply() // adopts them
			w.noChanges()
			if writes := a.metadataWrites(); len(writes) != 0 {
				t.Errorf("nothing is to be written, got %v", writes)
			}
		})
	}
}

func withChanges(properties map[string]map[string]any, changes map[string]any) map[string]any {
	all := map[string]any{}
	for name, property := range properties {
		all[name] = property
	}
	maps.Copy(all, changes)
	return all
}

// Of twenty attributes that are created together none is lost, nor one that was there.
func TestTwentyAttributesAtOnceAreOneRequest(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		update, parallelism string
		writes              int
	}{{"merge", "-parallelism=30", 1}, {"replace", "-parallelism=30", 1}, {"replace", "-parallelism=10", 2}} {
		t.Run(row.update+row.parallelism, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.kustomerScreens(map[string]any{"metadata_update": row.update})
			a.kustomer("PUT", "/metadata/conversation", map[string]any{"properties": map[string]any{"othersNum": map[string]any{}}})
			w := a.shell(a.kustomerProvider() + `
resource "surveytrigger_kustomer_attribute" "all" {
  count = 20
  name  = "score${count.index}Num"
}
`)
			a.forget()
			w.apply(row.parallelism)
			w.noChanges()
			if names := slices.Sorted(maps.Keys(a.properties())); len(names) != 21 || !slices.Contains(names, "othersNum") {
				t.Errorf("got %v", names)
			}
			if writes := a.metadataWrites(); len(writes) != row.writes {
				t.Errorf("%d PUTs expected, got %d", row.writes, len(writes))
			}
			a.forget()
			w.noChanges()
			if counts := counted(a.kustomerRequests()); counts["GET "+metadataPath] != 1 || len(counts) != 1 {
				t.Errorf("one request expected, got %v", counts)
			}
		})
	}
}

func TestTroubleWithTheMetadata(t *testing.T) {
	t.Parallel()
	for _, kind := range []engine.Kind{engine.TooManyRequests, engine.ServerError, engine.DropBefore, engine.DropAfterCommit, engine.Truncate} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.kustomerScreens(map[string]any{"metadata_update": "replace"})
			a.kustomer("PUT", "/metadata/conversation", map[string]any{"properties": map[string]any{"othersNum": map[string]any{}}})
			w := a.shell(a.kustomerProvider() + scoreConfig)
			a.fault(engine.Fault{System: "kustomer", Kind: kind, Method: "PUT", Path: "/v1/*", Times: 2}, engine.Fault{System: "kustomer", Kind: kind, Method: "GET", Path: "/v1/*", Times: 1})
			w.apply()
			w.noChanges()
			if names := slices.Sorted(maps.Keys(a.properties())); !slices.Equal(names, []string{"cesScoreNum", "othersNum"}) {
				t.Errorf("got %v", names)
			}
		})
	}
}

func TestWhatIsWrongWithAnAttributeIsSaidByThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	for config, want := range map[string]string{
		`name = "score"`:                                                      "name: Not the name of a custom attribute",
		`name = "CesScoreNum"`:                                                "name: Not the name of a custom attribute",
		`name = "ces_scoreNum"`:                                               "name: Not the name of a custom attribute",
		`name = "scoreNum", options = ["1"]`:                                  "options: This type has no options",
		`name = "reasonStr", options = [""]`:                                  "options: Not an option of a drop-down",
		`name = "scoreNum", klass = "ticket"`:                                 "klass: Not a klass of objects",
		`name = "scoreNum", klass = "kobject.order"`:                          "klass: Klass not found",
		`name = "scoreNum", deletion_policy = "delete"`:                       "deletion_policy: Invalid Attribute Value Match",
		`name = "scoreNum", display_name = ""`:                                "display_name: Invalid Attribute Value Length",
		`name = "reasonStr", options = ["a", "a"]`:                            "options: Duplicate List Value",
		`name = "reasonStr", options = ["` + strings.Repeat("x", 1025) + `"]`: "options: Not an option of a drop-down",
	} {
		w := a.shell(a.kustomerProvider() + "resource \"surveytrigger_kustomer_attribute\" \"x\" {\n" + strings.ReplaceAll(config, ", ", "\n") + "\n}\n")
		if strings.Contains(config, `["a", "a"]`) {
			w.configure(a.kustomerProvider() + "resource \"surveytrigger_kustomer_attribute\" \"x\" {\nname = \"reasonStr\"\noptions = [\"a\", \"a\"]\n}\n")
		}
		found := w.errors("plan")
		name, summary, _ := strings.Cut(want, ": ")
		if len(found) != 1 || found[0].Summary != summary || !strings.HasPrefix(found[0].line(), name) {
			t.Errorf("%s: %q expected, got %v", config, want, found)
		}
	}
	if writes := a.metadataWrites(); len(writes) != 0 {
		t.Errorf("nothing is written, got %v", writes)
	}
}

func TestAnAttributeThatExistsIsAdoptedAndThePlanSaysWhatChanges(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.kustomer("PUT", "/metadata/conversation", map[string]any{"properties": map[string]any{"closeReasonStr": map[string]any{"displayName": "Reason", "enumeration": []string{"a", "b"}}}})
	w := a.shell(a.kustomerProvider() + reasonConfig("null", `["a", "b"]`))
	if warnings := w.warnings("plan"); len(warnings) != 0 {
		t.Errorf("nothing changes, got %v", warnings)
	}
	w.configure(a.kustomerProvider() + reasonConfig(`"Why"`, `["a"]`))
	warnings := w.warnings("plan")
	if len(warnings) != 1 || warnings[0].Summary != "An existing attribute will be changed" || !strings.Contains(warnings[0].Detail, `from "Reason" to "Why"`) || !strings.Contains(warnings[0].Detail, `from "a", "b" to "a"`) {
		t.Errorf("got %v", warnings)
	}
	w.configure(a.kustomerProvider() + reasonConfig("null", `["a", "b"]`) + strings.Replace(reasonConfig("null", `["a", "b"]`), `"reason"`, `"again"`, 1))
	if found := w.errors("plan"); len(found) != 1 || found[0].Summary != "Two resources for one attribute" {
		t.Errorf("got %v", found)
	}
}

func TestAnAttributeIsImportedByIDAndIdentity(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.kustomer("PUT", "/metadata/conversation", map[string]any{"properties": map[string]any{"closeReasonStr": map[string]any{"displayName": "Reason", "enumeration": []string{"a"}}}})
	w := a.shell(a.kustomerProvider() + reasonConfig(`"Reason"`, `["a"]`) + "import {\n  to = " + reasonAddress + "\n  id = \"conversation/closeReasonStr\"\n}\n")
	if changes := w.changes(); !slices.Equal(changes, []string{"import " + reasonAddress}) {
		t.Errorf("got %v", changes)
	}
	section := map[string]any{"subdomain": a.env["KUSTOMER_SUBDOMAIN"], "endpoint": a.env["KUSTOMER_ENDPOINT"], "api_key": a.env["KUSTOMER_API_KEY"]}
	p := newProtocol(t)
	p.configureAll(map[string]any{"kustomer": section})
	const kind = "surveytrigger_kustomer_attribute"
	state, _, failed := p.importByIdentity(kind, map[string]any{"id": "conversation/closeReasonStr", "account": "sandbox-acme.kustomerapp.com"})
	if len(failed) != 0 || p.attribute(state, "display_name") != "Reason" || p.attribute(state, "deletion_policy") != "keep" {
		t.Errorf("got %v %v", state, failed)
	}
	for identity, summary := range map[string]string{"closeReasonStr": "Not the id of an attribute", "conversation/noneNum": ""} {
		_, _, failed := p.importByIdentity(kind, map[string]any{"id": identity})
		if summary != "" && (len(failed) != 1 || failed[0].Summary != summary) {
			t.Errorf("%s: got %v", identity, failed)
		}
	}
}

// What is not known yet is checked when it is.
func TestAnAttributeOfWhatIsNotKnownYet(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.kustomerProvider() + `
resource "terraform_data" "name" { input = "cesScoreNum" }
resource "surveytrigger_kustomer_attribute" "score" {
  name         = terraform_data.name.output
  klass        = replace(terraform_data.name.output, "/.*/", "conversation")
  display_name = terraform_data.name.output
}
`)
	w.apply()
	w.noChanges()
	w.destroy()
	w.configure(strings.ReplaceAll(w.read("main.tf"), `input = "cesScoreNum"`, `input = "cesScore"`))
	found := w.errors("apply", "-auto-approve")
	if len(found) != 1 || found[0].Summary != "Not the name of a custom attribute" {
		t.Errorf("got %v", found)
	}
}

// State of one organization is never used with the key of another one.
func TestAnAttributeOfAnotherOrganization(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.kustomerProvider() + scoreConfig)
	w.apply()
	a.forget()
	w.configure(strings.Replace(a.kustomerProvider(), `"sandbox-acme"`, `"other-acme"`, 1) + scoreConfig)
	found := w.errors("plan")
	if len(found) != 1 || found[0].Summary != "State belongs to another account" {
		t.Errorf("got %v", found)
	}
	if sent := a.kustomerRequests(); len(sent) != 0 {
		t.Errorf("no request expected, got %v", sent)
	}
}

func theAttributesAreDescribed(t *testing.T, a *account, _ *workspace) {
	if names := slices.Sorted(maps.Keys(a.properties())); !slices.Equal(names, []string{"cesScoreNum", "noSurveyReasonStr"}) {
		t.Errorf("got %v", names)
	}
}
