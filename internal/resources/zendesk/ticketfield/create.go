package ticketfield

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
)

// sameField is what two active fields share where one of them may be an orphan.
const sameField = "is active and has the same type and title"

func create(ctx context.Context, client *zendesk.Client, c *lifecycle.Creation[Model]) error {
	plan := c.Plan
	input := zendesk.TicketFieldInput{
		Title:   plan.Title.ValueStringPointer(),
		Active:  plan.Active.ValueBoolPointer(),
		Options: wireOptions(ctx, plan.Options),
	}
	if !plan.Description.IsNull() {
		input.Description = plan.Description.ValueStringPointer()
	}
	if !plan.Tag.IsNull() {
		input.Tag = plan.Tag.ValueStringPointer()
	}
	existing, err := adoptable(ctx, client, plan)
	if err != nil {
		return err
	}
	if existing != nil {
		return adopt(ctx, client, c, existing, input)
	}
	input.Type = plan.Type.ValueStringPointer()
	field, err := client.CreateTicketField(ctx, input)
	if err != nil {
		return err
	}
	c.Created(field.ID)
	if client.SentAgain(zendesk.NounTicketField, field.ID) {
		orphan.Created(client, zendesk.NounTicketField, field.ID, &plan.Base, &c.Notes, path.Root("title"), sameField, func() ([]zendesk.Orphan, error) {
			return client.OrphanTicketFields(ctx, field)
		})
		return nil
	}
	return alone(ctx, client, field)
}

// alone looks once more: another workspace may have created the same field at that moment.
func alone(ctx context.Context, client *zendesk.Client, made *zendesk.TicketField) error {
	if !made.Active {
		return nil
	}
	var duplicate *zendesk.DuplicateError
	if !errors.As(client.TicketFieldAlone(ctx, made), &duplicate) {
		return nil // who cannot look once more keeps what was created
	}
	other := duplicate.Existing[0].ID
	return &lifecycle.Problem{
		Summary: "The ticket field exists twice",
		Detail: fmt.Sprintf("Another active %s field titled %q (%s) appeared at the moment in which this one (%s) was created: another workspace may apply the same configuration. "+
			"With two of them, people fill in one, and triggers that check the other do not see it.\n\n"+
			"Keep one of the two. To keep the other one, run these commands and delete %s in the admin screen:\n\n  terraform state rm <address>\n  terraform import <address> %s\n\n"+
			"To keep this one, delete %s in the admin screen and run:\n\n  terraform untaint <address>",
			made.Type, made.Title, other, made.ID, made.ID, other, other),
	}
}

// adoptable finds the inactive field of the same title and type. An active one is
// an error: it is somebody's.
func adoptable(ctx context.Context, client *zendesk.Client, plan *Model) (*zendesk.TicketField, error) {
	found, err := client.AdoptTicketField(ctx, plan.Type.ValueString(), plan.Title.ValueString())
	var duplicate *zendesk.DuplicateError
	if errors.As(err, &duplicate) {
		id := duplicate.Existing[0].ID
		return nil, &lifecycle.Problem{
			Summary: "The ticket field exists already",
			Detail: fmt.Sprintf("There is an active %s field titled %q: %s. Import it instead of creating a duplicate:\n\n  terraform import <address> %s\n\n"+
				"If this apply replaces that field (-replace, taint): nothing but another type needs that. Apply without -replace, or after terraform untaint.\n\n"+
				"If this apply also ends the resource of that field, because its address changed: do not import it. While \"terraform state list\" shows the old address, add a moved block from that to the new one. If it is gone from there, plan and apply again at once: the field is inactive until then.",
				plan.Type.ValueString(), duplicate.Title, id, id),
		}
	}
	return found, err
}

func adopt(ctx context.Context, client *zendesk.Client, c *lifecycle.Creation[Model], existing *zendesk.TicketField, input zendesk.TicketFieldInput) error {
	empty := ""
	if input.Description == nil {
		input.Description = &empty
	}
	if input.Tag == nil && existing.Tag != "" {
		input.Tag = &empty
	}
	if input.Options != nil {
		inherit(*input.Options, existing.Options)
	}
	if _, err := client.UpdateTicketField(ctx, existing.ID, input); err != nil {
		return err
	}
	c.Created(existing.ID)
	var values []string
	for _, option := range existing.Options {
		values = append(values, option.Value)
	}
	warnOfLoss(&c.Notes, without(values, optionsOf(ctx, c.Plan.Options)))
	return nil
}
