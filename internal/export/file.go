package export

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

// first are the attributes that say what an object is; the others follow in the order of
// the alphabet, long ones last.
var first = []string{"type", "klass", "name", "title", "label", "display_name", "description", "active"}

// configuration is the files that are written, by their names.
type configuration struct {
	files map[string]*hclwrite.File
	// variables are the secrets' names, with what is kept in them.
	variables map[string]string
	names     names
}

func newConfiguration() *configuration {
	return &configuration{files: map[string]*hclwrite.File{}, variables: map[string]string{}, names: names{}}
}

// block begins one at the end of a file.
func (c *configuration) block(file, of string, labels ...string) *hclwrite.Body {
	if c.files[file] == nil {
		c.files[file] = hclwrite.NewEmptyFile()
	} else {
		c.files[file].Body().AppendNewline()
	}
	return c.files[file].Body().AppendNewBlock(of, labels).Body()
}

// set sets an attribute to an expression.
func set(body *hclwrite.Body, name, expression string) {
	body.SetAttributeRaw(name, hclwrite.TokensForIdentifier(expression))
}

const (
	fileTerraform = "terraform.tf"
	fileVariables = "variables.tf"
	fileImports   = "imports.tf"
)

// begin writes what every configuration has.
func (c *configuration) begin(section, endpoint string) {
	terraform := c.block(fileTerraform, "terraform")
	set(terraform, "required_version", `">= 1.11"`)
	set(terraform.AppendNewBlock("required_providers", nil).Body(), "surveytrigger", "{\nsource = \"surveytrigger/surveytrigger\"\n}")
	provider := c.block(fileTerraform, "provider", "surveytrigger")
	if endpoint != "" {
		set(provider, section, "{\nendpoint = "+literal(cty.StringVal(endpoint))+"\n}")
		return
	}
	provider.AppendUnstructuredTokens(hclwrite.TokensForIdentifier("# The host and the credential come from the environment, as they did for the export.\n"))
}

// add writes a resource and its import.
func (c *configuration) add(a *adopted, refer references) error {
	body := c.block(a.kind.File, "resource", a.kind.Resource, a.name)
	attributes, err := c.attributes(a, refer)
	if err != nil {
		return err
	}
	for _, name := range inOrder(attributes) {
		set(body, name, attributes[name])
	}
	if a.kind.CreateFirst {
		body.AppendNewline()
		set(body.AppendNewBlock("lifecycle", nil).Body(), "create_before_destroy", "true")
	}
	imported := c.block(fileImports, "import")
	set(imported, "to", a.address())
	set(imported, "id", literal(cty.StringVal(a.ID)))
	return nil
}

// inOrder are the names as they are printed.
func inOrder(attributes map[string]string) []string {
	place := func(name string) int {
		if at := slices.Index(first, name); at >= 0 {
			return at - len(first)
		}
		return strings.Count(attributes[name], "\n")
	}
	return slices.SortedFunc(maps.Keys(attributes), func(a, b string) int {
		long := func(name string) int { return min(place(name), 1) }
		return cmp.Or(cmp.Compare(long(a), long(b)), cmp.Compare(a, b))
	})
}

// attributes are the expressions of a resource.
func (c *configuration) attributes(a *adopted, refer references) (map[string]string, error) {
	var values map[string]tftypes.Value
	if err := a.config.As(&values); err != nil {
		return nil, err
	}
	printed := map[string]string{}
	for _, attribute := range a.schema.Block.Attributes {
		value := values[attribute.Name]
		p := printer{references: refer, loose: slices.Contains(a.kind.Loose, attribute.Name), json: slices.Contains(a.kind.JSON, attribute.Name)}
		switch {
		case attribute.WriteOnly && slices.Contains(a.Secrets, attribute.Name):
			printed[attribute.Name] = c.secret(a, attribute)
		case value.IsNull():
		case attribute.NestedType != nil && attribute.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeSingle:
			text, err := c.nested(a, p, attribute.NestedType.Attributes, value)
			if err != nil {
				return nil, err
			}
			printed[attribute.Name] = text
		default:
			text, err := p.value(value)
			if err != nil {
				return nil, err
			}
			printed[attribute.Name] = text
		}
	}
	return printed, nil
}

// nested is an object with variables for its secrets.
func (c *configuration) nested(a *adopted, p printer, attributes []*tfprotov6.SchemaAttribute, value tftypes.Value) (string, error) {
	var members map[string]tftypes.Value
	if err := value.As(&members); err != nil {
		return "", err
	}
	more := map[string]string{}
	for _, attribute := range attributes {
		member := members[attribute.Name]
		switch {
		case attribute.WriteOnly:
			more[attribute.Name] = c.secret(a, attribute)
		case attribute.NestedType != nil && attribute.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeSingle && !member.IsNull():
			text, err := c.nested(a, p, attribute.NestedType.Attributes, member)
			if err != nil {
				return "", err
			}
			more[attribute.Name] = text
			delete(members, attribute.Name)
		}
	}
	return p.object(members, more)
}

// secret declares the variable of a secret that the account has and does not tell. While
// it is null, the stored one stays.
func (c *configuration) secret(a *adopted, attribute *tfprotov6.SchemaAttribute) string {
	plain := strings.TrimSuffix(attribute.Name, "_wo")
	name := c.names.give("var", a.name+"_"+plain, plain)
	of := "string"
	if !attribute.ValueType().Is(tftypes.String) {
		of = "map(string)"
	}
	body := c.block(fileVariables, "variable", name)
	set(body, "type", of)
	set(body, "description", literal(cty.StringVal(attribute.Name+" of the "+a.kind.Noun+" "+Called(a.Title)+". While it is null, the stored one stays; "+
		"to replace that, set it together with "+attribute.Name+"_version.")))
	set(body, "default", "null")
	set(body, "sensitive", "true")
	set(body, "ephemeral", "true")
	c.variables[name] = a.address() + ", " + attribute.Name
	return "var." + name
}
