package exclusiontrigger

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
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
}

func (m *Model) mark(ctx context.Context) Mark {
	if mark, _ := attribute.FromObject[Mark](ctx, m.Mark); mark != nil {
		return *mark
	}
	return Mark{}
}

// rule is the trigger as it goes over the wire: tick the checkbox, add the tag.
func (m *Model) rule(ctx context.Context) rules.Rule {
	conditions, _ := condition.Wire(ctx, m.Conditions)
	rule := rules.Rule{Conditions: conditions}
	mark := m.mark(ctx)
	if id := mark.CheckboxFieldID.ValueString(); id != "" {
		rule.Actions = append(rule.Actions, rules.Action{Field: rules.CustomField(id), Value: rules.Text("true")})
	}
	if tag := mark.Tag.ValueString(); tag != "" {
		rule.Actions = append(rule.Actions, rules.Action{Field: rules.ActionAddTags, Value: rules.Text(tag)})
	}
	return rule
}

// showActions takes the mark out of the actions and returns the rest. The first
// checkbox and the first single tag are the mark, unless prior state names
// others.
func (m *Model) showActions(ctx context.Context, actions []rules.Action) (unmanaged []rules.Action) {
	prior, shown := m.mark(ctx), Mark{}
	for _, wanted := range []Mark{prior, {}} {
		for _, action := range actions {
			marks := rules.MarksOf([]rules.Action{action})
			if shown.CheckboxFieldID.IsNull() && len(marks.Checkboxes) == 1 && takes(wanted.CheckboxFieldID, marks.Checkboxes[0]) {
				shown.CheckboxFieldID = types.StringValue(marks.Checkboxes[0])
			}
			if shown.Tag.IsNull() && len(marks.Tags) == 1 && takes(wanted.Tag, marks.Tags[0]) {
				shown.Tag = types.StringValue(marks.Tags[0])
			}
		}
	}
	m.Mark = attribute.ObjectOf(ctx, markSchema, &shown)
	for _, action := range actions {
		isMark := false
		for _, own := range m.rule(ctx).Actions {
			isMark = isMark || own.Equal(action)
		}
		if !isMark {
			unmanaged = append(unmanaged, action)
		}
	}
	return unmanaged
}

// takes reports whether what was read is the wanted value, or anything if none
// is wanted in particular.
func takes(wanted types.String, read string) bool {
	return wanted.IsNull() || wanted.ValueString() == read
}
