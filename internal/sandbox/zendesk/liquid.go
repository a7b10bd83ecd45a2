package zendesk

import (
	"fmt"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
)

// liquid renders a template with the ticket as it stands now: raw, without any escaping. A template that cannot be
// rendered gives Liquid's own kind of message in its place.
func (u *update) liquid(template string) string {
	if !strings.Contains(template, "{{") && !strings.Contains(template, "{%") {
		return template
	}
	text, err := liquid.Render(template, u.placeholders())
	if err != nil {
		return fmt.Sprintf("Liquid error: %v", err)
	}
	return text
}
