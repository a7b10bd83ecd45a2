package provider

import (
	"context"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/capability"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/desk"
	kustomer "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/nicereply"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/open"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/stellaconnect"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

var update = flag.Bool("update", false, "write the capability table to the guide's template")

// systems have an entry each, in the order of the guide.
var systems = []capability.System{rules.Capabilities(), kustomer.Capabilities(), desk.Capabilities(), nicereply.Capabilities(), stellaconnect.Capabilities(), open.Capabilities()}

const (
	guide      = "../../templates/guides/capabilities.md.tmpl"
	tableBegin = "<!-- The table is written by: go test ./internal/provider -run TestTheGuideHasTheCapabilityTable -update -->\n\n"
)

func TestTheGuideHasTheCapabilityTable(t *testing.T) {
	page, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	before, _, found := strings.Cut(string(page), tableBegin)
	if !found {
		t.Fatalf("%s has no line %q", guide, tableBegin)
	}
	want := before + tableBegin + capability.Markdown(systems...)
	if *update {
		if err := os.WriteFile(guide, []byte(want), 0o644); err != nil { //nolint:gosec // a page that everybody may read
			t.Fatal(err)
		}
		return
	}
	if want != string(page) {
		t.Errorf("%s is not what the code says: run this test with -update", guide)
	}
}

// Each resource has an entry, of each system that can serve it, and each entry a
// resource.
func TestEveryResourceIsInTheCapabilityTable(t *testing.T) {
	var listed, served []string
	for _, system := range systems {
		for _, object := range system.Objects {
			listed = append(listed, "surveytrigger_"+object.Resource)
		}
	}
	for _, made := range New("test")().Resources(t.Context()) {
		var name resource.MetadataResponse
		made().Metadata(context.Background(), resource.MetadataRequest{ProviderTypeName: "surveytrigger"}, &name)
		served = append(served, name.TypeName)
	}
	slices.Sort(listed)
	listed = slices.Compact(listed)
	slices.Sort(served)
	if !slices.Equal(listed, served) {
		t.Errorf("the table has %v, the provider %v", listed, served)
	}
}

// An order is declared where the table says that there is one, and nowhere else.
func TestOnlyOrderedRulesHaveARelation(t *testing.T) {
	ordered := map[string]bool{}
	for _, system := range systems {
		for _, rule := range system.Rules {
			for _, name := range rule.Resources {
				ordered["surveytrigger_"+name] = rule.Ordered
			}
		}
	}
	for _, made := range New("test")().Resources(t.Context()) {
		var name resource.MetadataResponse
		var has resource.SchemaResponse
		r := made()
		r.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "surveytrigger"}, &name)
		r.Schema(t.Context(), resource.SchemaRequest{}, &has)
		_, declares := has.Schema.Attributes["evaluate_after"]
		if want, isRule := ordered[name.TypeName]; isRule && declares != want {
			t.Errorf("%s: evaluate_after %v, the table says ordered %v", name.TypeName, declares, want)
		}
	}
}
