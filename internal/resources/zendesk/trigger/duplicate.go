package trigger

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// Duplicate words the refusal to make, or to activate, a second send of the same
// title, trigger or automation. Other errors pass.
func Duplicate(err error) error {
	var duplicate *zendesk.DuplicateError
	if !errors.As(err, &duplicate) {
		return err
	}
	if i := slices.IndexFunc(duplicate.Existing, func(each zendesk.Duplicate) bool { return each.Managed }); i >= 0 {
		return titleInUse(duplicate.Noun, duplicate.Existing[i].ID, duplicate.Title)
	}
	lines := make([]string, 0, len(duplicate.Existing))
	for _, existing := range duplicate.Existing {
		activity := "inactive, harmless"
		if existing.Active {
			activity = "active"
		}
		lines = append(lines, fmt.Sprintf("  terraform import <address> %s   # %s", existing.ID, activity))
	}
	outcome := "Nothing was created."
	advice := "If this apply replaces the existing one, remove create_before_destroy from the lifecycle block of this resource: the old one has to be deleted first.\n\n" +
		"If the existing one belongs to this configuration and is not in its state, import it; it may be an orphan of an interrupted apply:"
	switch {
	case duplicate.ID != "" && !duplicate.Made:
		outcome = fmt.Sprintf("This one (%s) stays inactive.", duplicate.ID)
		advice = "Deactivate the other one in the admin screen and apply again. Or manage the other one instead: run terraform state rm <address>, then"
	case duplicate.Made:
		outcome = fmt.Sprintf("The other one appeared at the same moment, so this one (%s) stays inactive.", duplicate.ID)
		advice = "Another workspace applies the same configuration, or an answer of Zendesk was lost and Zendesk executed the create twice. To keep the other one, remove the resource from one of the two configurations, or import the other one:"
	}
	return &lifecycle.Problem{
		Summary: fmt.Sprintf("The %s exists already", duplicate.Noun),
		Detail: fmt.Sprintf("A second %s titled %q would send a second survey for every ticket. %s\n\n%s\n\n%s\n\nOtherwise choose another title.",
			duplicate.Noun, duplicate.Title, outcome, advice, strings.Join(lines, "\n")),
	}
}

// titleInUse refuses to make a second send while another resource of this run has one of
// the title. The plan refuses what would keep it.
func titleInUse(noun, id, title string) error {
	return &lifecycle.Problem{
		Summary: fmt.Sprintf("Two %ss with the same title", noun),
		Detail: fmt.Sprintf("Another resource of this run manages the %s %s, which has the title %q. Sends are identified by their titles, so that no ticket gets two surveys. Nothing was created.\n\n"+
			"If that resource gets another title or ends in this apply, it did not do so in time: apply again. Otherwise choose another title for the new one.", noun, id, title),
	}
}
