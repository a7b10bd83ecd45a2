// Package attribute is what the schemas and models of resources of several systems
// share: values that keep the form of prior state, whole numbers, write-only secrets
// with their versions, and the checks of a request to a URL. It knows no vendor, and
// takes a validator from terraform-plugin-framework-validators where that has it.
package attribute

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Text is a text that a vendor returned who does not tell an empty text from none: an
// empty one keeps the prior form.
func Text(read string, prior types.String) types.String {
	if read == "" && prior.ValueString() == "" && !prior.IsUnknown() {
		return prior
	}
	if read == "" {
		return types.StringNull()
	}
	return types.StringValue(read)
}

// TextMap is a map that a vendor returned; an empty one keeps the prior form.
func TextMap(ctx context.Context, read map[string]string, prior types.Map) types.Map {
	if len(read) == 0 && !prior.IsUnknown() && len(prior.Elements()) == 0 {
		return prior
	}
	if len(read) == 0 {
		return types.MapNull(types.StringType)
	}
	value, _ := types.MapValueFrom(ctx, types.StringType, read)
	return value
}

// TextSet is a set that a vendor returned; an empty one keeps the prior form.
func TextSet(ctx context.Context, read []string, prior types.Set) types.Set {
	if len(read) == 0 && !prior.IsUnknown() && len(prior.Elements()) == 0 {
		return prior
	}
	if len(read) == 0 {
		return types.SetNull(types.StringType)
	}
	value, _ := types.SetValueFrom(ctx, types.StringType, read)
	return value
}

// TextList is a list that a vendor returned; an empty one keeps the prior form.
func TextList(ctx context.Context, read []string, prior types.List) types.List {
	if len(read) == 0 && !prior.IsUnknown() && len(prior.Elements()) == 0 {
		return prior
	}
	if len(read) == 0 {
		return types.ListNull(types.StringType)
	}
	value, _ := types.ListValueFrom(ctx, types.StringType, read)
	return value
}

// Set reports whether a value is set for sure: one that is not known yet may
// still turn out to be null, for example an optional variable of a module.
func Set(value interface {
	IsNull() bool
	IsUnknown() bool
},
) bool {
	return !value.IsNull() && !value.IsUnknown()
}

// Texts gives the known elements of a set or list of texts, and whether all of
// them are known. Null is no elements, all known. The element type of every schema is
// text, and their validators refuse elements that are null.
func Texts(value interface {
	IsNull() bool
	IsUnknown() bool
	Elements() []attr.Value
},
) (known []string, complete bool) {
	if value.IsUnknown() {
		return nil, false
	}
	complete = true
	for _, element := range value.Elements() {
		text, ok := element.(types.String)
		if !ok || text.IsUnknown() || text.IsNull() {
			complete = false
			continue
		}
		known = append(known, text.ValueString())
	}
	return known, complete
}

// Changed returns the planned text to send when it differs from state, else
// nil: not sent.
func Changed(plan, state types.String) *string {
	if plan.ValueString() == state.ValueString() {
		return nil
	}
	text := plan.ValueString()
	return &text
}

// Choices lists allowed values for documentation: `a`, `b` or `c`.
func Choices(values []string) string {
	quoted := make([]string, 0, len(values))
	for _, value := range values {
		quoted = append(quoted, "`"+value+"`")
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	return strings.Join(quoted[:len(quoted)-1], ", ") + " or " + quoted[len(quoted)-1]
}

// Emptied is null for a set that had elements: without any, it is as if it had
// never been set. An explicit [] stays one.
func Emptied(prior types.Set) types.Set {
	if len(prior.Elements()) > 0 || prior.IsUnknown() {
		return types.SetNull(types.StringType)
	}
	return prior
}
