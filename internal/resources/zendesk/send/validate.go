package send

import "github.com/hashicorp/terraform-plugin-framework/path"

// Where the message is.
var (
	PathWebhook    = path.Root("webhook_id")
	PathPayload    = path.Root("payload")
	PathCheckboxes = path.Root("exclude_checkbox_field_ids")
)
