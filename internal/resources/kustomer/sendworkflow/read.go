package sendworkflow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer/workflow"
)

func read(ctx context.Context, client *kustomer.Client, state *Model, notes *lifecycle.Notes) error {
	has, err := client.Workflow(ctx, state.ID.ValueString())
	if err != nil {
		return err
	}
	if has.Unreadable != nil {
		return unreadable(*has)
	}
	if state.Imported() {
		if called := workflow.CalledBy(has.Document); called != "" {
			state.CallableID = types.StringValue(called)
		}
	}
	decider, scheduler := *has, (*workflow.Document)(nil)
	if called := state.CallableID.ValueString(); called != "" {
		found, err := client.Workflow(ctx, called)
		switch {
		case kustomer.IsNotFound(err) && !state.Imported():
			state.UnmanagedChanges = textsOf([]string{"the workflow " + called + ", which decides after the delay, does not exist"})
			return nil
		case err != nil:
			return err
		case found.Unreadable != nil:
			return unreadable(*found)
		}
		client.Claim(kustomer.NounWorkflow, called)
		decider, scheduler = *found, &has.Document
	}
	d, tags, err := declarationOf(ctx, client, decider.Document, scheduler)
	if err != nil {
		return err
	}
	found := differences(d, tags, decider, scheduler)
	if state.Imported() {
		if err := importable(d, *has, found); err != nil {
			return err
		}
		caller.WarnOfSecret(notes, pathURL, types.StringValue(d.Request.URL))
	}
	// A killed update loses private state, but not the version of the secrets. Which there
	// were nobody knows then: where the workflow has none, they are sent again.
	killed := !state.Recall(variablesKey, &map[string]string{}) && !state.request(ctx).SecretHeadersWOVersion.IsNull()
	again := killed && len(d.Request.Secrets) == 0 || wasSending(&state.Base)
	if killed || state.Imported() {
		keepSecrets(&state.Base, d.Request.Secrets)
	}
	if !state.Imported() { // which knows no secret yet
		if err := withoutVariable(ctx, client.VariablesOf(decider.ID), d.Request.Secrets); err != nil {
			return err
		}
	}
	warnOfLostSecrets(state, d, notes)
	if wasSending(&state.Base) {
		notes.Warn(pathVersion, "It is not known which secret headers are in use",
			"An apply that changed the secret headers of %q (%s) failed: they may be the former or the new ones. If secret_headers_wo and its version are set, applying sends them again.", d.Name, state.ID.ValueString())
	}
	state.show(ctx, d, again || len(lostSecrets(&state.Base, d.Request.Secrets)) > 0)
	found = append(found, foreignSecrets(&state.Base, d.Request.Secrets)...)
	if scheduler != nil && decider.Enabled && !scheduler.Enabled { // "enabled" is false
		found = append(found, "the workflow "+decider.ID+", which decides after the delay, is enabled")
	}
	state.UnusedTags, state.UnmanagedChanges = setOf(d.UnusedTags(tags)), textsOf(found)
	return nil
}

// declarationOf reads the workflows, and the tags where they are needed.
func declarationOf(ctx context.Context, client *kustomer.Client, decider workflow.Document, scheduler *workflow.Document) (workflow.Declaration, workflow.Tags, error) {
	d := workflow.Read(decider, scheduler, nil)
	if !slices.ContainsFunc(d.Exclusions, workflow.Exclusion.ComparesTags) {
		return d, nil, nil
	}
	tags, err := client.Tags(ctx)
	return workflow.Read(decider, scheduler, tags), tags, err
}

// differences are what no attribute shows.
func differences(d workflow.Declaration, tags workflow.Tags, decider kustomer.Workflow, scheduler *workflow.Document) []string {
	found := workflow.Differences(d.Decider(tags), decider.Document)
	if scheduler != nil {
		found = append(found, workflow.Differences(d.Scheduler(decider.ID), *scheduler)...)
	}
	return found
}

func unreadable(w kustomer.Workflow) error {
	return &lifecycle.Problem{Summary: "The workflow cannot be read", Detail: fmt.Sprintf(
		"The trigger or the steps of the workflow %q (%s) are not what Kustomer documents: %s. Nothing was changed.", w.Name, w.ID, w.Unreadable)}
}

// importable refuses a workflow that does what no attribute says.
func importable(d workflow.Declaration, w kustomer.Workflow, found []string) error {
	if w.Trigger != nil && w.Trigger.Callable {
		return &lifecycle.Problem{Summary: "Another workflow calls this one", Detail: fmt.Sprintf(
			"%q (%s) runs when another workflow calls it. Import the one that calls it after the delay: its attribute callable_id is this one.", w.Name, w.ID)}
	}
	for name := range d.Request.Headers {
		if attribute.LooksSecret(name) {
			found = append(found, fmt.Sprintf("the header %q holds a credential in clear text: make a variable of the workflow of it", name))
		}
	}
	if len(found) == 0 {
		return nil
	}
	return &lifecycle.Problem{Summary: "The workflow cannot be expressed", Detail: fmt.Sprintf(
		"The workflow %q (%s) does not have the steps of a send workflow, so it cannot be imported. What is different:\n\n  %s\n\n"+
			"Create a new send workflow with the settings of this one, and disable this one.", w.Name, w.ID, strings.Join(found, "\n  "))}
}

// warnOfLostSecrets names the secret headers that somebody removed.
func warnOfLostSecrets(state *Model, d workflow.Declaration, notes *lifecycle.Notes) {
	missing := lostSecrets(&state.Base, d.Request.Secrets)
	if len(missing) > 0 {
		notes.Warn(pathSecrets, "A secret header was removed",
			"The workflow %q (%s) was changed outside Terraform: the header %s, or the variable that holds its value, was removed or replaced. So the backend may refuse its requests.\n\n"+
				"If secret_headers_wo and its version are set, applying sends the header again.", d.Name, state.ID.ValueString(), strings.Join(missing, ", "))
	}
}
