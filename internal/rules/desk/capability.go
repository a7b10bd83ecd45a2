package desk

import "github.com/surveytrigger/terraform-provider-surveytrigger/internal/capability"

// Capabilities is Desk.com's entry of the table. Custom fields and rules have no operation
// that writes them in any client of the API; a recording shows that such a request is
// refused with 405.
func Capabilities() capability.System {
	forgotten := []capability.End{capability.Forget}
	return capability.System{
		Name: "Desk.com",
		Objects: []capability.Object{
			{Noun: "custom field", Resource: "desk_custom_field", Verified: true, Ends: forgotten},
			{Noun: "rule", Resource: "desk_rule", Verified: true, Ends: forgotten},
			{Noun: "label", Resource: "desk_label", Ends: []capability.End{capability.Delete}},
		},
	}
}
