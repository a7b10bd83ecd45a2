package label

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/desk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/desk"
)

var pathName = path.Root("name")

// create makes the label. Names are unique: one that is there already is adopted if it is
// as declared, as an interrupted apply leaves it, and refused if it is not.
func create(ctx context.Context, client *desk.Client, c *lifecycle.Creation[Model]) error {
	declared := c.Plan.declared()
	release, err := client.LockOne(ctx, "create label "+declared.Name)
	if err != nil {
		return err
	}
	defer release()
	found, err := client.LabelNamed(ctx, declared.Name)
	switch {
	case err != nil:
		return err
	case found != nil && isSame(declared, *found) && client.Adopt(desk.NounLabel, found.ID):
		c.Created(found.ID)
		return nil
	case found != nil:
		return exists(client.Account(), found)
	}
	in := desk.LabelInput{Name: &declared.Name, Types: &declared.Types, Color: &declared.Color, Enabled: &declared.Enabled}
	if declared.Description != "" {
		in.Description = &declared.Description
	}
	made, err := client.CreateLabel(ctx, in, func(held rules.Label) bool { return isSame(declared, held) })
	if err != nil {
		return err
	}
	c.Created(made.ID)
	return nil
}

// plan says what a create would find.
func plan(ctx context.Context, p *lifecycle.Planning[*desk.Client, Model]) error {
	if !p.Online || !attribute.Set(p.Plan.Name) {
		return nil
	}
	if p.State != nil {
		if p.Client.PlanTitle(desk.NounLabel, p.State.ID.ValueString(), p.Plan.Name.ValueString()) {
			return twice(p.Client.Account(), p.Plan.Name.ValueString())
		}
		return nil
	}
	if _, taken := p.Client.PlanNewTitle(desk.NounLabel, p.Plan.Name.ValueString(), p.Replaces); taken {
		return twice(p.Client.Account(), p.Plan.Name.ValueString())
	}
	found, err := p.Client.LabelNamed(ctx, p.Plan.Name.ValueString())
	switch {
	case err != nil || found == nil || found.ID == p.Replaces:
		return err
	case !p.Client.Want(desk.NounLabel, found.ID, p.Replaces):
		return twice(p.Client.Account(), found.Name)
	case p.Known() && isSame(p.Plan.declared(), *found):
		p.Warn(pathName, "The label exists already", "%s has a label named %q (%s), which is as declared. Creating this resource adopts it; destroying the resource deletes it.", p.Client.Account(), found.Name, found.ID)
	default:
		p.Warn(pathName, "The label exists already", "%s", exists(p.Client.Account(), found).Detail)
	}
	return nil
}

func twice(account, name string) error {
	return lifecycle.At(pathName, "Two resources for one label",
		"%s has at most one label named %q, and another resource of this run manages it. Keep one of the two. If only the address of the resource changed, use a moved block.", account, name)
}

func exists(account string, found *rules.Label) *lifecycle.Problem {
	state := map[bool]string{true: "enabled", false: "disabled"}[found.Enabled]
	return lifecycle.At(pathName, "The label exists already", "%s",
		fmt.Sprintf("%s has a label named %q (%s, %s), which differs from what is declared: agents can make labels, too. It is not changed by creating this resource. Import it, and compare:\n\n  terraform import <address> %s",
			account, found.Name, found.ID, state, found.ID))
}
