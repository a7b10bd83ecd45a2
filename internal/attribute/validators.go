package attribute

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// stringCheck makes a validator of a plain check.
type stringCheck struct {
	summary string
	check   func(string) error
}

func (s stringCheck) Description(context.Context) string         { return s.summary }
func (s stringCheck) MarkdownDescription(context.Context) string { return s.summary }

func (s stringCheck) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := s.check(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, s.summary, upperFirst(err.Error())+".")
	}
}

// Tag accepts what Zendesk stores unchanged as one tag.
func Tag() validator.String { return stringCheck{"Zendesk would store another tag", rules.CheckTag} }

// NoNulls accepts lists, sets and maps whose elements are all there: Zendesk
// has no element without a value, so state could never show it.
func NoNulls() interface {
	validator.List
	validator.Set
	validator.Map
} {
	return noNulls{}
}

type noNulls struct{}

func (noNulls) Description(context.Context) string         { return "no element may be null" }
func (noNulls) MarkdownDescription(context.Context) string { return "no element may be null" }

func (noNulls) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	resp.Diagnostics.Append(refuseNulls(req.Path, req.ConfigValue.Elements())...)
}

func (noNulls) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	resp.Diagnostics.Append(refuseNulls(req.Path, req.ConfigValue.Elements())...)
}

func (noNulls) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	resp.Diagnostics.Append(refuseNulls(req.Path, slices.Collect(maps.Values(req.ConfigValue.Elements())))...)
}

func refuseNulls(at path.Path, elements []attr.Value) (diags diag.Diagnostics) {
	if slices.ContainsFunc(elements, attr.Value.IsNull) {
		diags.AddAttributeError(at, "An element is null", "Zendesk has no element without a value. Leave it out, for example with [for x in list : x if x != null].")
	}
	return diags
}

// NumericID accepts Zendesk's decimal ids.
func NumericID() validator.String {
	return stringvalidator.RegexMatches(regexp.MustCompile(`^[1-9][0-9]*$`), "must be a Zendesk id: decimal digits, written as a string")
}

// CheckWebAddress accepts absolute https URLs and http ones of a loopback host. What
// stands in state already is not refused; state is null on create.
func CheckWebAddress(at path.Path, planned, state types.String) error {
	if !Set(planned) || planned.Equal(state) {
		return nil
	}
	if err := checkWebAddress(planned.ValueString()); err != nil {
		return lifecycle.At(at, "Not a URL that Zendesk may call", "%s.", upperFirst(err.Error()))
	}
	return nil
}

func checkWebAddress(text string) error {
	address, err := url.Parse(text)
	switch {
	case err != nil, address.Host == "":
		return fmt.Errorf("%q is not an absolute URL such as https://surveys.example.com/hook", text)
	case address.User != nil:
		return fmt.Errorf("the URL contains credentials, which would be readable in state: use \"authentication\"")
	case address.Scheme == "https":
		return nil
	case address.Scheme == "http" && loopback(address.Hostname()):
		return nil
	default:
		return fmt.Errorf("%q would send customers' data unencrypted: use https", text)
	}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func upperFirst(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
