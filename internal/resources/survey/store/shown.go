package store

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Hidden are the attributes that a backend does not show.
type Hidden []string

// Has reports whether an attribute is hidden, or the object that it is in.
func (h Hidden) Has(name string) bool {
	return slices.ContainsFunc(h, func(each string) bool { return name == each || strings.HasPrefix(name, each+".") })
}

// Shown is the value that a backend shows of an attribute. Of one that is hidden it is
// the prior value, or the default where nobody has set one.
func Shown[V attr.Value](hidden Hidden, name string, shown, prior, fallback V) V {
	switch {
	case !hidden.Has(name):
		return shown
	case prior.IsNull():
		return fallback
	default:
		return prior
	}
}

// Folded is a text that a backend returned and compares without case: it keeps the prior
// form.
func Folded(read string, prior types.String) types.String {
	if strings.EqualFold(read, prior.ValueString()) && !prior.IsNull() && !prior.IsUnknown() {
		return prior
	}
	return types.StringValue(read)
}
