package webhook

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/receiver"
)

var listing = &lifecycle.Listing[*zendesk.Client]{
	Plural: "webhooks", Key: "name", Filters: []lifecycle.Filter{receiver.EndpointFilter},
	Objects: func(ctx context.Context, client *zendesk.Client, query lifecycle.Query) ([]lifecycle.Listed, error) {
		webhooks, err := client.Webhooks(ctx)
		var found []lifecycle.Listed
		for _, w := range webhooks {
			if receiver.AtEndpoint(query, w.Endpoint) {
				found = append(found, lifecycle.Listed{Named: lifecycle.Named{ID: w.ID, Name: w.Name, Inactive: !w.Active}, Where: receiver.HostOf(w.Endpoint)})
			}
		}
		return found, err
	},
}
