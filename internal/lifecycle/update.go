package lifecycle

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func (e *envelope[C, M, P]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, config, state M
	var err error
	if req.Config.Raw, err = configured(ctx, req.Plan.Raw, req.Config); err != nil {
		resp.Diagnostics.AddError("Cannot read the configuration", err.Error())
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if resp.Diagnostics.Append(e.remembering(ctx, req.Private, P(&plan).base(), P(&state).base())...); resp.Diagnostics.HasError() {
		return
	}
	_, section := e.choose(&state, &plan)
	client, err := e.ready(ctx, section, &config, &plan, &state)
	if err == nil {
		err = e.sameAccount(client, P(&state).base(), stateOfAnother)
	}
	if err != nil {
		resp.Diagnostics.Append(e.diagnose(section, "update", err)...)
		return
	}
	limit, diags := P(&plan).base().Timeouts.Update(ctx, defaultTimeout)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()

	change := Change[M]{Notes: Notes{section: section}, Config: &config, Plan: &plan, State: &state}
	err = e.update(ctx, client, &change)
	resp.Diagnostics.Append(section.finish(change.Notes)...)
	resp.Diagnostics.Append(e.keep(ctx, P(&plan).base(), resp.Private)...)
	if Gone(err) {
		err = e.deleted(ctx, req.State, P(&state).base().ID.ValueString(), err)
	}
	if err != nil {
		resp.Diagnostics.Append(e.diagnose(section, "update", err)...)
		return
	}
	base := P(&plan).base()
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(identify(ctx, resp.Identity, base.ID, base.Account)...)
}

// configured is the configuration of an update: write-only values, which no plan has, stand in
// the one that the apply is given, and everything else in the plan. Terraform gives an apply the
// resource as it is written, also with what ignore_changes left out of the plan. What is
// computed and not written stays null.
func configured(ctx context.Context, plan tftypes.Value, written tfsdk.Config) (tftypes.Value, error) {
	return tftypes.Transform(plan, func(at *tftypes.AttributePath, planned tftypes.Value) (tftypes.Value, error) {
		attribute, err := written.Schema.AttributeAtTerraformPath(ctx, at)
		if err != nil || !attribute.IsWriteOnly() && !attribute.IsComputed() {
			return planned, nil //nolint:nilerr // an element, or the whole
		}
		found, _, err := tftypes.WalkAttributePath(written.Raw, at)
		value, isValue := found.(tftypes.Value)
		switch {
		case err != nil || !isValue: // what it is in is not written
			return tftypes.NewValue(planned.Type(), nil), nil //nolint:nilerr // so it is null
		case attribute.IsWriteOnly() || value.IsNull():
			return value, nil
		}
		return planned, nil
	})
}

// deleted says that the plan is older than the object's end. The next plan reads the
// account and recreates it.
func (e *envelope[C, M, P]) deleted(ctx context.Context, state tfsdk.State, id string, err error) error {
	noun := cmp.Or(e.definition.Object, e.definition.Name)
	return &Problem{
		Summary: "Deleted since this plan was made: plan again",
		Detail: fmt.Sprintf("The %s existed when this plan was made. It was deleted outside Terraform since then, so it was not updated: %s.\n\nPlan and apply again: the next plan creates it again.",
			describe(ctx, state, noun, id), strings.TrimSuffix(err.Error(), ".")),
	}
}
