package send

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/stellaconnect"
	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
)

// CheckPayload renders the template against sample tickets. What can break is an
// error in a payload that is new or changed; state is nil on create.
func (m *Message) CheckPayload(state *Message, notes *lifecycle.Notes) error {
	if m.Payload.IsUnknown() || m.Payload.IsNull() {
		return nil
	}
	// Fields that the send knows as checkboxes are so in the samples.
	checkboxes, _ := attribute.Texts(m.ExcludeCheckboxFieldIDs)
	breakages, warnings := payload.Check(m.Payload.ValueString(), checkboxes...)
	if len(breakages) > 0 && !breakages[0].Ordinary() && stellaconnect.IsVerbatim(m.Payload.ValueString()) {
		breakages, warnings = nil, slices.Concat(breakages, warnings) // its user wants it to the letter
	}
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
		summary := breaks
		if warning.Compared {
			summary = "The payload compares a text with a number"
		}
		notes.Warn(PathPayload, summary, "%s", warning)
	}
	return errors.Join(problems...)
}

const breaks = "The payload can become broken JSON"

// warnOfFilters names filters of which nothing is known, or not enough.
func (m *Message) warnOfFilters(notes *lifecycle.Notes) {
	for _, filter := range liquid.UnverifiedFilters(m.Payload.ValueString()) {
		hint := ""
		switch {
		case filter.Meant != "":
			hint = fmt.Sprintf(" Did you mean %q?", filter.Meant)
		case filter.Escapes:
			hint = " To escape a value inside quotes, use: | " + liquid.Escape
		}
		notes.Warn(PathPayload, summaryOf("Unverified filter", filter.Name), "%s of the payload calls the filter %q, whose result cannot be verified: it is not one of the filters that are checked against Liquid's own results (%s). If Liquid has no filter of this name, Zendesk passes its input on unchanged, and so do the sample tickets.%s",
			lines(filter.Lines), filter.Name, strings.Join(liquid.Filters(), ", "), hint)
	}
}
