package attribute

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// NoNulls is the library's NoNullValues for a list or set inside an object. The CLI shows
// no line of a nested attribute, and the library does not name it.
func NoNulls() interface {
	validator.List
	validator.Set
} {
	return noNulls{}
}

type noNulls struct{}

func (noNulls) Description(context.Context) string         { return "no element may be null" }
func (noNulls) MarkdownDescription(context.Context) string { return "no element may be null" }

func (noNulls) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	refuseNulls(&resp.Diagnostics, req.Path, req.ConfigValue.Elements())
}

func (noNulls) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	refuseNulls(&resp.Diagnostics, req.Path, req.ConfigValue.Elements())
}

func refuseNulls(diags *diag.Diagnostics, at path.Path, elements []attr.Value) {
	if slices.ContainsFunc(elements, attr.Value.IsNull) {
		diags.AddAttributeError(at, "An element is null", fmt.Sprintf("%s contains a null value. Leave it out, for example with [for x in list : x if x != null].", at))
	}
}
