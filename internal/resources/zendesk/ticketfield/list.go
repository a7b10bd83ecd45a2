package ticketfield

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// listing leaves out Zendesk's own fields, such as the subject: they are no custom fields.
var listing = &lifecycle.Listing[*zendesk.Client]{
	Plural: "custom ticket fields", Key: "title",
	Objects: func(ctx context.Context, client *zendesk.Client, _ lifecycle.Query) ([]lifecycle.Listed, error) {
		fields, err := client.TicketFields(ctx)
		var found []lifecycle.Listed
		for _, f := range fields {
			if f.Custom() {
				found = append(found, lifecycle.Listed{Named: lifecycle.Named{ID: f.ID, Name: f.Title, Inactive: !f.Active}, Where: f.Type})
			}
		}
		return found, err
	},
}
