package nativecsat

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

var listing = &lifecycle.Listing[*zendesk.Client]{
	Plural: "automations that send Zendesk's own survey", Key: "title",
	Objects: func(ctx context.Context, client *zendesk.Client, _ lifecycle.Query) ([]lifecycle.Listed, error) {
		automations, err := client.Automations(ctx)
		var found []lifecycle.Listed
		for _, a := range automations {
			if a.IsNativeCSAT() {
				found = append(found, lifecycle.Listed{Named: lifecycle.Named{ID: a.ID, Name: a.Title, Inactive: !a.Active}})
			}
		}
		return found, err
	},
}
