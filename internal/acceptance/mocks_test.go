package acceptance

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// mocks are the mock values of all systems.
func mocks(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob("../../tests/mocks/*.tfmock.hcl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no mocks: %v", err)
	}
	var all strings.Builder
	for _, file := range files {
		all.WriteString(readFile(t, file) + "\n")
	}
	return all.String()
}

var (
	hclBlock   = regexp.MustCompile("(?s)```hcl\n(.*?)```")
	mockBlock  = regexp.MustCompile(`(?s)mock_(resource|data) "(\w+)" \{\n  defaults = \{(.*?)\}\n\}\n`)
	mockMember = regexp.MustCompile(`(?m)^ *(?:\{ *)?(\w+) +=`)
)

// What the guide on testing offers for pasting is pasted, in a folder without an
// account.
func TestTheModuleInTheGuideOnTesting(t *testing.T) {
	t.Parallel()
	guide := readFile(t, "../../templates/guides/testing.md.tmpl")
	module, script := terraformBlock.FindStringSubmatch(guide), hclBlock.FindStringSubmatch(guide)
	if module == nil || script == nil {
		t.Fatal("the guide has no module or no test")
	}
	providerFolder, cli := buildProvider(t)
	a := &account{t: t}
	w := a.workspace(providerFolder, cli, nil)
	if err := os.MkdirAll(filepath.Join(w.dir, "tests", "mocks"), 0o700); err != nil {
		t.Fatal(err)
	}
	values := mocks(t)
	test := script[1]
	if strings.HasPrefix(w.version(), "OpenTofu") { // as the guide says
		test = strings.Replace(test, "  source = \"./tests/mocks\"\n", values, 1)
	} else {
		w.write("tests/mocks/all.tfmock.hcl", values)
	}
	w.write("tests/surveys.tftest.hcl", test)
	w.configure(module[1])
	w.run("test", "-no-color")

	for mistake, row := range map[string]struct{ old, instead, says string }{
		"a field that is none": {`{ checkbox_field_id = surveytrigger_zendesk_ticket_field.do_not_send.id }`, `{ checkbox_field_id = "none" }`, "checkbox_field_id"},
		"a list that is wrong": {`[surveytrigger_zendesk_exclusion_trigger.tags.id]`, `["360099871199"]`, "does not list the exclusion"},
	} {
		w.configure(strings.Replace(module[1], row.old, row.instead, 1))
		if output, passed := w.try("test", "-no-color"); passed || !strings.Contains(strings.Join(strings.Fields(output), " "), row.says) {
			t.Errorf("%s: the test is to fail and to say %q: %s", mistake, row.says, output)
		}
	}
}

// The mocks have every computed value of the provider, and no other.
func TestMocksHaveEveryComputedValue(t *testing.T) {
	server, err := factories["surveytrigger"]()
	if err != nil {
		t.Fatal(err)
	}
	offered, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	expected := map[string]bool{}
	for kind, schemas := range map[string]map[string]*tfprotov6.Schema{"resource": offered.ResourceSchemas, "data": offered.DataSourceSchemas} {
		for name, schema := range schemas {
			for _, each := range schema.Block.Attributes {
				// A mock cannot fill a list of objects.
				if list := each.NestedType != nil && each.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeList; each.Computed && !list {
					expected[kind+" "+name+" "+each.Name] = true
				}
			}
		}
	}
	found := map[string]bool{}
	for _, each := range mockBlock.FindAllStringSubmatch(mocks(t), -1) {
		for _, member := range mockMember.FindAllStringSubmatch(each[3], -1) {
			found[each[1]+" "+each[2]+" "+member[1]] = true
		}
	}
	for name := range expected {
		if !found[name] {
			t.Errorf("tests/mocks has no value for %s", name)
		}
	}
	for name := range found {
		if !expected[name] {
			t.Errorf("tests/mocks has a value for %s, which the provider does not compute", name)
		}
	}
}
