package sendautomation

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
)

// In automations a checkbox is a condition only if it adds a tag.
//
// https://support.zendesk.com/hc/en-us/articles/4408887162394

// checkTags returns an error at each checkbox that adds no tag. One that cannot be
// asked about passes, and so does one that gets a tag in this run.
func (m *Model) checkTags(ctx context.Context, client *zendesk.Client) error {
	var problems []error
	ids, _ := attribute.Texts(m.ExcludeCheckboxFieldIDs)
	for _, id := range ids {
		field, err := client.TicketField(ctx, id)
		if _, planned := client.PlannedTag(id); err == nil && !planned && field.Type == zendesk.TypeCheckbox && field.Tag == "" {
			problems = append(problems, withoutTag(id))
		}
	}
	return errors.Join(problems...)
}

// checkPlannedTags returns an error at each checkbox that loses its tag in this run.
func checkPlannedTags(p *lifecycle.Planning[*zendesk.Client, Model]) error {
	if !p.Online {
		return nil
	}
	var problems []error
	ids, _ := attribute.Texts(p.Plan.ExcludeCheckboxFieldIDs)
	for _, id := range ids {
		if tag, planned := p.Client.PlannedTag(id); planned && tag == "" {
			problems = append(problems, withoutTag(id))
		}
	}
	return errors.Join(problems...)
}

func withoutTag(id string) error {
	return lifecycle.At(send.PathCheckboxes.AtSetValue(types.StringValue(id)), "The checkbox adds no tag",
		"Zendesk's automations can check a checkbox only if it adds a tag, and the ticket field %s adds none.\n\n"+
			"Set \"tag\" of the ticket field, or exclude tickets by a tag with exclude_tags.", id)
}
