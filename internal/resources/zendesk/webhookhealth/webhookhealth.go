// Package webhookhealth is the data source surveytrigger_zendesk_webhook_health:
// how the latest deliveries of a webhook ended, for check blocks.
package webhookhealth

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

type model struct {
	WebhookID    types.String `tfsdk:"webhook_id"`
	LastDelivery *delivery    `tfsdk:"last_delivery"`
	FailedInARow types.Int64  `tfsdk:"failed_in_a_row"`
}

type delivery struct {
	Status types.String `tfsdk:"status"`
	Code   types.Int64  `tfsdk:"code"`
	At     types.String `tfsdk:"at"`
}

// New makes the data source.
func New() datasource.DataSource {
	return lifecycle.NewSource(lifecycle.Source[*zendesk.Client, model]{
		Name:    "zendesk_webhook_health",
		Section: zendesk.Section,
		Schema: schema.Schema{
			MarkdownDescription: "How the latest deliveries of a webhook ended: the latest 100 entries of Zendesk's history of seven days are read. " +
				"Use it in a `check` block to report a receiver that refuses every survey request, for example after a key was rotated. Deliveries that have not ended are ignored.",
			Attributes: map[string]schema.Attribute{
				"webhook_id": schema.StringAttribute{
					Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
					MarkdownDescription: "The id of the webhook.",
				},
				"last_delivery": schema.SingleNestedAttribute{
					Computed: true, MarkdownDescription: "The delivery that ended last; null when there was none in seven days.",
					Attributes: map[string]schema.Attribute{
						"status": schema.StringAttribute{Computed: true, MarkdownDescription: "How it ended, in Zendesk's words: `success`, `terminated` (the receiver refused), `circuit broken` (Zendesk made no call, because too many had failed), `failed`, `timeout`, `client error` or `server error`."},
						"code":   schema.Int64Attribute{Computed: true, MarkdownDescription: "The HTTP status of the receiver's answer; null when there was none."},
						"at":     schema.StringAttribute{Computed: true, MarkdownDescription: "When it ended, as in `2026-11-02T10:00:00Z`."},
					},
				},
				"failed_in_a_row": schema.Int64Attribute{Computed: true, MarkdownDescription: "How many of the latest deliveries failed one after the other: 0 after a success, and at most 100."},
			},
		},
		Read: read,
	})()
}

func read(ctx context.Context, client *zendesk.Client, m *model) error {
	id := m.WebhookID.ValueString()
	deliveries, err := client.Deliveries(ctx, id)
	if zendesk.IsNotFound(err) {
		return lifecycle.At(path.Root("webhook_id"), "No history of this webhook",
			"%s has no webhook %s, or does not offer the history of its deliveries. Refer to the webhook's resource, as in surveytrigger_zendesk_webhook.survey.id, instead of its id.", client.Account(), id)
	}
	if err != nil {
		return err
	}
	health := zendesk.HealthOf(deliveries)
	m.FailedInARow = types.Int64Value(int64(health.FailedInARow))
	if last := health.Last; last != nil {
		m.LastDelivery = &delivery{Status: types.StringValue(last.Status), Code: types.Int64Null(), At: types.StringValue(last.At)}
		if last.Code != 0 {
			m.LastDelivery.Code = types.Int64Value(last.Code)
		}
	}
	return nil
}
