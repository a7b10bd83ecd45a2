package httptarget

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/receiver"
)

var listing = &lifecycle.Listing[*zendesk.Client]{
	Plural: "targets", Key: "title", Filters: []lifecycle.Filter{receiver.EndpointFilter},
	Objects: func(ctx context.Context, client *zendesk.Client, query lifecycle.Query) ([]lifecycle.Listed, error) {
		targets, err := client.Targets(ctx)
		var found []lifecycle.Listed
		for _, t := range targets {
			if receiver.AtEndpoint(query, t.URL) {
				found = append(found, lifecycle.Listed{Named: lifecycle.Named{ID: t.ID, Name: t.Title, Inactive: !t.Active}, Where: receiver.HostOf(t.URL)})
			}
		}
		return found, err
	},
}
