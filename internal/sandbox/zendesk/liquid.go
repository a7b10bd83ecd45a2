package zendesk

import (
	"fmt"
	"regexp"
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

// dynamicContent is a placeholder for a text that is kept once for all languages.
var dynamicContent = regexp.MustCompile(`{{\s*dc\.([a-z0-9_]+)\s*}}`)

// shownText is a text with its dynamic content: the sandbox keeps none of its own, so each shows its name.
func shownText(text string) string { return dynamicContent.ReplaceAllString(text, "$1") }
