package attribute

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

const filterKlass = "klass"

var listing = &lifecycle.Listing[*kustomer.Client]{
	Plural: "custom attributes", Key: "name", Lasting: true,
	Filters: []lifecycle.Filter{{
		Name: filterKlass, Validators: []validator.String{isKlass{}},
		Description: "The kind of objects whose attributes are listed. Default `" + defaultKlass + "`.",
	}},
	Objects: func(ctx context.Context, client *kustomer.Client, query lifecycle.Query) ([]lifecycle.Listed, error) {
		attributes, err := client.Attributes(ctx, cmp.Or(query.Text(filterKlass), defaultKlass))
		found := make([]lifecycle.Listed, 0, len(attributes))
		for _, a := range attributes {
			one := lifecycle.Listed{Named: lifecycle.Named{ID: a.ID(), Name: a.Name}}
			if a.DisplayName != "" {
				one.Label = a.DisplayName + " (" + a.Name + ")"
			}
			found = append(found, one)
		}
		return found, err
	},
}
