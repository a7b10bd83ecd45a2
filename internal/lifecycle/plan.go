package lifecycle

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func (e *envelope[C, M, P]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state *M
	if !req.State.Raw.IsNull() {
		state = new(M)
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	var config, plan M
	ends, unchanged := req.Plan.Raw.IsNull(), stays(req.Plan.Raw, req.Config.Raw, req.State.Raw)
	if !ends {
		resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	}
	switch {
	case resp.Diagnostics.HasError() || ends:
	case unchanged:
		resp.Plan.Raw, plan = req.State.Raw, *state // which is decoded already
	default:
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	name, section := e.choose(state, &config)
	client, online := online[C](section)
	if !online && !section.pending {
		resp.Diagnostics.Append(e.diagnose(section, "plan", section.problem)...)
		return
	}
	if state != nil {
		if P(state).base().Imported() {
			resp.Diagnostics.AddError("A moved resource was not read", "Its state has only an id until it is read. Plan without `-refresh=false`.")
			return
		}
		if resp.Diagnostics.Append(e.remembering(ctx, req.Private, P(state).base())...); resp.Diagnostics.HasError() {
			return
		}
		if online {
			if err := e.sameAccount(client, P(state).base(), stateOfAnother); err != nil {
				resp.Diagnostics.Append(e.diagnose(section, "plan", err)...)
				return
			}
			if err := e.claimPlanned(ctx, client, req.State, P(state).base(), ends); err != nil {
				resp.Diagnostics.Append(e.diagnose(section, "plan", err)...)
				return
			}
		}
	}
	if ends {
		if online {
			notes := Notes{section: section}
			err := e.planEnd(ctx, client, state, &notes)
			resp.Diagnostics.Append(section.finish(notes)...)
			if err != nil {
				resp.Diagnostics.Append(e.diagnose(section, "plan", err)...)
			}
			resp.Diagnostics.Append(e.keep(ctx, P(state).base(), resp.Private)...)
		}
		return
	}
	replaced := ""
	if state == nil {
		var diags diag.Diagnostics
		replaced, diags = replaces(ctx, req)
		if resp.Diagnostics.Append(diags...); diags.HasError() {
			return
		}
	} else {
		noteReplaces(ctx, P(state).base(), resp.Private)
	}
	if e.leaves(state, &config) {
		return // what replaces it is planned next
	}
	decoded := plan
	e.serve(&plan, name)
	base := P(&plan).base()
	if online && base.Account.IsUnknown() {
		base.Account = types.StringValue(client.Account())
	}
	if state != nil {
		base.memory = P(state).base().memory
	}
	planning := Planning[C, M]{Notes: Notes{section: section, sections: e.sections}, Client: client, Online: online, Config: &config, Plan: &plan, State: state, Unchanged: unchanged, Replaces: replaced, raw: req.Config.Raw}
	var err error
	if e.definition.Check != nil {
		err = e.definition.Check(ctx, &plan, state, &planning.Notes)
	}
	if err == nil && e.definition.Plan != nil {
		limited, cancel := context.WithTimeout(ctx, defaultTimeout)
		defer cancel()
		err = e.definition.Plan(limited, &planning)
	}
	if err == nil {
		resp.RequiresReplace, err = e.planMode(ctx, &planning)
	}
	resp.Diagnostics.Append(section.finish(planning.Notes)...)
	if err != nil {
		resp.Diagnostics.Append(e.diagnose(section, "plan", err)...)
		return
	}
	P(&decoded).base().memory = base.memory // which is no part of the plan
	if !reflect.DeepEqual(plan, decoded) {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

// stays reports whether a plan asks for what the state has. The framework makes computed
// attributes unknown as soon as anything differs, also where a modifier takes that difference
// back afterwards: what configuration leaves out and the plan does not know stays.
func stays(plan, config, state tftypes.Value) bool {
	switch {
	case plan.Equal(state):
		return true
	case !plan.IsKnown():
		return config.IsNull()
	case plan.IsNull() || state.IsNull() || !plan.Type().Is(tftypes.Object{}):
		return false
	}
	var planned, configured, stored map[string]tftypes.Value
	if plan.As(&planned) != nil || state.As(&stored) != nil || config.IsKnown() && config.As(&configured) != nil {
		return false
	}
	for name, value := range planned {
		if !stays(value, configured[name], stored[name]) {
			return false
		}
	}
	return true
}
