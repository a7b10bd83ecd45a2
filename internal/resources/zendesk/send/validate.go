package send

import (
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
)

// Where the message is.
var (
	PathWebhook    = path.Root("webhook_id")
	PathPayload    = path.Root("payload")
	PathCheckboxes = path.Root("exclude_checkbox_field_ids")
)

// Validate checks the notification and proves the payload.
func (m *Message) Validate() error {
	return errors.Join(m.validateNotification(), m.validatePayload())
}

func (m *Message) validateNotification() error {
	switch {
	case m.WebhookID.IsNull() && m.TargetID.IsNull():
		return lifecycle.At(PathWebhook, "Nothing to notify",
			"A send notifies one survey target: set \"webhook_id\", or \"target_id\" for a legacy HTTP target.")
	case attribute.Set(m.WebhookID) && attribute.Set(m.TargetID):
		return lifecycle.At(PathWebhook, "Two survey targets",
			"With both \"webhook_id\" and \"target_id\" every customer would get two surveys. Set one of them.")
	default:
		return nil
	}
}

// validatePayload renders the template against sample tickets.
func (m *Message) validatePayload() error {
	breakages, _ := m.checkPayload()
	var problems []error
	for _, breakage := range breakages {
		problems = append(problems, lifecycle.At(PathPayload, "The payload can become broken JSON", "%s",
			strings.TrimSpace(breakage.String()+"\n\n"+breakage.Remedy())))
	}
	return errors.Join(problems...)
}

// WarnOfPayload warns of what breaks a template that its user wants to the
// letter.
func (m *Message) WarnOfPayload(notes *lifecycle.Notes) {
	_, warnings := m.checkPayload()
	for _, warning := range warnings {
		notes.Warn(PathPayload, "The payload can become broken JSON", "%s", warning)
	}
}

// checkPayload renders what is known of the payload; fields that the send knows
// as checkboxes are so in the samples.
func (m *Message) checkPayload() (breakages, warnings []payload.Breakage) {
	if m.Payload.IsUnknown() || m.Payload.IsNull() {
		return nil, nil
	}
	checkboxes, _ := attribute.Texts(m.ExcludeCheckboxFieldIDs)
	return payload.Check(m.Payload.ValueString(), checkboxes...)
}
