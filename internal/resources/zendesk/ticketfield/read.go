package ticketfield

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func read(ctx context.Context, client *zendesk.Client, state *Model, _ *lifecycle.Notes) error {
	field, err := client.TicketField(ctx, state.ID.ValueString())
	if err != nil {
		return err
	}
	if state.Imported() && !slices.Contains(fieldTypes, field.Type) {
		return &lifecycle.Problem{
			Summary: "This type of field cannot be declared",
			Detail:  fmt.Sprintf("The field %q is of type %q. This resource can express %s.", field.Title, field.Type, strings.Join(fieldTypes, ", ")),
		}
	}
	state.show(ctx, field)
	return nil
}
