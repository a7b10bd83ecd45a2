package ticketfield

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
)

func read(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	field, err := client.TicketField(ctx, state.ID.ValueString())
	if err != nil {
		return err
	}
	if state.Imported() && !slices.Contains(fieldTypes, field.Type) {
		return &lifecycle.Problem{
			Summary: "Unsupported type of ticket field",
			Detail:  fmt.Sprintf("The field %q is of type %q. This resource supports only the types %s: manage this field elsewhere.", field.Title, field.Type, strings.Join(fieldTypes, ", ")),
		}
	}
	state.show(ctx, field)
	orphan.WarnOfLate(&state.Base, notes, path.Root("title"), sameField, func() ([]zendesk.Orphan, error) { return client.OrphanTicketFields(ctx, field) })
	return nil
}
