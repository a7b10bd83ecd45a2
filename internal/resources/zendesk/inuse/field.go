package inuse

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Field is a ticket field that a plan or an apply ends.
type Field struct {
	zendesk.FieldEnd
	// At is where the plan says so.
	At path.Path
	// Listed says that only lists which this run has read are looked at.
	Listed bool
}

// The plan of a field looks this often whether what uses it is planned as well, before it
// names it: Terraform plans them at the same time.
const (
	planLooks     = 4
	planLookAgain = 40 * time.Millisecond
)

// WarnOfEnd is for the plan that ends the field. Of what was found to use it at the moment,
// also of what others manage, it names all but what this plan has changed so far so that it
// does not. What is planned later and goes on to use it is warned of by [WarnOfField].
func (f Field) WarnOfEnd(client *zendesk.Client, found []zendesk.FieldUser, notes *lifecycle.Notes) {
	left, unplanned := client.PlanFieldEnd(f.FieldEnd), false
	for _, each := range found {
		if !client.IsFieldUserPlanned(each.Notifier) && client.TellFieldUser(f.ID, each.Notifier) {
			left, unplanned = append(left, each.Notifier), true
		}
	}
	if len(left) == 0 {
		return
	}
	text := fmt.Sprintf("This plan %s %q (%s). The active triggers and automations below use it: they check it or its tag, set it, or report it in a payload.\n\n%s\n\n%s\n\n%s",
		f.verb(), f.Title, f.ID, Listed(left), f.consequence(), f.remedy())
	if unplanned {
		text += " For a trigger that this plan changes so that it no longer uses the field, no action is needed."
	}
	notes.Warn(f.At, fmt.Sprintf("The ticket field %s is still in use", f.ID), "%s", text)
}

// Users are what uses it in the account, as soon as this plan has got to them, or stops
// getting to more. An account that cannot be asked is a warning.
func (f Field) Users(ctx context.Context, client *zendesk.Client, notes *lifecycle.Notes) []zendesk.FieldUser {
	if f.Listed && !client.TicketFieldsListed() {
		return nil
	}
	found, err := client.FieldUsers(ctx, f.ID, f.Tags)
	if err != nil {
		catalogue.NotMade(client, notes, err)
		return nil
	}
	_, _ = settled(ctx, planLooks, planLookAgain, func() ([]zendesk.Notifier, error) {
		var waits []zendesk.Notifier
		for _, each := range found {
			if !client.IsFieldUserPlanned(each.Notifier) {
				waits = append(waits, each.Notifier)
			}
		}
		return waits, nil
	}, func() {})
	return found
}

func (f Field) verb() string {
	switch {
	case f.Replaced:
		return "replaces"
	case f.Deleted:
		return "deletes"
	default:
		return "deactivates"
	}
}

// consequence says what the end means to tickets.
func (f Field) consequence() string {
	agents := "Agents can no longer fill it in"
	who := "tickets that were excluded by its value"
	if f.Type == zendesk.TypeCheckbox {
		agents, who = "Agents can no longer tick it", "tickets that are or would be ticked"
	}
	if f.Deleted {
		return fmt.Sprintf("%s, no trigger can set it, a condition on it never holds, and new tickets do not get its tag: %s may be surveyed.", agents, who)
	}
	return fmt.Sprintf("%s. Zendesk does not document whether triggers still set or check an inactive field. If not, %s will be surveyed.", agents, who)
}

// remedy says what to do before the apply.
func (f Field) remedy() string {
	switch {
	case f.Deleted:
		return "The apply fails while active triggers or automations use the field, except where others add the tag that they check. Keep its resource in the configuration for this apply, change them, and remove it in the next one."
	case f.Replaced:
		return "Those that refer to the resource of the field are changed in the same apply. Change the others, or keep the type."
	default:
		return "Keep the field, or first let them check and leave another mark."
	}
}

// WarnOfField is for the plan of a trigger or automation that uses a field which ends in
// the same plan. The rule is what it will do: nil where that is not known yet.
func WarnOfField(client *zendesk.Client, user zendesk.Notifier, active bool, rule *rules.Rule, notes *lifecycle.Notes) {
	does := rules.Rule{}
	if active && rule != nil {
		does = *rule
	}
	for _, end := range client.PlanFieldUser(user, does) {
		f := Field{FieldEnd: end}
		notes.Warn(path.Empty(), fmt.Sprintf("The ticket field %s of %s ends", f.ID, quotedShort(user)),
			"%q uses the ticket field %q (%s): it checks it or its tag, sets it, or reports it in a payload. This plan %s that field.\n\n%s\n\n%s",
			user.Title, f.Title, f.ID, f.verb(), f.consequence(), f.remedy())
	}
}

// quotedShort is a user in a summary, of which Terraform shows each once.
func quotedShort(user zendesk.Notifier) string {
	if user.ID != "" {
		return user.ID
	}
	return "a new " + user.Noun
}

// CheckDelete refuses to delete a field that an active trigger or automation still uses,
// also one that somebody made since this run listed them.
func (f Field) CheckDelete(ctx context.Context, client *zendesk.Client) error {
	left, err := Left(ctx, client, func(ctx context.Context) ([]zendesk.Notifier, error) {
		users, err := client.FieldUsers(ctx, f.ID, f.Tags)
		users = slices.DeleteFunc(users, func(u zendesk.FieldUser) bool { return u.Supplied })
		named := make([]zendesk.Notifier, 0, len(users))
		for _, each := range users {
			named = append(named, each.Notifier)
		}
		return named, err
	})
	if err != nil || len(left) == 0 {
		return err
	}
	f.Deleted = true
	return &lifecycle.Problem{
		Summary: "The ticket field is still in use",
		Detail: fmt.Sprintf("%q (%s) was not deleted, because the active triggers and automations below use it: they check it or its tag, set it, or report it in a payload. Without it, %s\n\n%s\n\n"+
			"If it was removed or renamed in the configuration: put its resource back for one apply, which changes those that you manage, and remove it in the next one. For a new address, use a moved block.\n"+
			"If another type replaces it: add lifecycle { create_before_destroy = true } to its resource and apply again; then they are changed first.\n"+
			"If they are managed elsewhere: change or deactivate them, then apply again. Or keep the field inactive: put its resource back with deletion_policy = \"deactivate\", apply, and remove it.",
			f.Title, f.ID, "a condition on it never holds and no trigger can set it: excluded tickets may be surveyed.", Listed(left)),
	}
}
