package send

import (
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// Where the message is.
var (
	PathWebhook    = path.Root("webhook_id")
	PathPayload    = path.Root("payload")
	PathCheckboxes = path.Root("exclude_checkbox_field_ids")
)

// Validate checks whom it notifies.
func (m *Message) Validate() error {
	switch {
	case m.WebhookID.IsNull() && m.TargetID.IsNull():
		return lifecycle.At(PathWebhook, "Nothing to notify",
			"A send notifies one survey target: set \"webhook_id\", or \"target_id\" for a legacy HTTP target.")
	case attribute.Set(m.WebhookID) && attribute.Set(m.TargetID):
		return lifecycle.At(PathWebhook, "Two survey targets",
			"With both \"webhook_id\" and \"target_id\" every customer would get two surveys. Set only one of them.")
	default:
		return nil
	}
}
