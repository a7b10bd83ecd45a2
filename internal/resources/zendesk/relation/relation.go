// Package relation is what the resources that take part in an evaluation order
// share: the attributes evaluate_after and order_satisfied, the checks of what
// is listed, and the wording when an order cannot be had.
//
// A configuration never holds a position. It says which rules come earlier; the
// client moves as little as possible to make it so.
package relation

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/vocabulary"
)

// Path is where a relation is declared.
var Path = path.Root("evaluate_after")

// At is one listed id.
func At(id string) path.Path { return Path.AtSetValue(types.StringValue(id)) }

// EvaluateAfter is the attribute that declares the relation.
func EvaluateAfter(description string) schema.SetAttribute {
	return schema.SetAttribute{
		Optional: true, ElementType: types.StringType,
		Validators:          []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(vocabulary.ID())},
		MarkdownDescription: description,
	}
}

// OrderSatisfied is the attribute that shows whether it holds.
func OrderSatisfied(description string) schema.BoolAttribute {
	return schema.BoolAttribute{Computed: true, MarkdownDescription: description}
}

// Missing is the error at a listed id that does not exist. Example is a
// resource of the kind that could be referred to.
func Missing(id, noun, example string) error {
	return lifecycle.At(At(id), fmt.Sprintf("Referenced %s not found", noun),
		"The account has no %s %s: it was deleted, or the number is wrong.\n\n"+
			"Refer to its resource, as in %s.id, instead of its number, or to a data source if another configuration manages it. If it is not needed any more, remove it from evaluate_after.", noun, id, example)
}

// WarnOfSwaps names the exclusions that a repair puts on the other side of a trigger
// which sets what they check, each pair once.
func WarnOfSwaps(notes *lifecycle.Notes, swaps []evaluation.Swap) {
	swaps = slices.DeleteFunc(slices.Clone(swaps), func(s evaluation.Swap) bool {
		return !s.Exclusion || !notes.First(s.Reader.ID+" changes places with "+s.Setter.ID)
	})
	if len(swaps) == 0 {
		return
	}
	notes.Warn(path.Root("order_satisfied"), "An exclusion may match other tickets in the new order",
		"To put triggers in order, this plan reverses these pairs:\n\n  %s\n\n"+
			"An exclusion that is now evaluated before the other trigger does not see what that one sets in the same update; one that is now evaluated after it does.\n\n"+
			"No action is needed if that is meant. Otherwise list the other trigger in evaluate_after of the exclusion, to evaluate it first. For the opposite order, list the exclusion in evaluate_after of the other trigger, if it is managed here.",
		strings.Join(evaluation.DescribeSwaps(swaps), "\n  "))
}

// Problem places an order that cannot be had at the listed id that it is
// about, or at the category. Other errors pass.
func Problem(err error) error {
	var broken *evaluation.OrderError
	if !errors.As(err, &broken) {
		return err
	}
	at := path.Root("category_id")
	if broken.Listed != "" {
		at = At(broken.Listed)
	}
	return lifecycle.At(at, "The evaluation order cannot be established", "%s.\n\n%s", err.Error(), broken.Remedy())
}
