package triggercategory

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

var listing = &lifecycle.Listing[*zendesk.Client]{
	Plural: "trigger categories", Key: "name", Lasting: true,
	Objects: func(ctx context.Context, client *zendesk.Client, _ lifecycle.Query) ([]lifecycle.Listed, error) {
		categories, err := client.Categories(ctx)
		if zendesk.IsNoCategories(err) {
			return nil, nil
		}
		found := make([]lifecycle.Listed, 0, len(categories))
		for _, c := range categories {
			found = append(found, lifecycle.Listed{Named: lifecycle.Named{ID: c.ID, Name: c.Name}})
		}
		return found, err
	},
}
