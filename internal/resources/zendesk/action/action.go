// Package action is the attribute "unmanaged_actions" of the rules: actions that
// a resource has no attribute for.
//
// What was there when the resource was imported stays, in its place among the
// resource's own actions, until the configuration says []. What is added later
// outside Terraform is drift. Zendesk returns one list of actions and the
// attribute has no places, so private state remembers the list as it was last
// read: see [Reading.Show] for the way in and [Wire] for the way out.
package action

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Path is where the unmanaged actions are.
var Path = path.Root("unmanaged_actions")

// None is what a resource has whose actions are all its own.
var None = types.ListValueMust(types.StringType, []attr.Value{})

// Attribute is the schema of "unmanaged_actions".
func Attribute() schema.ListAttribute {
	return schema.ListAttribute{
		Optional: true, Computed: true, ElementType: types.StringType,
		Validators: []validator.List{listvalidator.NoNullValues(), listvalidator.ValueStringsAre(isAction{})},
		MarkdownDescription: "Actions for which this resource has no attribute, each as JSON: `{\"field\": …, \"value\": …}`. Those that were there when it was imported stay, in their places. " +
			"One that is added later outside Terraform is drift, and applying removes it. Leave it out, write exactly what is there, or write `[]` to remove all of them. A new resource has none.",
	}
}

// isAction accepts the JSON of an action.
type isAction struct{}

func (isAction) Description(context.Context) string { return "must be the JSON of an action" }

func (isAction) MarkdownDescription(context.Context) string { return "must be the JSON of an action" }

func (isAction) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := parse(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Not an action", fmt.Sprintf("%s: %s. Write an action as an import shows it, for example {\"field\": \"priority\", \"value\": \"low\"}.", req.ConfigValue.ValueString(), err))
	}
}

func parse(text string) (rules.Action, error) {
	read, err := decode(text)
	if err == nil && read.Field == "" {
		return read, errors.New("it has no field")
	}
	return read, err
}

// decode reads what [text] wrote as well: an account may have an action without a field.
func decode(text string) (read rules.Action, err error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	return read, decoder.Decode(&read)
}

// text is the JSON of an action. It is what HCL's jsonencode gives.
func text(each rules.Action) types.String {
	data, err := json.Marshal(each)
	if err != nil {
		panic(err) // an action holds nothing that JSON cannot
	}
	return types.StringValue(string(data))
}

func listOf(actions []rules.Action) types.List {
	elements := make([]attr.Value, 0, len(actions))
	for _, each := range actions {
		elements = append(elements, text(each))
	}
	return types.ListValueMust(types.StringType, elements)
}

// in gives the actions of the list, and whether all of it is known. Each was written by
// [text] or passed isAction, or [Plan] has refused it: none is dropped.
func in(list types.List) (actions []rules.Action, complete bool) {
	texts, complete := attribute.Texts(list)
	for _, each := range texts {
		if read, err := decode(each); err == nil {
			actions = append(actions, read)
		}
	}
	return actions, complete
}

// readable returns an error at what is no action, which would not be written.
func readable(list types.List) error {
	texts, _ := attribute.Texts(list)
	for i, each := range texts {
		if _, err := decode(each); err != nil {
			return lifecycle.At(Path, "Not an action", "Element %d of unmanaged_actions cannot be read, so it would be lost: %s: %s.", i, each, err)
		}
	}
	return nil
}

// without are the actions that are not among the others, each counted as often as
// it is there.
func without(actions, others []rules.Action) []rules.Action {
	left, others := []rules.Action{}, slices.Clone(others)
	for _, each := range actions {
		if i := slices.IndexFunc(others, each.Equal); i >= 0 {
			others = slices.Delete(others, i, i+1)
			continue
		}
		left = append(left, each)
	}
	return left
}

// same reports whether both are the same actions in whatever order.
func same(a, b []rules.Action) bool { return len(a) == len(b) && len(without(a, b)) == 0 }
