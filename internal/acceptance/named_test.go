package acceptance

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
)

const templates = "../../templates/"

var (
	typeNamed     = regexp.MustCompile(`\bsurveytrigger_zendesk_\w+`)
	functionNamed = regexp.MustCompile(`provider::surveytrigger::(\w+)`)
	linked        = regexp.MustCompile(`\]\(([^)#]+)`)
	quotedName    = regexp.MustCompile("`([^`\n]+)`")
	setAttribute  = regexp.MustCompile(`(?m)^\s+(\w+)\s+=`)
	fenced        = regexp.MustCompile("(?s)```.*?```")
)

// offer is what the provider has that a text may name.
type offer struct {
	// pages are the generated ones, as in "resources/zendesk_webhook".
	pages map[string]bool
	// types and functions are names in HCL.
	types, functions map[string]bool
	// attributes are those of the provider block, at any depth.
	attributes map[string]bool
	// kinds are how many there are of what newer CLIs know.
	kinds map[string]int
}

func offered(t *testing.T) offer {
	t.Helper()
	server, err := factories["surveytrigger"]()
	if err != nil {
		t.Fatal(err)
	}
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	o := offer{pages: map[string]bool{}, types: map[string]bool{}, functions: map[string]bool{}, attributes: map[string]bool{}}
	o.kinds = map[string]int{"list resource": len(all.ListResourceSchemas), "action": len(all.ActionSchemas)}
	for folder, schemas := range map[string]map[string]*tfprotov6.Schema{"resources": all.ResourceSchemas, "data-sources": all.DataSourceSchemas, "ephemeral-resources": all.EphemeralResourceSchemas} {
		for name := range maps.Keys(schemas) {
			o.types[name], o.pages[folder+"/"+strings.TrimPrefix(name, "surveytrigger_")] = true, true
		}
	}
	for name := range all.Functions {
		o.functions[name], o.pages["functions/"+name] = true, true
	}
	o.note(all.Provider.Block.Attributes)
	return o
}

func (o offer) note(attributes []*tfprotov6.SchemaAttribute) {
	for _, each := range attributes {
		o.attributes[each.Name] = true
		if each.NestedType != nil {
			o.note(each.NestedType.Attributes)
		}
	}
}

// has reports whether a link of a page leads to a page. Folder is the linking page's,
// within the documentation.
func (o offer) has(folder, link string) bool {
	target := filepath.ToSlash(filepath.Join(folder, strings.TrimSuffix(link, ".md")))
	return target == "index" || o.pages[target] || exists(templates+target+".md.tmpl")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// A text names no resource, function or page that does not exist.
func TestTextsNameOnlyWhatExists(t *testing.T) {
	o := offered(t)
	texts := []string{"../../README.md", templates + "index.md.tmpl"}
	for _, pattern := range []string{templates + "guides/*.tmpl", examples + "/stacks/*/README.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("no %s: %v", pattern, err)
		}
		texts = append(texts, found...)
	}
	for _, path := range texts {
		text := readFile(t, path)
		for _, name := range typeNamed.FindAllString(text, -1) {
			if !o.types[name] {
				t.Errorf("%s names %s", path, name)
			}
		}
		for _, name := range functionNamed.FindAllStringSubmatch(text, -1) {
			if !o.functions[name[1]] {
				t.Errorf("%s names %s", path, name[0])
			}
		}
		for _, link := range linked.FindAllStringSubmatch(text, -1) {
			if !o.leads(path, link[1]) {
				t.Errorf("%s links to %s", path, link[1])
			}
		}
	}
}

// leads reports whether a link of a file leads somewhere.
func (o offer) leads(path, link string) bool {
	folder := filepath.Dir(path)
	switch documented, ok := strings.CutPrefix(link, "docs/"); {
	case strings.Contains(link, "://"):
		return true
	case ok: // the README's
		return o.has("", documented) || documented == "resources" || documented == "functions"
	case strings.HasSuffix(path, ".tmpl"):
		within, err := filepath.Rel(templates, folder)
		return err == nil && o.has(within, link)
	}
	return exists(filepath.Join(folder, link))
}

// What the first page quotes is an attribute of the provider block, a level of its
// checks, a variable that it reads, or a path of the repository. What its blocks set
// is such an attribute too: a CLI ignores an unknown one within a nested attribute.
func TestTheFirstPageQuotesOnlyWhatExists(t *testing.T) {
	o := offered(t)
	page := readFile(t, templates+"index.md.tmpl")
	var variables string
	for _, file := range []string{"zendesk", "kustomer", "desk", "backends", "process"} {
		variables += readFile(t, "../provider/"+file+".go")
	}
	known := map[string]bool{"http://": true}
	for _, level := range checks.Levels() {
		known[string(level)] = true
	}
	quoted := quotedName.FindAllStringSubmatch(fenced.ReplaceAllString(page, ""), -1)
	if len(quoted) < 10 {
		t.Errorf("the page quotes %d names", len(quoted))
	}
	for kind, number := range o.kinds {
		if number == 0 && strings.Contains(strings.ToLower(page), kind) {
			t.Errorf("the first page names a kind %q, and there is none", kind)
		}
	}
	for _, each := range quoted {
		name := each[1]
		if !known[name] && !o.attributes[name] && !strings.Contains(variables, `"`+name+`"`) && (!strings.Contains(name, "/") || !exists("../../"+name)) {
			t.Errorf("the first page quotes `%s`", name)
		}
	}
	for _, block := range terraformBlock.FindAllStringSubmatch(page, -1) {
		for _, set := range setAttribute.FindAllStringSubmatch(block[1], -1) {
			if !o.attributes[set[1]] {
				t.Errorf("a block of the first page sets %s", set[1])
			}
		}
	}
}
