package sendautomation

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/receiver"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

const filterEndpoint = "endpoint"

// listing takes every automation that notifies a receiver for a send.
var listing = &lifecycle.Listing[*zendesk.Client]{
	Plural: "automations that notify a webhook or target", Key: "title",
	Filters: []lifecycle.Filter{{
		Name: filterEndpoint, Validators: []validator.String{receiver.IsEndpoint()},
		Description: "Only those that notify a webhook or target at this address. " + receiver.EndpointForms,
	}},
	Objects: objects,
}

func objects(ctx context.Context, client *zendesk.Client, query lifecycle.Query) ([]lifecycle.Listed, error) {
	automations, err := client.Automations(ctx)
	if err != nil {
		return nil, err
	}
	var addresses receiver.Addresses
	endpoint := query.Text(filterEndpoint)
	if endpoint != "" {
		actions := make([][]rules.Action, 0, len(automations))
		for _, a := range automations {
			actions = append(actions, a.Actions)
		}
		if addresses, err = receiver.AddressesOf(ctx, client, actions...); err != nil {
			return nil, err
		}
	}
	var found []lifecycle.Listed
	for _, a := range automations {
		if trigger.Notifies(a.Actions) && (endpoint == "" || addresses.Reach(endpoint, a.Actions)) {
			found = append(found, lifecycle.Listed{Named: lifecycle.Named{ID: a.ID, Name: a.Title, Inactive: !a.Active}})
		}
	}
	return found, nil
}
