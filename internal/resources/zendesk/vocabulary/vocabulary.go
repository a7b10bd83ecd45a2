// Package vocabulary validates single values that have a form of Zendesk's own: ids
// and tags.
package vocabulary

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wording"
)

var decimal = regexp.MustCompile(`^[1-9][0-9]*$`)

// ID accepts Zendesk's decimal ids.
func ID() validator.String {
	return stringvalidator.RegexMatches(decimal, "must be a Zendesk id: decimal digits, written as a string")
}

// Tag accepts what Zendesk stores unchanged as one tag.
func Tag() validator.String { return isTag{} }

type isTag struct{}

func (isTag) Description(context.Context) string {
	return "must be one tag that Zendesk stores unchanged"
}
func (t isTag) MarkdownDescription(c context.Context) string { return t.Description(c) }

func (isTag) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := rules.CheckTag(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Zendesk would store another tag", wording.Capital(err.Error())+".")
	}
}
