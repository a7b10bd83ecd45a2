package trigger

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// Delete deletes the trigger unless it is to be spared.
func Delete(ctx context.Context, client *zendesk.Client, state *Common, notes *lifecycle.Notes) error {
	id := state.ID.ValueString()
	spared, err := Spare(client, zendesk.NounTrigger, &state.Base, notes, func() (string, bool, error) {
		found, err := client.Trigger(ctx, id)
		if err != nil {
			return "", false, err
		}
		return found.Title, found.Active, nil
	})
	if spared || err != nil {
		return err
	}
	if err := client.DeleteTrigger(ctx, id); err != nil {
		return err
	}
	if err := client.Evaluation().SettleHindered(ctx); err != nil {
		notes.Warn(path.Empty(), "A trigger category was not moved",
			"The trigger %s was deleted. A trigger category that it kept in its place could then be moved, and that failed: %s.\n\nThe next plan shows it again.", id, err)
	}
	return nil
}

// Spare reports whether a rule must not be deleted because another resource has
// adopted it meanwhile: see [lifecycle.Base.SetAdoptable]. Where this process did
// not do that itself, somebody may have activated it, so it says what is left
// behind. Find gives the rule's title and whether it is active.
func Spare(client *zendesk.Client, noun string, state *lifecycle.Base, notes *lifecycle.Notes, find func() (title string, active bool, err error)) (bool, error) {
	id := state.ID.ValueString()
	if !client.BeginDelete(noun, id) {
		return true, nil
	}
	if !state.Adoptable() {
		return false, nil
	}
	title, active, err := find()
	if err == nil && active {
		client.Unclaim(noun, id)
		notes.Warn(path.Root("active"), "An active "+noun+" is left in the account",
			"%q (%s) was created by an apply that failed, and stayed inactive. It is active now: it was activated outside Terraform, or another resource has adopted it. "+
				"So it was not deleted.\n\nIf nothing else manages it, delete it in the admin screen.", title, id)
	}
	return active, err
}
