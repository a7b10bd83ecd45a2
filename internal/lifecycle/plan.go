package lifecycle

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func (e *envelope[C, M, P]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	client, online := e.section.online()
	if !online && !e.section.pending {
		resp.Diagnostics.Append(e.diagnose("plan", e.section.problem)...)
		return
	}
	var state *M
	if !req.State.Raw.IsNull() {
		state = new(M)
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
		if resp.Diagnostics.HasError() {
			return
		}
		if P(state).base().Imported() {
			resp.Diagnostics.AddError("A moved resource was not read", "Its state has only an id until it is read. Plan without `-refresh=false`.")
			return
		}
		if resp.Diagnostics.Append(remembering(ctx, req.Private, P(state).base())...); resp.Diagnostics.HasError() {
			return
		}
		if online {
			if err := e.sameAccount(client, P(state).base(), stateOfAnother); err != nil {
				resp.Diagnostics.Append(e.diagnose("plan", err)...)
				return
			}
			if err := e.claimPlanned(ctx, client, req.State, P(state).base(), req.Plan.Raw.IsNull()); err != nil {
				resp.Diagnostics.Append(e.diagnose("plan", err)...)
				return
			}
		}
	}
	if req.Plan.Raw.IsNull() {
		if online && e.definition.PlanDelete != nil {
			var notes Notes
			err := e.definition.PlanDelete(ctx, client, state, &notes)
			resp.Diagnostics.Append(e.finish(notes)...)
			if err != nil {
				resp.Diagnostics.Append(e.diagnose("plan", err)...)
			}
		}
		return
	}
	replaced := ""
	if state == nil {
		replaced = replaces(ctx, req)
	} else {
		noteReplaces(ctx, P(state).base(), resp.Private)
	}
	unchanged := req.Plan.Raw.Equal(req.State.Raw)
	var config, plan M
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if unchanged {
		plan = *state // the same, decoded already
	} else {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	decoded := plan
	base := P(&plan).base()
	if online && base.Account.IsUnknown() {
		base.Account = types.StringValue(client.Account())
	}
	if state != nil {
		base.memory = P(state).base().memory
	}
	planning := Planning[C, M]{Client: client, Online: online, Config: &config, Plan: &plan, State: state, Unchanged: unchanged, Replaces: replaced}
	var err error
	if e.definition.Check != nil {
		err = e.definition.Check(ctx, &plan, state, &planning.Notes)
	}
	if err == nil && e.definition.Plan != nil {
		limited, cancel := context.WithTimeout(ctx, defaultTimeout)
		defer cancel()
		err = e.definition.Plan(limited, &planning)
	}
	resp.Diagnostics.Append(e.finish(planning.Notes)...)
	if err != nil {
		resp.Diagnostics.Append(e.diagnose("plan", err)...)
		return
	}
	P(&decoded).base().memory = base.memory // which is no part of the plan
	if !reflect.DeepEqual(plan, decoded) {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}
