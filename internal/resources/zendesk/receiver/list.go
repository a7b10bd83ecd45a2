package receiver

import (
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// EndpointFilter is the filter of a list of receivers on their address.
var EndpointFilter = lifecycle.Filter{
	Name: "endpoint", Validators: []validator.String{IsEndpoint()}, Description: "Only those at this address. " + EndpointForms,
}

// AtEndpoint reports whether a receiver at the address meets that filter.
func AtEndpoint(query lifecycle.Query, address string) bool {
	wanted := query.Text(EndpointFilter.Name)
	return wanted == "" || Matches(wanted, address)
}

// HostOf is an address without what may be a secret.
func HostOf(address string) string { return addressOf(address).host }
