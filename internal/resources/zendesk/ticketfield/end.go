package ticketfield

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/inuse"
)

// field is the field of a state as what uses it knows it.
func (m *Model) field(ctx context.Context, at path.Path) inuse.Field {
	end := zendesk.FieldEnd{ID: m.ID.ValueString(), Type: m.Type.ValueString(), Title: m.Title.ValueString()}
	if tag := m.Tag.ValueString(); tag != "" {
		end.Tags = []string{tag}
	}
	for _, option := range optionsOf(ctx, m.Options) {
		end.Tags = append(end.Tags, option.Value.ValueString())
	}
	return inuse.Field{FieldEnd: end, At: at}
}

// planDelete names what uses the field, and the new field that may be the same one under
// another address.
func planDelete(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	end := state.field(ctx, path.Root("title"))
	if end.Deleted = state.DeletionPolicy.ValueString() == policyDelete; !end.Deleted && !state.Active.ValueBool() {
		return nil // as it is already
	}
	users := end.Users(ctx, client, notes)
	if client.PlanOldField(end.Type, end.Title, end.ID) {
		warnOfMove(notes, end.Type, end.Title, end.ID)
		return nil
	}
	end.WarnOfEnd(client, users, notes)
	return nil
}

// planEnd is for a field that stays in the configuration, and that tickets no longer have.
func planEnd(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) {
	if !p.Online || p.State == nil || !p.State.Active.ValueBool() {
		return
	}
	end := p.State.field(ctx, path.Root("active"))
	end.Listed = true // a plan without refresh asks nothing, nor does the one within the apply
	switch {
	case !p.Plan.Type.IsUnknown() && !p.Plan.Type.Equal(p.State.Type):
		end.Replaced, end.At = true, path.Root("type")
	case p.Plan.Active.IsUnknown() || p.Plan.Active.ValueBool():
		return
	}
	end.WarnOfEnd(p.Client, end.Users(ctx, p.Client, &p.Notes), &p.Notes)
}

// planSuccessor looks for a field that ends and may be a new one under another address.
func planSuccessor(p *lifecycle.Planning[*zendesk.Client, Model]) {
	fieldType, title := p.Plan.Type.ValueString(), p.Plan.Title.ValueString()
	if !p.Online || p.State != nil || p.Replaces != "" || fieldType == "" || title == "" {
		return
	}
	if id, ends := p.Client.PlanMadeField(fieldType, title); ends {
		warnOfMove(&p.Notes, fieldType, title, id)
	}
}

// warnOfMove is said once, by whichever of the two is planned later.
func warnOfMove(notes *lifecycle.Notes, fieldType, title, id string) {
	notes.Warn(path.Root("title"), fmt.Sprintf("The ticket field %s ends and is created again", id),
		"This plan ends the %s field %q (%s), and creates another one of that type and title. The apply fails where Terraform creates the new one first. "+
			"If the old one is ended all the same, triggers that refer to it go on with a field that is inactive or deleted, and excluded tickets may be surveyed.\n\n"+
			"If only the address changed, because the resource was renamed or put into a module or for_each, use a moved block. Then nothing is written:\n\n"+
			"  moved {\n    from = <old address>\n    to   = <new address>\n  }\n\n"+
			"If another field is meant, give it another title.", fieldType, title, id)
}
