package condition

import (
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wording"
)

// Path is where the conditions are.
var Path = path.Root("conditions")

// Check returns an error at each part of a condition that no Zendesk account
// would take, as the vocabulary of triggers or of automations tells: it returns a
// *rules.ConditionFault. What is not known yet passes, and so does what stands in
// the state's object already: Zendesk took it.
func Check(object, state types.Object, vocabulary func(rules.Condition) error) error {
	before, _ := Wire(state)
	there := slices.Concat(before.All, before.Any)
	return eachLine(object, func(at path.Path, element line) error {
		condition, known := element.wire()
		if !known || slices.ContainsFunc(there, condition.Equal) {
			return nil
		}
		condition.Operator = element.Operator.ValueString()
		var fault *rules.ConditionFault
		if errors.As(vocabulary(condition), &fault) {
			return lifecycle.At(at.AtName(fault.Part), "Zendesk would refuse this condition", "%s.", wording.Capital(fault.Message))
		}
		return nil
	})
}

// eachLine visits every line with its path and joins the errors.
func eachLine(object types.Object, visit func(at path.Path, element line) error) error {
	read, _ := groupsOf(object)
	if read == nil {
		return nil
	}
	var problems []error
	for i, element := range linesOf(read.All) {
		problems = append(problems, visit(Path.AtName("all").AtListIndex(i), element))
	}
	for i, element := range linesOf(read.Any) {
		problems = append(problems, visit(Path.AtName("any").AtListIndex(i), element))
	}
	return errors.Join(problems...)
}

// Repeats returns an error at each condition of the group "all" that the
// resource adds by itself already.
func Repeats(object types.Object, generated []rules.Condition) error {
	read, _ := groupsOf(object)
	if read == nil {
		return nil
	}
	var problems []error
	for i, element := range linesOf(read.All) {
		condition, known := element.wire()
		for _, own := range generated {
			if known && (own.Equal(condition) || bothUnticked(own, condition)) {
				problems = append(problems, lifecycle.At(Path.AtName("all").AtListIndex(i), "The condition is set already",
					"The resource adds `%s` by itself, from its other attributes. Remove it here.", own))
			}
		}
	}
	return errors.Join(problems...)
}

func bothUnticked(a, b rules.Condition) bool {
	id, unticked := rules.Unticked(a)
	other, also := rules.Unticked(b)
	return unticked && also && id == other
}

// Possible returns an error at the first condition of the group "all" that cannot
// hold together with those before it and with what the resource adds by itself, or at
// the group "any" if none of it can: such a rule would never act. What is not known yet
// passes.
func Possible(object types.Object, generated rules.Conditions) error {
	if impossible(generated.All, generated.Any) {
		return nil // the resource's own attributes are at fault, which is checked where they are
	}
	read, _ := groupsOf(object)
	if read == nil {
		return nil
	}
	held := slices.Clone(generated.All)
	for i, element := range linesOf(read.All) {
		condition, known := element.wire()
		if !known {
			continue
		}
		if !impossible(append(held, condition), generated.Any) {
			held = append(held, condition)
			continue
		}
		other := "those before it"
		if j := slices.IndexFunc(held, func(each rules.Condition) bool { return rules.Contradicts([]rules.Condition{each, condition}) }); j >= 0 {
			other = fmt.Sprintf("`%s`", held[j])
		} else if !rules.Contradicts(append(held, condition)) {
			other = "one of the channels"
		}
		return lifecycle.At(Path.AtName("all").AtListIndex(i), "The conditions cannot hold together",
			"No ticket meets `%s` and %s in the same update, and all conditions of this group must hold, so this would never fire.", condition, other)
	}
	var alternatives []rules.Condition
	for _, element := range linesOf(read.Any) {
		condition, known := element.wire()
		if !known {
			return nil
		}
		alternatives = append(alternatives, condition)
	}
	if impossible(held, alternatives) {
		return lifecycle.At(Path.AtName("any"), "The conditions cannot hold together",
			"No ticket meets one of these conditions and, in the same update, all conditions outside this group, so this would never fire.")
	}
	return nil
}

// impossible reports whether surely not all of the conditions and one of the
// alternatives, if there are any, hold at once.
func impossible(all, alternatives []rules.Condition) bool {
	possible := func(each rules.Condition) bool { return !rules.Contradicts(append(slices.Clone(all), each)) }
	return rules.Contradicts(all) || len(alternatives) > 0 && !slices.ContainsFunc(alternatives, possible)
}
