package condition

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Show is the object for what Zendesk returned, in the form of prior where
// prior says the same.
func Show(ctx context.Context, read rules.Conditions, prior types.Object) types.Object {
	before, _ := groupsOf(prior)
	if before == nil && len(read.All) == 0 && len(read.Any) == 0 {
		return types.ObjectNull(objectAttributes)
	}
	if before == nil {
		before = &groups{All: nullGroup, Any: nullGroup}
	}
	return types.ObjectValueMust(objectAttributes, map[string]attr.Value{
		"all": showGroup(ctx, read.All, before.All),
		"any": showGroup(ctx, read.Any, before.Any),
	})
}

func showGroup(ctx context.Context, read []rules.Condition, prior types.List) types.List {
	if len(read) == 0 && len(prior.Elements()) == 0 && !prior.IsUnknown() {
		return prior
	}
	priorLines := linesOf(prior)
	lines := make([]attr.Value, 0, len(read))
	for i, condition := range read {
		lines = append(lines, showLine(ctx, condition, i, priorLines).object())
	}
	return types.ListValueMust(lineType, lines)
}

// showLine prefers the prior line at the same place, then any that says the
// same, then the plainest form.
func showLine(ctx context.Context, condition rules.Condition, at int, prior []line) line {
	if at < len(prior) {
		prior = append([]line{prior[at]}, prior...)
	}
	for _, candidate := range prior {
		if said, known := candidate.wire(); known && said.Equal(condition) {
			return candidate
		}
	}
	plain := line{
		Field: types.StringValue(condition.Field), Operator: types.StringValue(condition.Operator),
		Value: types.StringNull(), Values: types.ListNull(types.StringType),
	}
	if condition.Operator == "" {
		plain.Operator = types.StringNull()
	}
	if texts, isList := condition.Value.Texts(); isList {
		plain.Values, _ = types.ListValueFrom(ctx, types.StringType, texts)
	} else if text, _ := condition.Value.Text(); text != "" { // generated configuration has null for ""
		plain.Value = types.StringValue(text)
	}
	return plain
}
