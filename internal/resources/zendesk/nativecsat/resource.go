// Package nativecsat is the resource surveytrigger_zendesk_native_csat: Zendesk's
// own satisfaction survey, switched off so that nobody gets two.
//
// Nothing is created: the built-in automation is adopted, and destroying the
// resource restores what it was. It is found by what it does, not by its title,
// which is translated and edited. No other automation is ever touched.
package nativecsat

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	Enabled           types.Bool `tfsdk:"enabled"`
	PreviouslyEnabled types.Bool `tfsdk:"previously_enabled"`
}

var resourceSchema = schema.Schema{
	MarkdownDescription: "Zendesk's own satisfaction survey (CSAT). Switch it off, so that customers do not get two surveys; destroying the resource restores what it was. " +
		"It adopts the built-in automation, which it recognises by what it does, not by its title. Where the survey runs as a trigger, or the account has none, creating is an error that says so.",
	Attributes: map[string]schema.Attribute{
		"enabled": schema.BoolAttribute{Required: true, MarkdownDescription: "Whether Zendesk sends its own survey."},
		"previously_enabled": schema.BoolAttribute{
			Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "Whether it did when the resource was created (on import: the value then). Destroying restores it.",
		},
	},
}

// New makes the resource.
func New() resource.Resource {
	return lifecycle.New(lifecycle.Definition[*zendesk.Client, Model]{
		Name:   "zendesk_native_csat",
		Schema: resourceSchema,
		Plan:   plan,
		Create: create,
		Read:   read,
		Update: update,
		Delete: remove,
	})()
}

// set switches the automation, unless it is so already.
func set(ctx context.Context, client *zendesk.Client, automation *zendesk.Automation, enabled bool) error {
	if automation.Active == enabled {
		return nil
	}
	_, err := client.UpdateAutomation(ctx, automation.ID, zendesk.AutomationInput{Active: &enabled})
	return err
}
