package functions

import "github.com/hashicorp/terraform-plugin-framework/function"

// All are the provider's functions, for its Functions method.
func All() []func() function.Function {
	return []func() function.Function{
		NewStellaConnectPayload,
		NewSurveyPayload,
		NewRenderPayload,
	}
}
