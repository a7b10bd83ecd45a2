// Package nativecsat is the resource surveytrigger_kustomer_native_csat: Kustomer's
// own satisfaction surveys of one channel, disabled so that nobody gets two.
//
// Nothing is created: the surveys of the channel are adopted, and destroying the
// resource restores which of them were enabled, unless a trigger distribution of a
// configured survey backend would send, too.
package nativecsat

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer"
)

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	Channel           types.String `tfsdk:"channel"`
	Enabled           types.Bool   `tfsdk:"enabled"`
	PreviouslyEnabled types.Set    `tfsdk:"previously_enabled"`
	Restore           types.String `tfsdk:"restore"`
}

// The values of restore, which are those of surveytrigger_zendesk_native_csat.
const (
	restoreUnlessSendsActive = "unless_sends_active"
	restoreAlways            = "always"
)

var restores = []string{restoreUnlessSendsActive, restoreAlways}

var resourceSchema = schema.Schema{
	MarkdownDescription: "Kustomer's own satisfaction surveys (CSAT) of one channel, all of them. Disable them, so that customers do not get two surveys; destroying the resource restores which of them were enabled, unless send workflows or trigger distributions are still active. " +
		"Surveys are neither created nor changed in any other way. A channel without surveys holds `enabled = false` without a request, and one that somebody creates and enables there later is drift.",
	Attributes: map[string]schema.Attribute{
		"channel": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)}, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			MarkdownDescription: "The channel whose surveys these are: " + attribute.Choices(rules.SurveyChannels) + ", or another one that has surveys. " +
				"Kustomer's own survey goes by the channel of the last message of a conversation, as far as is known, and `surveytrigger_kustomer_send_workflow` by that of the first: " +
				"where conversations change channel, disable the surveys of each channel on which they may end.",
		},
		"enabled": schema.BoolAttribute{
			Required: true, MarkdownDescription: "Whether Kustomer sends surveys of its own on the channel. `false` disables all of them. With `true`, at least one is enabled: where none is, those of `previously_enabled`, " +
				"or, without any, all. For a channel without surveys `true` is an error.",
		},
		"previously_enabled": schema.SetAttribute{
			Computed: true, ElementType: types.StringType, PlanModifiers: []planmodifier.Set{setplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "The ids of the surveys that were enabled when the resource was created (on import: at that time). Destroying restores them.",
		},
		"restore": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(restoreUnlessSendsActive), Validators: []validator.String{stringvalidator.OneOf(restores...)},
			MarkdownDescription: "When destroying enables surveys that were enabled: " + attribute.Choices(restores) + ". With `unless_sends_active`, the default, they stay disabled, with a warning, " +
				"while an enabled `surveytrigger_kustomer_send_workflow` surveys this channel, whoever manages it, or a survey backend that the provider block configures has an active trigger distribution for Kustomer on it: customers would get two surveys. " +
				"Kustomer itself does not show who polls it, nor workflows to a key that may not read them: before destroying, deactivate what these send. " +
				"Let send workflows and the `surveytrigger_connector` depend on this resource (`depends_on`), so that this one is destroyed after them.",
		},
	},
}

// New makes the resource.
func New() resource.Resource {
	return lifecycle.New(lifecycle.Definition[*kustomer.Client, Model]{
		Name:       "kustomer_native_csat",
		Sections:   []string{kustomer.Section},
		Object:     kustomer.NounSurveys,
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

// surveysOf are the surveys of a channel, and the ids of those that are enabled.
func surveysOf(ctx context.Context, client *kustomer.Client, channel string) (surveys []kustomer.Survey, enabled []string, err error) {
	all, err := client.Surveys(ctx)
	enabled = []string{}
	for _, survey := range all {
		if survey.Channel != channel {
			continue
		}
		surveys = append(surveys, survey)
		if survey.Enabled {
			enabled = append(enabled, survey.ID)
		}
	}
	return surveys, enabled, err
}

func setOf(ctx context.Context, ids []string) types.Set {
	set, _ := types.SetValueFrom(ctx, types.StringType, ids)
	return set
}
