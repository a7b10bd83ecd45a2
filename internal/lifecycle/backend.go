package lifecycle

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Served is embedded, besides [Base], in the model of a resource that several
// sections of the provider block can serve.
type Served struct {
	// Backend names the section. It may be left out while only one of them is
	// configured; a resource that exists keeps the one that made it.
	Backend types.String `tfsdk:"backend"`
}

func (s *Served) served() *Served { return s }

var pathBackend = path.Root("backend")

// Serving are the sections of the provider block that can serve a resource, and those that
// cannot, see [Definition].
type Serving struct {
	Sections []string
	Last     string
	Without  map[string]string
}

// canServe refuses a section that cannot serve the resource.
type canServe Serving

func (c canServe) Description(context.Context) string {
	return fmt.Sprintf("must be one of %s", quotedSections(c.Sections))
}

func (c canServe) MarkdownDescription(ctx context.Context) string { return c.Description(ctx) }

func (c canServe) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if reason, cannot := c.Without[req.ConfigValue.ValueString()]; cannot {
		resp.Diagnostics.AddAttributeError(req.Path, "This backend cannot serve the resource", fmt.Sprintf("%s\n\nSet backend to %s, or remove the resource.", reason, quotedSections(c.Sections)))
		return
	}
	stringvalidator.OneOf(c.Sections...).ValidateString(ctx, req, resp)
}

// quotedSections are the values of the attribute: "one", "two" or "three".
func quotedSections(sections []string) string {
	quoted := make([]string, 0, len(sections))
	for _, each := range sections {
		quoted = append(quoted, fmt.Sprintf("%q", each))
	}
	last := len(quoted) - 1
	if last == 0 {
		return quoted[0]
	}
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}

// backendAttribute chooses between sections.
func backendAttribute(by Serving) schema.Attribute {
	last := ""
	if by.Last != "" {
		last = fmt.Sprintf(" `%s` has to be named while another one is configured.", by.Last)
	}
	return schema.StringAttribute{
		Optional: true, Computed: true,
		Validators: []validator.String{canServe(by)},
		PlanModifiers: []planmodifier.String{
			stringplanmodifier.UseStateForUnknown(),
			stringplanmodifier.RequiresReplaceIfConfigured(),
		},
		MarkdownDescription: fmt.Sprintf("The section of the provider block that serves it: %s. It may be left out while only one of them is configured; a resource that exists keeps its own.%s Changing it replaces the object; a resource for which that is refused says so above.",
			strings.ReplaceAll(quotedSections(by.Sections), `"`, "`"), last),
	}
}

// choose finds the section that serves a resource: the one that the first of the
// models names that names any, else the only one that is configured, see Last of
// [Definition]. The last model decides whether that is known yet; the name is "" while it is not.
func (e *envelope[C, M, P]) choose(models ...*M) (name string, section *Section) {
	names := e.definition.Sections
	if len(names) == 1 {
		return names[0], e.sections.named(names[0])
	}
	backend := backendOf[M, P](models)
	switch {
	case e.sections == nil || backend.IsUnknown():
		return "", unconfigured()
	case !backend.IsNull():
		return backend.ValueString(), e.sections.named(backend.ValueString())
	}
	var configured []string
	for _, name := range names {
		if section := e.sections.named(name); section.problem == nil || section.pending {
			configured = append(configured, name)
		}
	}
	if len(configured) > 1 {
		configured = slices.DeleteFunc(configured, func(name string) bool { return name == e.definition.Last })
	}
	quoted := quotedSections(names)
	switch len(configured) {
	case 1:
		return configured[0], e.sections.named(configured[0])
	case 0:
		return "", e.noneConfigured(quoted)
	default:
		return "", Absent(Problem{
			Path: pathBackend, Summary: "Several survey backends are configured",
			Detail: fmt.Sprintf("Each of them can serve this resource. Set backend to %s. To import, give the identity with its account, which needs Terraform 1.12, or configure only the section that has the object while you import.", quoted),
		})
	}
}

// noneConfigured says of each section what it lacks. What to set is said once for all
// resources that it concerns.
func (e *envelope[C, M, P]) noneConfigured(quoted string) *Section {
	var remedies []string
	for _, name := range e.definition.Sections {
		lacks := e.sections.named(name).problem
		remedies = append(remedies, strings.TrimSpace(fmt.Sprintf("%s: %s %s", name, lacks.Detail, lacks.Remedy)))
	}
	none := Absent(Problem{
		Summary: "No survey backend is configured",
		Detail:  fmt.Sprintf("None of the provider's sections %s gives a host and a credential.", quoted),
		Remedy:  strings.Join(remedies, "\n\n"),
	})
	none.said = e.sections.named(e.definition.Sections[0]).said
	return none
}

// ofAccount finds the section of an account, or, where none is given or has it, the
// only one that is configured.
func (e *envelope[C, M, P]) ofAccount(account string) (name string, section *Section) {
	for _, name := range e.definition.Sections {
		if section := e.sections.named(name); section.problem == nil && section.client.Account() == account {
			return name, section
		}
	}
	return e.choose()
}

// backendOf is the first that is known and not null, else the last.
func backendOf[M any, P model[M]](models []*M) (backend types.String) {
	for _, each := range models {
		if each == nil {
			continue
		}
		backend = any(P(each)).(interface{ served() *Served }).served().Backend
		if !backend.IsUnknown() && !backend.IsNull() {
			break
		}
	}
	return backend
}

// serve notes in a model which section serves it, if that is open.
func (e *envelope[C, M, P]) serve(model *M, name string) {
	if chosen, ok := any(P(model)).(interface{ served() *Served }); ok && name != "" {
		chosen.served().Backend = types.StringValue(name)
	}
}

// leaves reports that a configuration asks for another section than the one that made the
// object, or may: [backendAttribute] has it replaced.
func (e *envelope[C, M, P]) leaves(state, config *M) bool {
	if state == nil || len(e.definition.Sections) == 1 {
		return false
	}
	wanted, has := backendOf[M, P]([]*M{config}), backendOf[M, P]([]*M{state})
	return !wanted.IsNull() && !has.IsNull() && !wanted.Equal(has)
}
