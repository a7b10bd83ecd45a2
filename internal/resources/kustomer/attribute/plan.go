package attribute

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer"
)

// plan says what a create would find: an attribute of that name is adopted. Exclusions
// compare with the options that are planned.
func plan(ctx context.Context, p *lifecycle.Planning[*kustomer.Client, Model]) error {
	known := attribute.Set(p.Plan.Klass) && attribute.Set(p.Plan.Name)
	if !known || !p.Online {
		return nil
	}
	id := kustomer.Attribute{Klass: p.Plan.Klass.ValueString(), Name: p.Plan.Name.ValueString()}.ID()
	options, complete := attribute.Texts(p.Plan.Options)
	if !complete {
		options = nil
	}
	p.Client.PlanOptions(id, options)
	if p.State != nil {
		return nil
	}
	if _, taken := p.Client.PlanNewTitle(kustomer.NounAttribute, id, p.Replaces); taken || !p.Client.Want(kustomer.NounAttribute, id, p.Replaces) {
		return twice(p.Client.Account(), id)
	}
	found, err := p.Client.Attribute(ctx, p.Plan.Klass.ValueString(), p.Plan.Name.ValueString())
	switch {
	case kustomer.IsNotFound(err):
		return noKlass(p.Client.Account(), p.Plan.Klass)
	case err != nil:
		return err
	case found == nil:
		nameByDefault(p.Plan)
		return nil
	}
	if p.Plan.DisplayName.IsUnknown() && p.Config.DisplayName.IsNull() {
		p.Plan.DisplayName = types.StringValue(found.DisplayName)
	}
	warnOfAdoption(&p.Notes, p.Plan, found)
	return nil
}

// nameByDefault plans the display name that Kustomer gives a new attribute.
func nameByDefault(plan *Model) {
	if plan.DisplayName.IsUnknown() {
		plan.DisplayName = types.StringValue(rules.DisplayName(plan.Name.ValueString()))
	}
}

func twice(account, id string) error {
	return lifecycle.At(pathName, "Two resources for one attribute",
		"%s has one attribute %s, and another resource of this run manages it. Keep one of the two. If only the address of the resource changed, use a moved block.", account, id)
}

func noKlass(account string, klass types.String) error {
	return lifecycle.At(pathKlass, "Klass not found", "%s has no klass %q. Check its name in Settings > Platform > Klasses: \"kobject.\" stands before the name of a klass of the account's own.",
		account, klass.ValueString())
}

// warnOfAdoption names what would change in an attribute that exists.
func warnOfAdoption(notes *lifecycle.Notes, plan *Model, found *kustomer.Attribute) {
	var changes []string
	if name := plan.DisplayName; attribute.Set(name) && name.ValueString() != found.DisplayName {
		changes = append(changes, fmt.Sprintf("its display name changes from %q to %q", found.DisplayName, name.ValueString()))
	}
	if options, complete := attribute.Texts(plan.Options); complete && !slices.Equal(options, found.Options) {
		changes = append(changes, fmt.Sprintf("its options change from %s to %s", listed(found.Options), listed(options)))
	}
	if len(changes) > 0 {
		notes.Warn(pathName, "An existing attribute will be changed",
			"The attribute %s exists already. Creating this resource adopts it, and %s. If that is not meant, choose another name, or import the attribute and compare:\n\n  terraform import <address> %s",
			found.ID(), strings.Join(changes, ", and "), found.ID())
	}
}

func listed(options []string) string {
	if len(options) == 0 {
		return "none"
	}
	return `"` + strings.Join(options, `", "`) + `"`
}

// planDelete says once what a destroy leaves.
func planDelete(_ context.Context, _ *kustomer.Client, state *Model, notes *lifecycle.Notes) error {
	if notes.First("attributes stay") {
		notes.Warn(path.Root("deletion_policy"), "Custom attributes stay in Kustomer",
			"Kustomer's API deletes no attribute: destroying %s only removes it from Terraform's state, and so it is with every other attribute of this plan. "+
				"The attribute and its values stay. Deactivate it in Settings > Platform > Custom Attributes if nobody uses it any more.", state.ID.ValueString())
	}
	return nil
}
