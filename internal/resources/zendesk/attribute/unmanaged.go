package attribute

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
)

// UnmanagedActions is the attribute that shows what a resource cannot express,
// so that it can be planned away.
func UnmanagedActions() schema.ListAttribute {
	return schema.ListAttribute{
		Computed: true, ElementType: types.StringType,
		MarkdownDescription: "Actions that somebody added in the admin screen and that this resource does not express. Always planned as empty: applying removes them.",
	}
}

// NoUnmanagedActions is what is always planned.
var NoUnmanagedActions = types.ListValueMust(types.StringType, []attr.Value{})

// ShowUnmanagedActions is the attribute's value for what was read.
func ShowUnmanagedActions(actions []rules.Action) types.List {
	elements := make([]attr.Value, 0, len(actions))
	for _, action := range actions {
		elements = append(elements, types.StringValue(action.Field+" "+action.Value.String()))
	}
	return types.ListValueMust(types.StringType, elements)
}
