package receiver

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/inuse"
)

// Receiver is a webhook or target whose plan or end is looked at.
type Receiver struct {
	// Noun is [zendesk.NounWebhook] or [zendesk.NounTarget]. At is where its name stands.
	Noun, ID, Name string
	At             path.Path
}

// Plan tells the sends of the same run how the receiver will be. Replaces is the id of
// the one that a new one replaces; both ids are empty of one that replaces none.
func (r Receiver) Plan(client *zendesk.Client, replaces string, active bool) {
	switch {
	case r.ID != "":
		client.NoteReceiver(r.Noun, r.ID, zendesk.Receiver{Name: r.Name, Active: active})
	case replaces != "":
		client.PlanReceiverEnd(r.Noun, replaces, zendesk.ReceiverEnd{Name: r.Name, Replaced: true})
	}
}

// CheckEnd refuses the end of a receiver that an active trigger or automation still
// notifies, also one that somebody made since this run listed them.
func (r Receiver) CheckEnd(ctx context.Context, client *zendesk.Client) error {
	left, err := inuse.Left(ctx, client, func(ctx context.Context) ([]zendesk.Notifier, error) { return client.Notifiers(ctx, r.Noun, r.ID) })
	if err != nil || len(left) == 0 {
		return err
	}
	return &lifecycle.Problem{
		Summary: "The " + r.Noun + " is still in use",
		Detail: fmt.Sprintf("%q (%s) was not deleted, because the active triggers and automations below notify it. Without it, a ticket that is solved would get its sent_tag and no survey, ever:\n\n%s\n\n%s",
			r.Name, r.ID, inuse.Listed(left), r.way()),
	}
}

// way tells what to do, whoever manages what notifies the receiver.
func (r Receiver) way() string {
	return fmt.Sprintf("If it is replaced (-replace, taint): add lifecycle { create_before_destroy = true } to its resource and apply again; then they are changed first.\n"+
		"If it was removed or renamed in the configuration: put its resource back for one apply, which changes those that you manage, and remove it in the next one. For a new address, use a moved block.\n"+
		"If they are managed elsewhere: deactivate them or let them notify another %s, then apply again.", r.Noun)
}

// WarnOfEnd is for the plan that deletes a receiver: it names the sends that go on, as
// far as they were planned before it. The others are warned of by [Send.Check], which
// also warns of a replacement: Terraform does not print what is said of that here.
func (r Receiver) WarnOfEnd(client *zendesk.Client, notes *lifecycle.Notes) {
	if left := client.PlanReceiverEnd(r.Noun, r.ID, zendesk.ReceiverEnd{Name: r.Name}); len(left) > 0 {
		r.warnOfDeletion(notes, r.At, left...)
	}
}

func (r Receiver) warnOfDeletion(notes *lifecycle.Notes, at path.Path, left ...zendesk.Notifier) {
	notes.Warn(at, fmt.Sprintf("The %s %s is deleted", r.Noun, r.ID),
		"This plan deletes %q (%s). The triggers and automations below notify it until they are changed:\n\n%s\n\n"+
			"If its resource was applied with lifecycle { create_before_destroy = true }, Terraform changes them first and no action is needed. "+
			"Otherwise the apply fails, because Terraform would delete it first: keep its resource in the configuration for this apply, and remove it in the next one.",
		r.Name, r.ID, inuse.Listed(left))
}

func (r Receiver) warnOfReplacement(notes *lifecycle.Notes, at path.Path, title string) {
	notes.Warn(at, fmt.Sprintf("The %s %s is replaced", r.Noun, r.ID),
		"This plan replaces the receiver that %q notifies, %q (%s). The send needs a receiver at every moment.\n\n"+
			"With lifecycle { create_before_destroy = true } in the resource of the %s, Terraform changes the send before it deletes the old one, and no action is needed. Without it, the apply fails before anything is deleted: add it.",
		title, r.Name, r.ID, r.Noun)
}
