package sendworkflow

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer/workflow"
)

// create makes the workflow disabled, or adopts the orphan of an apply that was killed,
// then its variables, and enables it by its last request. With a delay, the one that
// schedules has neither trigger nor steps until then: its id is in state first, and it
// cannot be complete before the one that it calls.
func create(ctx context.Context, client *kustomer.Client, c *lifecycle.Creation[Model]) error {
	tags, err := tagsFor(ctx, client, c.Plan)
	if err != nil {
		return err
	}
	d := c.Plan.declaration(ctx)
	headers := attribute.Headers(c.Config.request(ctx).SecretHeadersWO)
	d.Request.Secrets = pending(headers)
	release, err := client.LockOne(ctx, "send workflow\n"+d.Name)
	if err != nil {
		return err
	}
	defer release()
	decider, adopted, err := begin(ctx, client, c, d, tags)
	if err != nil {
		return duplicate(err)
	}
	err = complete(ctx, client, c, d, tags, decider, adopted, headers)
	if err != nil && !kustomer.IsAmbiguous(err) {
		c.Plan.SetAdoptable(true)
	}
	return duplicate(err)
}

// begin makes what is needed, disabled, and saves the ids.
func begin(ctx context.Context, client *kustomer.Client, c *lifecycle.Creation[Model], d workflow.Declaration, tags workflow.Tags) (decider string, adopted bool, err error) {
	first := firstOf(d, tags)
	made, adopted, err := client.CreateWorkflow(ctx, first, adoptable(d, tags))
	if err != nil {
		return "", false, err
	}
	c.Plan.CallableID = types.StringNull()
	c.Created(made.ID)
	if made.Enabled {
		c.Warn(pathName, "The workflow "+made.ID+" was adopted, enabled", "%q (%s) has the name and the content of this resource, and was enabled within the last hour. It is taken for what an interrupted apply has made, and is managed by this resource now.\n\n"+
			"If another configuration manages it, remove this resource from state and from the configuration, and choose another name.", made.Name, made.ID)
	}
	if !d.Delayed {
		return made.ID, adopted, nil
	}
	uncalled, err := uncalled(ctx, client, made.ID, d.Decider(tags))
	if err != nil {
		return "", false, err
	}
	called, adopted, err := client.CreateWorkflow(ctx, d.Decider(tags), uncalled)
	if err != nil {
		return "", false, err
	}
	c.Plan.CallableID = types.StringValue(called.ID)
	c.Created(made.ID)
	return called.ID, adopted, nil
}

// complete makes the variables, and writes everything that refers to them.
func complete(ctx context.Context, client *kustomer.Client, c *lifecycle.Creation[Model], d workflow.Declaration, tags workflow.Tags, decider string, adopted bool, headers map[string]string) (err error) {
	variables := client.VariablesOf(decider)
	if d.Request.Secrets, err = store(ctx, variables, headers); err != nil {
		return err
	}
	attribute.KeepCredentialHost(&c.Plan.Base, c.Plan.request(ctx).URL)
	keepSecrets(&c.Plan.Base, d.Request.Secrets)
	if adopted {
		if err := unreferenced(ctx, variables, d.Request.Secrets); err != nil {
			return err
		}
	}
	if d.Enabled {
		if err := client.WorkflowAlone(ctx, c.Plan.ID.ValueString(), d.Name); err != nil {
			return err
		}
	}
	err = put(ctx, client, decider, d.Decider(tags))
	if d.Delayed && err == nil {
		err = put(ctx, client, c.Plan.ID.ValueString(), d.Scheduler(decider))
	}
	return err
}

// firstOf is what the first request makes.
func firstOf(d workflow.Declaration, tags workflow.Tags) workflow.Document {
	if d.Delayed {
		return d.Shell()
	}
	return d.Decider(tags)
}

// justNow is for how long an enabled workflow is taken for that of an apply which was
// killed over its last request: nothing in the account tells that one from another
// configuration's.
const justNow = time.Hour

// adoptable finds the orphan of a create of this very declaration.
func adoptable(d workflow.Declaration, tags workflow.Tags) func(kustomer.Workflow) bool {
	equal := []workflow.Document{firstOf(d, tags)}
	if d.Delayed {
		equal = append(equal, d.Scheduler(""))
	}
	return func(w kustomer.Workflow) bool {
		return (!w.Enabled || time.Since(w.Updated) < justNow) && w.Unreadable == nil && slices.ContainsFunc(equal, func(each workflow.Document) bool { return workflow.Equal(each, w.Document) })
	}
}

// uncalled finds the orphan that no other enabled workflow than the scheduler calls: by
// itself it never runs.
func uncalled(ctx context.Context, client *kustomer.Client, scheduler string, decider workflow.Document) (func(kustomer.Workflow) bool, error) {
	all, err := client.Workflows(ctx)
	if err != nil {
		return nil, err
	}
	called := map[string]bool{}
	for _, each := range all {
		if each.Enabled && each.ID != scheduler {
			called[workflow.CalledBy(each.Document)] = true
		}
	}
	return func(w kustomer.Workflow) bool {
		return w.Unreadable == nil && !called[w.ID] && workflow.Equal(decider, w.Document)
	}, nil
}

// tagsFor are the tags that exclusions compare, as the plan found them.
func tagsFor(ctx context.Context, client *kustomer.Client, plan *Model) (workflow.Tags, error) {
	tags := workflow.Tags{}
	if plan.comparesTags(ctx) {
		read, err := client.Tags(ctx)
		if err != nil {
			return nil, err
		}
		tags = plan.asPlanned(read)
	}
	plan.UnusedTags = setOf(plan.declaration(ctx).UnusedTags(tags))
	plan.UnmanagedChanges = textsOf(nil)
	return tags, nil
}
