// Package nativecsat is the resource surveytrigger_zendesk_native_csat: Zendesk's
// own satisfaction survey, deactivated so that nobody gets two.
//
// Nothing is created: the built-in automation is adopted, and destroying the
// resource restores what it was, unless sends are still active. It is found by what it does, not by its title,
// which is translated and edited. No other automation is ever touched.
package nativecsat

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	Enabled           types.Bool   `tfsdk:"enabled"`
	PreviouslyEnabled types.Bool   `tfsdk:"previously_enabled"`
	Restore           types.String `tfsdk:"restore"`
}

// The values of restore.
const (
	restoreUnlessSendsActive = "unless_sends_active"
	restoreAlways            = "always"
)

var restores = []string{restoreUnlessSendsActive, restoreAlways}

var resourceSchema = schema.Schema{
	MarkdownDescription: "Zendesk's own satisfaction survey (CSAT). Deactivate it, so that customers do not get two surveys; destroying the resource restores the earlier setting, unless sends are still active. " +
		"It adopts the built-in automation, which it recognises by what it does, not by its title. If other rules send the survey, or the account has none, creating this resource is an error.",
	Attributes: map[string]schema.Attribute{
		"enabled": schema.BoolAttribute{Required: true, MarkdownDescription: "Whether Zendesk sends its own survey."},
		"restore": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(restoreUnlessSendsActive), Validators: []validator.String{stringvalidator.OneOf(restores...)},
			MarkdownDescription: "When destroying restores a survey that was active: " + attribute.Choices(restores) + ". With `unless_sends_active`, the default, it stays inactive, with a warning, " +
				"if an active trigger or automation of the account, managed here or not, notifies a webhook or target, or a trigger distribution of a configured survey backend is active for Zendesk: customers would get two surveys. " +
				"Let the webhook or target of the sends, and the distributions, depend on this resource (`depends_on`), so that it is destroyed after them. " +
				"A plan that removes this resource and starts a send says so (`native_survey`): keep the resource for that apply.",
		},
		"previously_enabled": schema.BoolAttribute{
			Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "Whether Zendesk sent its own survey when the resource was created (on import: the value then). Destroying restores it.",
		},
	},
}

// New makes the resource.
func New() resource.Resource {
	return lifecycle.New(lifecycle.Definition[*zendesk.Client, Model]{
		Name:       "zendesk_native_csat",
		Sections:   []string{zendesk.Section},
		Schema:     resourceSchema,
		Plan:       plan,
		PlanDelete: planDelete,
		Create:     create,
		Read:       read,
		Update:     update,
		Delete:     remove,
		Listing:    listing,
	})()
}

// set activates or deactivates the automation. Zendesk documents that some of its own
// automations cannot be changed, and not what it answers then.
func set(ctx context.Context, client *zendesk.Client, id string, enabled bool) error {
	written, err := client.UpdateAutomation(ctx, id, zendesk.AutomationInput{Active: &enabled})
	if err != nil || written.Active == enabled {
		return err
	}
	is, button := "inactive", "Activate"
	if written.Active {
		is, button = "active", "Deactivate"
	}
	return lifecycle.At(path.Root("enabled"), "Zendesk's own survey was not changed",
		"%s accepted the change, but its answer shows that the automation %q (%s) is still %s.\n\n%s it in the Admin Center (Objects and rules > Business rules > Automations), then apply again.",
		client.Account(), written.Title, written.ID, is, button)
}
