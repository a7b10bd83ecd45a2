package sendworkflow

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/spelling"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer/workflow"
)

type planning = lifecycle.Planning[*kustomer.Client, Model]

func plan(ctx context.Context, p *planning) error {
	p.Plan.UnmanagedChanges = textsOf(nil)
	if err := planTags(ctx, p); err != nil {
		return err
	}
	warnOfChannels(p)
	warnOfUndocumented(ctx, p)
	warnOfFormerMark(ctx, p)
	warnOfFormerOptOut(ctx, p)
	if err := planCallable(ctx, p); err != nil {
		return err
	}
	if err := planSecrets(ctx, p); err != nil || !p.Online {
		return err
	}
	checkAttributes(ctx, p)
	if err := errors.Join(reportOverlaps(ctx, p), reportNativeSurveys(ctx, p)); err != nil {
		return err
	}
	err := planName(ctx, p)
	planUnused(p)
	return err
}

// planUnused leaves tags that nobody has used yet to the apply, where it writes other
// exclusions: somebody may use one of them until then.
func planUnused(p *planning) {
	stays := p.State != nil && p.Plan.ExcludeWhen.Equal(p.State.ExcludeWhen) && p.Plan.UnusedTags.Equal(p.State.UnusedTags)
	if len(p.Plan.UnusedTags.Elements()) > 0 && !stays {
		p.Plan.UnusedTags = types.SetUnknown(types.StringType)
	}
}

// planTags finds the tags that exclusions compare.
func planTags(ctx context.Context, p *planning) error {
	known := !p.Plan.ExcludeWhen.IsUnknown() && !slices.ContainsFunc(p.Plan.exclusions(ctx), func(e *Exclusion) bool {
		return e == nil || e.Field.IsUnknown() || e.Operator.IsUnknown() || e.Value.IsUnknown()
	})
	switch {
	case known && !p.Plan.comparesTags(ctx):
		p.Plan.UnusedTags = setOf(nil)
		return nil
	case !p.Online && p.State != nil && p.Plan.ExcludeWhen.Equal(p.State.ExcludeWhen):
		p.Plan.UnusedTags = p.State.UnusedTags
		return nil
	case !known, !p.Online:
		p.Plan.UnusedTags = types.SetUnknown(types.StringType)
		return nil
	}
	tags, err := p.Client.Tags(ctx)
	if err != nil {
		return err
	}
	unused := p.Plan.declaration(ctx).UnusedTags(tags)
	p.Plan.UnusedTags = setOf(unused)
	for i, each := range p.Plan.exclusions(ctx) {
		if name := each.Value.ValueString(); each.rule().ComparesTags() && slices.Contains(unused, name) {
			p.Warn(pathExcludeWhen.AtListIndex(i).AtName("value"), fmt.Sprintf("The tag %.30q is not used yet", name),
				"Nobody has used the tag %q in %s. Workflows compare the ids of tags, and a tag has none before its first use, so %s until the workflow is updated. "+
					"Check the spelling. Once the tag has been used, the next plan shows the update. To be safe from the start, use the tag once, or exclude by a custom attribute.",
				name, p.Client.Account(), each.outcome("conversations that get the tag are surveyed"))
		}
	}
	return nil
}

// warnOfChannels names those that Kustomer does not document.
func warnOfChannels(p *planning) {
	channels, _ := attribute.Texts(p.Plan.Channels)
	for i, name := range channels {
		if slices.Contains(workflow.Channels, name) || p.State != nil && p.Plan.Channels.Equal(p.State.Channels) {
			continue
		}
		hint := ""
		if near := spelling.Meant(strings.ToLower(name), workflow.Channels); near != "" {
			hint = fmt.Sprintf(" Did you mean %q?", near)
		}
		p.Warn(pathChannels.AtListIndex(i), "Unknown channel", "%q is none of the channels that Kustomer documents, which are %s.%s No conversation is surveyed on a channel that does not exist.", name, strings.Join(workflow.Channels, ", "), hint)
	}
}

// planCallable plans whether there is a second workflow.
func planCallable(ctx context.Context, p *planning) error {
	switch {
	case p.Plan.DelayMinutes.IsNull():
		p.Plan.CallableID = types.StringNull()
	case p.State == nil || p.State.DelayMinutes.IsNull():
		p.Plan.CallableID = types.StringUnknown()
	case p.Online:
		_, err := p.Client.Workflow(ctx, p.State.CallableID.ValueString())
		if !kustomer.IsNotFound(err) {
			return err
		}
		p.Plan.CallableID = types.StringUnknown() // it is made again
	}
	return nil
}

// planSecrets refuses secret headers that would not be sent.
func planSecrets(ctx context.Context, p *planning) error {
	if p.State == nil {
		return nil
	}
	secret := secretHeaders(p.Config.request(ctx), p.Plan.request(ctx), p.State.request(ctx), &p.State.Base)
	if err := errors.Join(secret.Check(), checkMoved(ctx, p.Config, p.Plan, p.State)); err != nil || !p.Unchanged {
		return err
	}
	return secret.CheckSent()
}

// checkMoved refuses to send the stored values of secret headers to another host.
func checkMoved(ctx context.Context, config, plan, state *Model) error {
	planned := plan.request(ctx)
	secret := secretHeaders(config.request(ctx), planned, state.request(ctx), &state.Base)
	plain := slices.Collect(maps.Keys(planned.Headers.Elements()))
	stays := slices.ContainsFunc(secret.Stored, func(name string) bool { return !attribute.HasHeader(plain, name) })
	if _, _, sends := secret.Change(); sends || !stays {
		return nil
	}
	return attribute.AddressOf(pathURL, planned.URL, state.request(ctx).URL, &state.Base).CheckStored(pathSecrets, pathVersion)
}

// planName refuses two sends of one name, and one that would adopt the workflow of
// another resource.
func planName(ctx context.Context, p *planning) error {
	name := p.Plan.Name.ValueString()
	if p.State != nil {
		if id := p.State.ID.ValueString(); p.Client.PlanTitle(kustomer.NounWorkflow, id, name) {
			return secondOfName(id, name)
		}
		if called := p.State.CallableID.ValueString(); called != "" {
			p.Client.PlanToKeep(kustomer.NounWorkflow, called)
		}
		return nil
	}
	if kept, taken := p.Client.PlanNewTitle(kustomer.NounWorkflow, name, p.Replaces); taken {
		return secondOfName(kept, name)
	}
	if !p.Known() || p.Plan.UnusedTags.IsUnknown() {
		return nil
	}
	tags, err := tagsFor(ctx, p.Client, p.Plan)
	if err != nil {
		return err
	}
	d := p.Plan.declaration(ctx)
	d.Request.Secrets = pending(attribute.Headers(p.Config.request(ctx).SecretHeadersWO))
	err = p.Client.PlanWorkflow(ctx, p.Replaces, adoptable(d, tags))
	var owned *kustomer.OwnedError
	if errors.As(err, &owned) {
		return lifecycle.At(pathName, "An equal workflow is managed already",
			"Another resource of this configuration manages %q (%s), a disabled workflow of the same name and content. Creating this one would adopt that workflow as an orphan of an interrupted apply, and both would manage it.\n\n"+
				"Choose another name. If this resource is meant to be that one under another address, use a moved block.", owned.Title, owned.ID)
	}
	return err
}

func secondOfName(id, name string) error {
	which := fmt.Sprintf("One of them manages the workflow %s. Choose another name for the other one. If the two exchange their names, give one of them a third name in an apply of its own first.", id)
	if id == "" {
		which = "Both are new. Choose another name for one of them."
	}
	return lifecycle.At(pathName, "Two send workflows with the same name", "Two resources of this run have the name %q. Send workflows are identified by their names, so that no conversation gets two surveys.\n\n%s", name, which)
}

// duplicate words the refusal to make, or to enable, a second workflow of one name. Other
// errors pass.
func duplicate(err error) error {
	var duplicate *kustomer.DuplicateError
	if !errors.As(err, &duplicate) {
		return err
	}
	outcome := "Nothing was created."
	if duplicate.ID != "" {
		outcome = fmt.Sprintf("This one (%s) stays disabled.", duplicate.ID)
	}
	lines := make([]string, 0, len(duplicate.Existing))
	for _, existing := range duplicate.Existing {
		if existing.Managed {
			return secondOfName(existing.ID, duplicate.Title)
		}
		lines = append(lines, fmt.Sprintf("  terraform import <address> %s", existing.ID))
	}
	return lifecycle.At(pathName, "The workflow exists already",
		"A second enabled workflow named %q would request a second survey for every conversation. %s\n\nIf the existing one belongs to this configuration, import it:\n\n%s\n\nIf this apply replaces it, remove create_before_destroy from the lifecycle block of this resource: the old one is disabled before a new one of its name is made. Otherwise disable it in Settings > Platform > Workflows, or choose another name.",
		duplicate.Title, outcome, strings.Join(lines, "\n"))
}
