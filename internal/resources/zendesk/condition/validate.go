package condition

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
)

// Path is where the conditions are.
var Path = path.Root("conditions")

// Validate returns an error at each part of a condition that no Zendesk account
// would take, as the check for triggers or for automations tells: it returns a
// *rules.ConditionFault. What is not known yet passes.
func Validate(ctx context.Context, object types.Object, check func(rules.Condition) error) error {
	read, _ := attribute.FromObject[groups](ctx, object)
	if read == nil {
		return nil
	}
	return errors.Join(
		validateGroup(ctx, read.All, Path.AtName("all"), check),
		validateGroup(ctx, read.Any, Path.AtName("any"), check),
	)
}

func validateGroup(ctx context.Context, list types.List, at path.Path, check func(rules.Condition) error) error {
	var problems []error
	for i, element := range linesOf(ctx, list) {
		here := at.AtListIndex(i)
		if attribute.Set(element.Value) && attribute.Set(element.Values) {
			problems = append(problems, lifecycle.At(here, "Both value and values are set",
				"A condition has one value, or a list of values where Zendesk takes an array. Set one of the two."))
			continue
		}
		condition, known := element.wire()
		if !known {
			continue
		}
		condition.Operator = element.Operator.ValueString()
		var fault *rules.ConditionFault
		if errors.As(check(condition), &fault) {
			problems = append(problems, lifecycle.At(here.AtName(fault.Part), "Zendesk would refuse this condition", "%s.", upperFirst(fault.Message)))
		}
	}
	return errors.Join(problems...)
}

// Repeats returns an error at each condition of the group "all" that the
// resource adds by itself already.
func Repeats(ctx context.Context, object types.Object, generated []rules.Condition) error {
	read, _ := attribute.FromObject[groups](ctx, object)
	if read == nil {
		return nil
	}
	var problems []error
	for i, element := range linesOf(ctx, read.All) {
		condition, known := element.wire()
		for _, own := range generated {
			if known && own.Equal(condition) {
				problems = append(problems, lifecycle.At(Path.AtName("all").AtListIndex(i), "The condition is there already",
					"The resource adds `%s` by itself, from its other attributes. Remove it here.", own))
			}
		}
	}
	return errors.Join(problems...)
}

func upperFirst(text string) string {
	if text == "" || text[0] < 'a' || text[0] > 'z' {
		return text
	}
	return string(text[0]-'a'+'A') + text[1:]
}
