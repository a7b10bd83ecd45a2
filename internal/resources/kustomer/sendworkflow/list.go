package sendworkflow

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// listing takes every workflow that makes an HTTP request, at once or after a delay.
var listing = &lifecycle.Listing[*kustomer.Client]{
	Plural: "workflows that make an HTTP request", Key: "name",
	Objects: func(ctx context.Context, client *kustomer.Client, _ lifecycle.Query) ([]lifecycle.Listed, error) {
		senders, err := client.Senders(ctx)
		found := make([]lifecycle.Listed, 0, len(senders))
		for _, w := range senders {
			found = append(found, lifecycle.Listed{Named: lifecycle.Named{ID: w.ID, Name: w.Name, Inactive: !w.Enabled}, Where: w.ID})
		}
		return found, err
	},
}
