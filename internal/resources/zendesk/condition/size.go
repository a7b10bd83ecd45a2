package condition

import (
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/capability"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// CheckSize returns an error at the given path when the rule is larger than
// Zendesk takes of its kind.
func CheckSize(rule rules.Rule, kind capability.Rule, at path.Path) error {
	if rule.Size() <= kind.MaxBytes {
		return nil
	}
	return lifecycle.At(at, "The rule is too large",
		"Conditions and actions take %d bytes together; Zendesk refuses business rules of 65 KB and more (%d bytes here). Shorten the payload.", rule.Size(), kind.MaxBytes)
}
