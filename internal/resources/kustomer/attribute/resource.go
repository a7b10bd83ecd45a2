// Package attribute is the resource surveytrigger_kustomer_attribute: a custom
// attribute of a klass of objects, such as the score that a survey backend writes to
// conversations.
//
// All attributes of a klass are described by one document. The client changes it, for
// all that change together, and verifies the change; here is one attribute.
package attribute

import (
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	Klass          types.String `tfsdk:"klass"`
	Name           types.String `tfsdk:"name"`
	DisplayName    types.String `tfsdk:"display_name"`
	Options        types.List   `tfsdk:"options"`
	DeletionPolicy types.String `tfsdk:"deletion_policy"`
}

// New makes the resource.
func New() resource.Resource {
	return lifecycle.New(lifecycle.Definition[*kustomer.Client, Model]{
		Name:       "kustomer_attribute",
		Sections:   []string{kustomer.Section},
		Object:     kustomer.NounAttribute,
		Schema:     resourceSchema,
		Validate:   validate,
		Plan:       plan,
		PlanDelete: planDelete,
		Create:     create,
		Read:       read,
		Update:     update,
		Delete:     remove,
		Listing:    listing,
	})()
}
