package kustomer

import "github.com/surveytrigger/terraform-provider-surveytrigger/internal/capability"

// Attributes is what Kustomer does with custom attributes: its API deletes none.
var Attributes = capability.Object{Noun: "custom attribute", Resource: "kustomer_attribute", Ends: []capability.End{capability.Keep}}

// Capabilities is Kustomer's entry of the table.
func Capabilities() capability.System {
	return capability.System{
		Name: "Kustomer",
		Objects: []capability.Object{
			Attributes,
			{Noun: "satisfaction surveys of a channel", Resource: "kustomer_native_csat", Adopted: true, Ends: []capability.End{capability.Restore}},
		},
	}
}
