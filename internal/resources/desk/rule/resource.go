// Package rule is the resource surveytrigger_desk_rule: a rule of Desk.com, such as the
// one that closes resolved cases. The API shows its name, its description and whether it
// is enabled, and writes none of that: the resource is declared and verified.
package rule

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/desk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/desk/admin"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/desk"
)

// New makes the resource.
func New() resource.Resource {
	return lifecycle.New(deskRules.Serve(lifecycle.Definition[*desk.Client, Model]{Name: "desk_rule", Schema: resourceSchema}))()
}

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	lifecycle.Verifiable
	Name        types.String `tfsdk:"name"`
	Description types.String `tfsdk:"description"`
	Enabled     types.Bool   `tfsdk:"enabled"`
}

var deskRules = admin.Kind[rules.Rule, Model]{
	Noun:  desk.NounRule,
	Get:   (*desk.Client).Rule,
	List:  (*desk.Client).Rules,
	ID:    func(r rules.Rule) string { return r.ID },
	Means: func(declared, r rules.Rule) bool { return r.Name == declared.Name },
	Base:  func(m *Model) *lifecycle.Base { return &m.Base },
	Declared: func(m *Model) rules.Rule {
		return rules.Rule{Name: m.Name.ValueString(), Description: m.Description.ValueString(), Enabled: m.Enabled.ValueBool()}
	},
	Show: func(m *Model, held rules.Rule) {
		m.Name = types.StringValue(held.Name)
		m.Description = attribute.Text(held.Description, m.Description)
		m.Enabled = types.BoolValue(held.Enabled)
	},
	Steps:  rules.RuleSteps,
	Ending: rules.RuleEnding,
	Title:  func(r rules.Rule) string { return fmt.Sprintf("rule %q", r.Name) },
}

var resourceSchema = schema.Schema{
	MarkdownDescription: "A rule of Desk.com, such as the time rule that closes resolved cases. Desk.com's API shows a rule's name, description and whether it is enabled, and writes none of it: the resource is *verified*. " +
		"A plan compares and lists the clicks in Admin that are missing; an apply changes nothing, and fails while something differs.\n\n" +
		"The API shows neither conditions nor actions. What a rule does is therefore declared where it matters: `help_desk_close_after_hours` of a `surveytrigger_trigger_distribution` is for how many hours the time rule waits.\n\n" +
		"Desk.com ended on 13 March 2020: a host that does not answer gives an error that says so.",
	Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The rule's name, by which it is found.",
		},
		"description": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "Its description. Left out, any is right.",
		},
		"enabled": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether the rule runs. Default `true`.",
		},
	},
}
