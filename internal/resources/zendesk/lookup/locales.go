package lookup

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

type localesModel struct {
	Locales []localeModel `tfsdk:"locales"`
}

type localeModel struct {
	ID     types.String `tfsdk:"id"`
	Locale types.String `tfsdk:"locale"`
	Name   types.String `tfsdk:"name"`
}

// NewLocales is surveytrigger_zendesk_locales: the languages of the account.
func NewLocales() datasource.DataSource {
	return lifecycle.NewSource(lifecycle.Source[*zendesk.Client, localesModel]{
		Name:    "zendesk_locales",
		Section: zendesk.Section,
		Schema: schema.Schema{
			MarkdownDescription: "The languages that are enabled in the account. Their ids are the values of `locale_id` conditions; their codes are what `{{ticket.requester.locale}}` renders.",
			Attributes: map[string]schema.Attribute{
				"locales": schema.ListNestedAttribute{
					Computed: true, MarkdownDescription: "The locales, in Zendesk's order.",
					NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
						"id":     schema.StringAttribute{Computed: true, MarkdownDescription: "The id, the value of a `locale_id` condition."},
						"locale": schema.StringAttribute{Computed: true, MarkdownDescription: "The code, such as `en-US`."},
						"name":   schema.StringAttribute{Computed: true, MarkdownDescription: "The name, such as `English (United States)`."},
					}},
				},
			},
		},
		Read: readLocales,
	})()
}

func readLocales(ctx context.Context, client *zendesk.Client, model *localesModel) error {
	locales, err := client.Locales(ctx)
	model.Locales = make([]localeModel, 0, len(locales))
	for _, locale := range locales {
		model.Locales = append(model.Locales, localeModel{
			ID: types.StringValue(locale.ID), Locale: types.StringValue(locale.Code), Name: types.StringValue(locale.Name),
		})
	}
	return err
}
