package send

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload"
)

// samePayload keeps the stored payload where the configuration only lays it out
// in another way.
type samePayload struct{}

func (samePayload) Description(context.Context) string {
	return "white space that JSON ignores is no difference"
}

func (s samePayload) MarkdownDescription(ctx context.Context) string { return s.Description(ctx) }

func (samePayload) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if attribute.Set(req.StateValue) && attribute.Set(req.PlanValue) && payload.Same(req.StateValue.ValueString(), req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}

// CheckPayload renders the template against sample tickets. What can break is an
// error in a payload that is new or changed; state is nil on create.
func (m *Message) CheckPayload(state *Message, notes *lifecycle.Notes) error {
	if m.Payload.IsUnknown() || m.Payload.IsNull() {
		return nil
	}
	// Fields that the send knows as checkboxes are so in the samples.
	checkboxes, _ := attribute.Texts(m.ExcludeCheckboxFieldIDs)
	breakages, warnings := payload.Check(m.Payload.ValueString(), checkboxes...)
	m.warnOfFilters(notes)
	if state != nil && state.Payload.Equal(m.Payload) {
		for _, breakage := range breakages {
			notes.Warn(PathPayload, breaks, "%s", strings.TrimSpace(breakage.String()+"\n\n"+breakage.Remedy()))
		}
		return nil
	}
	var problems []error
	for _, breakage := range breakages {
		problems = append(problems, lifecycle.At(PathPayload, breaks, "%s", strings.TrimSpace(breakage.String()+"\n\n"+breakage.Remedy())))
	}
	for _, warning := range warnings {
		summary := breaks // a template that its user wants to the letter
		if warning.Compared {
			summary = "The payload compares a text with a number"
		}
		notes.Warn(PathPayload, summary, "%s", warning)
	}
	return errors.Join(problems...)
}

const breaks = "The payload can become broken JSON"

// warnOfFilters names filters that nothing is known of.
func (m *Message) warnOfFilters(notes *lifecycle.Notes) {
	for _, filter := range payload.UnknownFilters(m.Payload.ValueString()) {
		hint := ""
		switch {
		case filter.Meant != "":
			hint = fmt.Sprintf(" Did you mean %q?", filter.Meant)
		case filter.Escapes:
			hint = " To escape a value inside quotes, use: | " + payload.Escape
		}
		notes.Warn(PathPayload, summaryOf("Unknown filter", filter.Name), "%s of the payload calls the filter %q, which cannot be verified: Zendesk documents no filter of this name. Liquid passes the input of an unknown filter on unchanged, and so do the sample tickets.%s",
			lines(filter.Lines), filter.Name, hint)
	}
}
