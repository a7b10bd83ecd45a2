package nicereply

import (
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// Everything in this file is a guess. On record are the paths, the envelope, per_page up
// to 10,000, the members of a feedback object, and id, name, metric and question of a
// survey (from the API's first generation). The members of a distribution and of an
// integration are not: each is looked for under every name that is listed for it, and
// one that an answer does not have is hidden, not different.

// pageSize is below the documented 10,000: an answer of that size may take long.
const pageSize = 1000

// member is what a member of an answer may be called; the first one that is there
// counts. A dot leads into an object.
type member []string

var (
	surveyQuestion = member{"question"}

	agentArchived = member{"is_archived"}

	integrationHelpDesk  = member{"type", "app", "help_desk", "provider"}
	integrationURL       = member{"url", "domain", "host"}
	integrationConnected = member{"is_connected", "connected", "is_active", "active"}

	distributionType       = member{"type", "distribution"}
	distributionConnector  = member{"integration_id", "integration.id"}
	distributionActive     = member{"is_active", "active", "settings.is_active"}
	distributionChannel    = member{"settings.channel", "channel"}
	distributionStatus     = member{"settings.status", "status"}
	distributionQuietHours = member{"settings.delay_hours", "delay_hours", "settings.delay", "delay"}
)

// trigger is the type of a trigger distribution; a distribution without a type is taken
// for one.
const trigger = "trigger"

// word is an enumeration as the configuration has it: "AGENT" and "SCALE" show that the
// API writes capitals.
func word(text client.Text) string { return strings.ToLower(string(text)) }

// helpDesk is the help desk's name in the configuration: "Desk.com" and "DESK_COM" are
// "desk".
func helpDesk(text client.Text) string {
	name := strings.NewReplacer(".", "_", "-", "_", " ", "_").Replace(word(text))
	return strings.TrimSuffix(name, "_com")
}
