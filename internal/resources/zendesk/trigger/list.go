package trigger

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/receiver"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/vocabulary"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// The further filters of lists of triggers.
const (
	filterCategory = "category_id"
	filterEndpoint = "endpoint"
)

// Kind is what tells the triggers of a resource from others.
type Kind struct {
	Plural string
	// Endpoint describes the filter on the address of a receiver.
	Endpoint string
	// Is reports whether a trigger is of the kind.
	Is func(zendesk.Trigger) bool
	// At gives the test for that filter.
	At func(ctx context.Context, client *zendesk.Client, endpoint string) (func(zendesk.Trigger) bool, error)
}

// Listing lists the triggers of a kind.
func Listing(kind Kind) *lifecycle.Listing[*zendesk.Client] {
	return &lifecycle.Listing[*zendesk.Client]{
		Plural: kind.Plural, Key: "title",
		Filters: []lifecycle.Filter{
			{Name: filterCategory, Validators: []validator.String{vocabulary.ID()}, Description: "Only those in the trigger category of this id."},
			{Name: filterEndpoint, Validators: []validator.String{receiver.IsEndpoint()}, Description: kind.Endpoint + " " + receiver.EndpointForms},
		},
		Objects: kind.objects,
	}
}

func (k Kind) objects(ctx context.Context, client *zendesk.Client, query lifecycle.Query) ([]lifecycle.Listed, error) {
	triggers, err := client.Triggers(ctx)
	if err != nil {
		return nil, err
	}
	order, err := client.Evaluation().Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	at := func(zendesk.Trigger) bool { return true }
	if endpoint := query.Text(filterEndpoint); endpoint != "" {
		if at, err = k.At(ctx, client, endpoint); err != nil {
			return nil, err
		}
	}
	var found []lifecycle.Listed
	category := query.Text(filterCategory)
	for _, t := range triggers {
		if !k.Is(t) || category != "" && category != t.CategoryID || !at(t) {
			continue
		}
		one := lifecycle.Listed{Named: lifecycle.Named{ID: t.ID, Name: t.Title, Inactive: !t.Active}}
		if c, known := order.Category(t.CategoryID); known {
			one.Where = "in " + c.Name
		}
		found = append(found, one)
	}
	return found, nil
}

// Notifies reports whether a trigger notifies a receiver, which makes it a send.
func Notifies(actions []rules.Action) bool {
	for _, action := range actions {
		if _, notifies := rules.NotificationOf(action); notifies {
			return true
		}
	}
	return false
}
