package overlap

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// reportForgetting names triggers that take away the tag by which the send knows which
// tickets it has surveyed: an automation surveys such a ticket again in the next hour.
func (s Send) reportForgetting(ctx context.Context, client *zendesk.Client, level checks.Level, notes *lifecycle.Notes) error {
	if level == checks.Off || s.Rule == nil || !s.Active {
		return nil
	}
	tags := s.Rule.OnceBy()
	if len(tags) == 0 {
		return nil
	}
	account, err := client.Evaluation().Triggers(ctx)
	if err != nil {
		return err
	}
	var forgetting []string
	for _, t := range account.Triggers {
		forgets := t.Active && t.ID != s.ID && t.ID != s.Replaces && t.Rule.Forgets(tags, s.Rule)
		if !forgets || client.Checks().Level(checks.OverlappingSends, t.ID) == checks.Off {
			continue
		}
		if forgetting = append(forgetting, fmt.Sprintf("  %q (%s)", t.Title, t.ID)); len(forgetting) == named {
			break
		}
	}
	if len(forgetting) == 0 {
		return nil
	}
	again := "when it is solved again"
	if s.Automation {
		again = "within an hour, each time that this happens"
	}
	return notes.Report(level, path.Root("sent_tag"), "Surveyed tickets may be surveyed again",
		"%q surveys a ticket once, because it adds the tag %q. These triggers remove that tag, alone or with all others (at most %d are named), and a ticket that loses it may be surveyed again %s:\n\n%s\n\n"+
			"Let them keep the tag. If it is meant, add their ids to ignore in the provider's checks.", s.Title, strings.Join(tags, " "), named, again, strings.Join(forgetting, "\n"))
}
