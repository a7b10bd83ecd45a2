package sendworkflow

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/secondsurvey"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer/workflow"
)

// reportOverlaps names other send workflows, whoever manages them, that survey the same
// conversations and do not look at the mark of this one: a conversation may get two
// surveys. What a conversation is excluded by is not compared.
func reportOverlaps(ctx context.Context, p *planning) error {
	channels, known := attribute.Texts(p.Plan.Channels)
	if !known || p.Plan.Name.IsUnknown() || p.Plan.SentAttribute.IsUnknown() || p.Plan.SentTag.IsUnknown() {
		return nil
	}
	own := kustomer.PlannedSend{
		ID: p.Plan.ID.ValueString(), CallableID: p.Plan.CallableID.ValueString(), Name: p.Plan.Name.ValueString(), Enabled: p.Plan.Enabled.ValueBool(),
		Channels: channels, SentAttribute: p.Plan.SentAttribute.ValueString(), SentTag: p.Plan.SentTag.ValueString(),
	}
	earlier := p.Client.PlanSend(own)
	beside := func() []string { return p.Client.PollingBeside(own) }
	polling := secondsurvey.ReportPolling(p.Client.Account(), own.Name, beside, p.Client.Checks().Level(checks.OverlappingSends, own.ID), &p.Notes, pathChannels)
	if !own.Enabled || !asks(p) || polling != nil {
		return polling
	}
	others, err := withAccount(ctx, p.Client, own, earlier)
	if err != nil {
		return err
	}
	var problems []error
	for _, each := range others {
		shared := slices.DeleteFunc(slices.Clone(channels), func(name string) bool { return !slices.Contains(each.Channels, name) })
		sameMark := each.SentAttribute == own.SentAttribute && strings.EqualFold(each.SentTag, own.SentTag)
		isReplaced := each.ID != "" && each.ID == p.Replaces
		if !each.Enabled || isReplaced || sameMark || len(shared) == 0 {
			continue
		}
		summary, id, is := "The workflow "+each.ID+" surveys the same channel", each.ID, "is enabled and requests"
		if id == "" {
			summary, id, is = "A new workflow surveys the same channel", "created by this plan", "requests"
		}
		problems = append(problems, p.Report(p.Client.Checks().Level(checks.OverlappingSends, own.ID, each.ID), pathChannels, summary, "%q (%s) %s surveys for conversations on %s too, with another mark than this one. "+
			"A conversation that neither of the two excludes gets two surveys.\n\nGive both the same sent_attribute, or let only one of them survey the channel. If both are meant, add the id of one of them to ignore in the provider's checks.",
			each.Name, id, is, strings.Join(shared, ", ")))
	}
	return errors.Join(append(problems, reportTakenChannels(ctx, p, own, earlier), reportSameHost(ctx, p, own, earlier))...)
}

// reportTakenChannels names the send workflows whose channels this one takes in the same
// plan: the conversations that they have surveyed there do not have the mark of this one.
func reportTakenChannels(ctx context.Context, p *planning, own kustomer.PlannedSend, planned []kustomer.PlannedSend) error {
	all, err := p.Client.Workflows(ctx)
	if err != nil {
		return err
	}
	var problems []error
	for _, each := range all {
		i := slices.IndexFunc(planned, func(s kustomer.PlannedSend) bool { return s.ID != "" && s.Is(each) })
		if i < 0 || !each.Enabled || each.Unreadable != nil {
			continue
		}
		former := workflow.Read(each.Document, nil, nil)
		taken := slices.DeleteFunc(slices.Clone(own.Channels), func(name string) bool {
			return !slices.Contains(former.Channels, name) || planned[i].Enabled && slices.Contains(planned[i].Channels, name) || p.State.surveys(name)
		})
		by, name, written := marked(former.SentAttribute, former.SentTag)
		sameMark := former.SentAttribute == own.SentAttribute && strings.EqualFold(former.SentTag, own.SentTag)
		if len(taken) == 0 || name == "" || sameMark || p.Plan.excludes(ctx, by) {
			continue
		}
		problems = append(problems, p.Report(p.Client.Checks().Level(checks.OverlappingSends, own.ID, each.ID), pathChannels, "Conversations may be surveyed again", "%q (%s) surveys conversations on %s so far, and this plan leaves them to %q. Those that were surveyed have the mark %q, which this workflow does not look for: "+
			"when such a conversation is reopened and done again, it gets a second survey.\n\nTo prevent that, give both the same mark, or add this to exclude_when and leave it there:\n\n  %s",
			each.Name, each.ID, strings.Join(taken, ", "), own.Name, name, written))
	}
	return errors.Join(problems...)
}

// surveys reports whether the send workflow is enabled for a channel; nil is a new one.
func (m *Model) surveys(channel string) bool {
	if m == nil {
		return false
	}
	channels, _ := attribute.Texts(m.Channels)
	return m.Enabled.ValueBool() && slices.Contains(channels, channel)
}

// reportSameHost names the workflows of another form, such as those that were pasted from a
// vendor's article, that call the host of this one. Whom they survey is not known.
func reportSameHost(ctx context.Context, p *planning, own kustomer.PlannedSend, planned []kustomer.PlannedSend) error {
	host := attribute.Host(p.Plan.request(ctx).URL.ValueString())
	senders, err := p.Client.Senders(ctx)
	if err != nil || host == "" {
		return err
	}
	known := append(slices.Clone(planned), own)
	var problems []error
	for _, each := range senders {
		calls := slices.ContainsFunc(each.Addresses, func(address string) bool { return attribute.Host(address) == host })
		isSend := workflow.CalledBy(each.Document) != "" || len(workflow.Read(each.Document, nil, nil).Channels) > 0 ||
			slices.ContainsFunc(known, func(s kustomer.PlannedSend) bool { return s.Is(each.Workflow) })
		level := p.Client.Checks().Level(checks.OverlappingSends, own.ID, each.ID)
		if !each.Enabled || !calls || isSend || level == checks.Off || !p.First("same host: "+each.ID) {
			continue
		}
		problems = append(problems, p.Report(level, pathURL, "The workflow "+each.ID+" calls the same host",
			"%q (%s) is enabled and calls %s, as this one does. It does not have the steps of a send workflow, so that it is not known whom it surveys: a conversation that both are about gets two surveys.\n\n"+
				"If this one takes its place, disable it in Settings > Platform > Workflows before you apply. If both are meant, set overlapping_sends = \"off\" in the provider's checks.",
			each.Name, each.ID, host))
	}
	return errors.Join(problems...)
}

// asks reports whether a plan compares a workflow with the account. Of one that exists
// and was not read nothing is said: a plan without refresh stays without requests.
func asks(p *planning) bool {
	return p.State == nil || p.Client.WasRead(kustomer.NounWorkflow, p.State.ID.ValueString())
}

// withAccount adds the enabled workflows of the account that are neither planned nor own.
func withAccount(ctx context.Context, client *kustomer.Client, own kustomer.PlannedSend, planned []kustomer.PlannedSend) ([]kustomer.PlannedSend, error) {
	all, err := client.Workflows(ctx)
	if err != nil {
		return nil, err
	}
	sends, known := slices.Clone(planned), append(slices.Clone(planned), own)
	for _, each := range all {
		isPlanned := slices.ContainsFunc(known, func(s kustomer.PlannedSend) bool { return s.Is(each) })
		if !each.Enabled || each.Unreadable != nil || isPlanned {
			continue
		}
		d := workflow.Read(each.Document, nil, nil)
		sends = append(sends, kustomer.PlannedSend{ID: each.ID, Name: each.Name, Enabled: true, Channels: d.Channels, SentAttribute: d.SentAttribute, SentTag: d.SentTag})
	}
	return sends, nil
}
