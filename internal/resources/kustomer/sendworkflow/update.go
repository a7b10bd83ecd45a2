package sendworkflow

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer/workflow"
)

// update makes variables for new secrets, which nothing reads yet, then writes the workflow
// that decides, which brings them into use with everything else, then the one that
// schedules, each only where it differs. Last it deletes the variables that nothing reads.
func update(ctx context.Context, client *kustomer.Client, c *lifecycle.Change[Model]) error {
	plan := c.Plan
	if err := checkMoved(ctx, c.Config, plan, c.State); err != nil {
		return err
	}
	tags, err := tagsFor(ctx, client, plan)
	if err != nil {
		return err
	}
	d := plan.declaration(ctx)
	release, err := client.LockOne(ctx, "send workflow\n"+d.Name)
	if err != nil {
		return err
	}
	defer release()
	if err := asRead(ctx, client, c.State); err != nil {
		return err
	}
	decider, err := deciderOf(ctx, client, plan, d, tags)
	if err != nil {
		return duplicate(err)
	}
	has, err := client.Workflow(ctx, decider)
	if err != nil {
		return err
	}
	changed, err := changeSecrets(ctx, client, c, &d, has)
	if err != nil {
		return err
	}
	if d.Enabled && (!c.State.Enabled.ValueBool() || d.Name != c.State.Name.ValueString()) {
		if err := client.WorkflowAlone(ctx, plan.ID.ValueString(), d.Name); err != nil {
			return duplicate(err)
		}
	}
	if err := put(ctx, client, decider, d.Decider(tags)); err != nil {
		return err
	}
	if d.Delayed {
		if err := put(ctx, client, plan.ID.ValueString(), d.Scheduler(decider)); err != nil {
			return err
		}
	}
	plan.SetAdoptable(false)
	attribute.KeepCredentialHost(&plan.Base, plan.request(ctx).URL)
	keepSecrets(&plan.Base, d.Request.Secrets)
	if changed {
		plan.Remember(sendingKey, nil)
		return unreferenced(ctx, client.VariablesOf(decider), d.Request.Secrets)
	}
	return nil
}

// asRead refuses to overwrite what somebody has changed since the plan has read the
// workflows: the plan does not say so. Secret headers have their own way back.
func asRead(ctx context.Context, client *kustomer.Client, state *Model) error {
	if len(state.UnmanagedChanges.Elements()) > 0 {
		return nil // the plan says that all of it is written again
	}
	tags := workflow.Tags{}
	if state.comparesTags(ctx) {
		read, err := client.Tags(ctx)
		if err != nil {
			return err
		}
		tags = state.asPlanned(read)
	}
	d, decider := state.declaration(ctx), state.ID.ValueString()
	if d.Delayed {
		scheduler, err := client.Workflow(ctx, decider)
		if err != nil {
			return err
		}
		if d.Enabled && !scheduler.Enabled || !workflow.Equal(d.Scheduler(""), scheduler.Document) {
			return changedSince(scheduler)
		}
		decider = state.CallableID.ValueString()
	}
	has, err := client.Workflow(ctx, decider)
	if err != nil {
		return err
	}
	read, secret := workflow.Read(has.Document, nil, nil).Request, secretHeaderNames.Of(&state.Base)
	d.Request.Secrets = read.Secrets
	for name, value := range read.Headers {
		if attribute.HasHeader(secret, name) {
			d.Request.Headers[name] = value
		}
	}
	if d.Enabled && !has.Enabled || !workflow.Equal(d.Decider(tags), has.Document) {
		return changedSince(has)
	}
	return nil
}

func changedSince(w *kustomer.Workflow) error {
	return &lifecycle.Problem{Summary: "Changed since this plan was made: plan again", Detail: fmt.Sprintf(
		"The workflow %q (%s) was changed outside Terraform since this plan has read it, and the plan does not say what becomes of that. Nothing was overwritten.\n\nPlan again, without -refresh=false, look at what changed, and apply then.", w.Name, w.ID)}
}

// put writes a workflow that is not as wanted.
func put(ctx context.Context, client *kustomer.Client, id string, wanted workflow.Document) error {
	has, err := client.Workflow(ctx, id)
	if err != nil {
		return err
	}
	same := has.Unreadable == nil && wanted.Name == has.Name && wanted.Description == has.Description && wanted.Enabled == has.Enabled
	if same && len(workflow.Differences(wanted, has.Document)) == 0 {
		return nil
	}
	return client.PutWorkflow(ctx, id, wanted)
}

// deciderOf is the id of the workflow that decides. One that a scheduler calls and that
// does not exist any more is made again.
func deciderOf(ctx context.Context, client *kustomer.Client, plan *Model, d workflow.Declaration, tags workflow.Tags) (string, error) {
	if !d.Delayed {
		return plan.ID.ValueString(), nil
	}
	id := plan.CallableID.ValueString()
	if _, err := client.Workflow(ctx, id); !kustomer.IsNotFound(err) {
		return id, err
	}
	adoptable, err := uncalled(ctx, client, plan.ID.ValueString(), d.Decider(tags))
	if err != nil {
		return "", err
	}
	made, _, err := client.CreateWorkflow(ctx, d.Decider(tags), adoptable)
	if err != nil {
		return "", err
	}
	plan.CallableID = types.StringValue(made.ID)
	return made.ID, nil
}

// changeSecrets fills in the variables that the request is to refer to. Changed says that they
// are not those that were made before, or that a killed apply may have left others.
func changeSecrets(ctx context.Context, client *kustomer.Client, c *lifecycle.Change[Model], d *workflow.Declaration, has *kustomer.Workflow) (changed bool, err error) {
	known := workflow.Read(has.Document, nil, nil).Request.Secrets
	plain := slices.Collect(maps.Keys(d.Request.Headers))
	before := keptSecrets(&c.State.Base)
	kept := maps.Clone(before)
	maps.DeleteFunc(kept, func(name, id string) bool { return known[name] != id || attribute.HasHeader(plain, name) })
	d.Request.Secrets = kept
	secret := secretHeaders(c.Config.request(ctx), c.Plan.request(ctx), c.State.request(ctx), &c.State.Base)
	headers, _, sends := secret.Change()
	variables := client.VariablesOf(has.ID)
	if !sends && d.Enabled {
		for name, id := range before { // somebody may have removed one since the plan
			sends = sends || known[name] != id && !attribute.HasHeader(plain, name)
		}
		if !sends && !has.Enabled {
			if sends, err = lost(ctx, variables, kept); err != nil {
				return false, err
			}
		}
		headers = attribute.Headers(c.Config.request(ctx).SecretHeadersWO)
		if sends && len(headers) == 0 {
			return false, noValue(has)
		}
	}
	if sends {
		c.Plan.Remember(sendingKey, true)
		if d.Request.Secrets, err = rotate(ctx, variables, headers); err != nil {
			return false, err
		}
	}
	return sends || !maps.Equal(before, d.Request.Secrets), nil
}
