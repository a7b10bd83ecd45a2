package attribute

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
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

// NumericID accepts Zendesk's decimal ids.
func NumericID() validator.String {
	return stringvalidator.RegexMatches(regexp.MustCompile(`^[1-9][0-9]*$`), "must be a Zendesk id: decimal digits, written as a string")
}

// WebAddress accepts absolute https URLs, and http ones of a loopback host.
func WebAddress() validator.String {
	return stringCheck{"Not a URL that Zendesk may call", checkWebAddress}
}

func checkWebAddress(text string) error {
	address, err := url.Parse(text)
	switch {
	case err != nil, address.Host == "":
		return fmt.Errorf("%q is not an absolute URL such as https://surveys.example.com/hook", text)
	case address.User != nil:
		return fmt.Errorf("the URL carries credentials, which would be readable in state: use \"authentication\"")
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
