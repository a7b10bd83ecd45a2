package sendworkflow

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// planDelete says once what a destroy leaves.
func planDelete(_ context.Context, _ *kustomer.Client, state *Model, notes *lifecycle.Notes) error {
	if notes.First("workflows stay") {
		notes.Warn(pathName, "Workflows stay in Kustomer, disabled",
			"Kustomer's API deletes no workflow: destroying %q (%s) disables it and deletes the variables that hold its secrets, and so it is with every other send workflow of this plan. "+
				"Creating it again with the same name and content enables it again.", state.Name.ValueString(), state.ID.ValueString())
	}
	return nil
}

// remove disables the workflow that decides, then the one that schedules, and deletes the
// variables. Another resource may adopt what stays.
func remove(ctx context.Context, client *kustomer.Client, state *Model, notes *lifecycle.Notes) error {
	id, called := state.ID.ValueString(), state.CallableID.ValueString()
	if !client.BeginDelete(kustomer.NounWorkflow, id) {
		return nil // another resource of this run has adopted it
	}
	if state.Adoptable() {
		if has, err := client.Workflow(ctx, id); err != nil || has.Enabled {
			warnOfEnabled(has, notes)
			return err
		}
	}
	decider := id
	if called != "" {
		decider = called
		if err := disable(ctx, client, called); err != nil {
			return err
		}
	}
	if err := disable(ctx, client, id); err != nil {
		return err
	}
	if err := client.VariablesOf(decider).Keep(ctx, nil); err != nil && !kustomer.IsNotFound(err) {
		return err
	}
	for _, each := range []string{id, called} {
		if each != "" {
			client.Release(kustomer.NounWorkflow, each)
		}
	}
	notes.Warn(pathName, "The workflow "+id+" stays, disabled", "Kustomer's API deletes no workflow. %q (%s) is disabled, and its variables are deleted. To remove it from the list, delete it in Settings > Platform > Workflows.",
		state.Name.ValueString(), id)
	return nil
}

func disable(ctx context.Context, client *kustomer.Client, id string) error {
	has, err := client.Workflow(ctx, id)
	if err == nil && has.Enabled {
		err = client.EnableWorkflow(ctx, id, false)
	}
	if kustomer.IsNotFound(err) {
		return nil
	}
	return err
}

// warnOfEnabled is for what a failed create left, and somebody has enabled since then.
func warnOfEnabled(has *kustomer.Workflow, notes *lifecycle.Notes) {
	if has == nil {
		return
	}
	notes.Warn(pathEnabled, "An enabled workflow is left in the account",
		"%q (%s) was created by an apply that failed, and stayed disabled. It is enabled now: it was enabled outside Terraform, or another resource has adopted it. So it was not disabled.\n\n"+
			"If nothing else manages it, disable it in Settings > Platform > Workflows.", has.Name, has.ID)
}
