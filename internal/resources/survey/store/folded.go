package store

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Folded is a text that a backend returned and compares without case: it keeps the prior
// form.
func Folded(read string, prior types.String) types.String {
	if strings.EqualFold(read, prior.ValueString()) && !prior.IsNull() && !prior.IsUnknown() {
		return prior
	}
	return types.StringValue(read)
}
