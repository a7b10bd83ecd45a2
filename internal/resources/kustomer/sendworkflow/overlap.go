package sendworkflow

import (
	"context"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer/workflow"
)

// warnOfOverlaps names other send workflows, whoever manages them, that survey the same
// conversations and do not look at the mark of this one: a conversation may get two
// surveys. What a conversation is excluded by is not compared.
func warnOfOverlaps(ctx context.Context, p *planning) error {
	channels, known := attribute.Texts(p.Plan.Channels)
	if !p.Plan.Enabled.ValueBool() || !known || p.Plan.SentAttribute.IsUnknown() || p.Plan.SentTag.IsUnknown() {
		return nil
	}
	all, err := p.Client.Workflows(ctx)
	if err != nil {
		return err
	}
	for _, each := range all {
		if !each.Enabled || each.Unreadable != nil || each.ID == p.Plan.ID.ValueString() || each.ID == p.Plan.CallableID.ValueString() {
			continue
		}
		other := workflow.Read(each.Document, nil, nil)
		shared := slices.DeleteFunc(slices.Clone(channels), func(name string) bool { return !slices.Contains(other.Channels, name) })
		sameMark := other.SentAttribute == p.Plan.SentAttribute.ValueString() && strings.EqualFold(other.SentTag, p.Plan.SentTag.ValueString())
		if len(shared) == 0 || sameMark || each.ID == p.Replaces {
			continue
		}
		p.Warn(pathChannels, "The workflow "+each.ID+" surveys the same channel", "%q (%s) is enabled and requests surveys for conversations on %s too, with another mark than this one. "+
			"A conversation that neither of the two excludes gets two surveys.\n\nGive both the same sent_attribute, or let only one of them survey the channel.",
			each.Name, each.ID, strings.Join(shared, ", "))
	}
	return nil
}
