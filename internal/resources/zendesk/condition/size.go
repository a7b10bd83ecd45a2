package condition

import (
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// CheckSize returns an error at the given path when the rule is larger than
// Zendesk takes.
func CheckSize(rule rules.Rule, at path.Path) error {
	if rule.Size() <= rules.MaxSize {
		return nil
	}
	return lifecycle.At(at, "The rule is too large",
		"Conditions and actions take %d bytes together; Zendesk refuses business rules of 65 KB and more (%d bytes here). Shorten the payload.", rule.Size(), rules.MaxSize)
}
