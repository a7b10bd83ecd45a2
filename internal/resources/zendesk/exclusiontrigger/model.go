package exclusiontrigger

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Model is the resource as Terraform has it.
type Model struct {
	trigger.Common
	Conditions types.Object `tfsdk:"conditions"`
	Mark       types.Object `tfsdk:"mark"`
	Protects   types.String `tfsdk:"protects"`
	InForce    types.Bool   `tfsdk:"in_force"`
}

// The values of protects.
const (
	protectsAll    = "all"
	protectsListed = "listed"
)

// protectsAll reports whether it protects from every send that honours its mark;
// state of before this attribute existed does.
func (m *Model) protectsAll() bool { return m.Protects.ValueString() != protectsListed }

// Mark is what an excluded ticket gets.
type Mark struct {
	CheckboxFieldID types.String `tfsdk:"checkbox_field_id"`
	Tag             types.String `tfsdk:"tag"`
	ExtraTags       types.Set    `tfsdk:"extra_tags"`
}

func (m *Model) mark(ctx context.Context) Mark {
	if mark, _ := attribute.FromObject[Mark](ctx, m.Mark); mark != nil {
		return *mark
	}
	return Mark{ExtraTags: types.SetNull(types.StringType)}
}

// undecided says that a part of the mark is not known yet.
func (m *Model) undecided(ctx context.Context) bool {
	mark := m.mark(ctx)
	_, known := attribute.Texts(mark.ExtraTags)
	return m.Mark.IsUnknown() || mark.CheckboxFieldID.IsUnknown() || mark.Tag.IsUnknown() || !known
}

// tags are all that it adds, the mark's first.
func (m Mark) tags() []string {
	extra, _ := attribute.Texts(m.ExtraTags)
	slices.Sort(extra)
	if tag := m.Tag.ValueString(); tag != "" {
		return append([]string{tag}, slices.DeleteFunc(extra, func(other string) bool { return other == tag })...)
	}
	return extra
}

// own is the trigger without unmanaged actions: tick the checkbox, add the tags.
func (m *Model) own(ctx context.Context) rules.Rule {
	conditions, _ := condition.Wire(m.Conditions)
	rule := rules.Rule{Conditions: conditions}
	mark := m.mark(ctx)
	if id := mark.CheckboxFieldID.ValueString(); id != "" {
		rule.Actions = append(rule.Actions, rules.Action{Field: rules.CustomField(id), Value: rules.Text("true")})
	}
	if tags := mark.tags(); len(tags) > 0 {
		rule.Actions = append(rule.Actions, rules.Action{Field: rules.ActionAddTags, Value: rules.Text(strings.Join(tags, " "))})
	}
	return rule
}

// rule is the trigger as it goes over the wire.
func (m *Model) rule(ctx context.Context) rules.Rule {
	rule, _ := m.WithUnmanaged(m.own(ctx))
	return rule
}
