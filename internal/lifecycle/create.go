package lifecycle

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func (e *envelope[C, M, P]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	name, section := e.choose(&plan, &config)
	e.serve(&plan, name)
	client, err := e.ready(ctx, section, &config, &plan, nil)
	if err == nil {
		err = e.sameAccount(client, P(&plan).base(), planForAnother)
	}
	if err != nil {
		resp.Diagnostics.Append(e.diagnose(section, "create", err)...)
		return
	}
	limit, diags := P(&plan).base().Timeouts.Create(ctx, defaultTimeout)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()

	creation := Creation[M]{Notes: Notes{section: section}, Config: &config, Plan: &plan}
	creation.save = func(id string) {
		base := P(&plan).base()
		base.ID, base.Account = types.StringValue(id), types.StringValue(client.Account())
		noteAccount(client, base)
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
		known, err := knownPart(resp.State.Raw)
		if err != nil {
			resp.Diagnostics.AddError("Cannot save state", err.Error())
			return
		}
		resp.State.Raw = known
		resp.Diagnostics.Append(identify(ctx, resp.Identity, base.ID, base.Account)...)
	}
	err = e.create(ctx, client, &creation)
	resp.Diagnostics.Append(section.finish(creation.Notes)...)
	resp.Diagnostics.Append(e.keep(ctx, P(&plan).base(), resp.Private)...)
	if err != nil {
		resp.Diagnostics.Append(e.diagnose(section, "create", err)...)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// ready returns the client after the last checks before a write: now that all
// values are known, they are made once more. What they warn of was said by the plan.
func (e *envelope[C, M, P]) ready(ctx context.Context, section *Section, config, plan, state *M) (C, error) {
	client, err := connect[C](section)
	if err == nil && e.definition.Validate != nil {
		err = e.definition.Validate(ctx, config)
	}
	if err == nil && e.definition.Check != nil {
		err = e.definition.Check(ctx, plan, state, &Notes{})
	}
	return client, err
}

// knownPart is the value with null for all that is not known yet, because
// state has no unknown.
func knownPart(value tftypes.Value) (tftypes.Value, error) {
	return tftypes.Transform(value, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if !v.IsKnown() {
			return tftypes.NewValue(v.Type(), nil), nil
		}
		return v, nil
	})
}
