package trigger

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// Duplicate words the refusal to make, or to switch on, a second send of the same
// title, trigger or automation. Other errors pass.
func Duplicate(err error) error {
	var duplicate *zendesk.DuplicateError
	if !errors.As(err, &duplicate) {
		return err
	}
	if i := slices.IndexFunc(duplicate.Existing, func(each zendesk.Duplicate) bool { return each.Managed }); i >= 0 {
		return secondOfTitle(duplicate.Noun, duplicate.Existing[i].ID, duplicate.Title)
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
	advice := "If the existing one is yours, import it; it may be what an interrupted apply left behind:"
	switch {
	case duplicate.ID != "" && !duplicate.Made:
		outcome = fmt.Sprintf("So this one (%s) stays inactive.", duplicate.ID)
		advice = "Deactivate the other one in the admin screen and apply again, or manage that one instead: terraform state rm <address>, then"
	case duplicate.Made:
		outcome = fmt.Sprintf("The other one appeared at the same moment, so this one (%s) stays inactive.", duplicate.ID)
		advice = "Somebody else applies the same configuration, or Zendesk executed a create twice whose answer was lost. If theirs is to stay, take the resource out of one of the two configurations, or import theirs:"
	}
	return &lifecycle.Problem{
		Summary: fmt.Sprintf("The %s exists already", duplicate.Noun),
		Detail: fmt.Sprintf("A second %s titled %q would send a second survey for every ticket. %s\n\n%s\n\n%s\n\nOtherwise choose another title.",
			duplicate.Noun, duplicate.Title, outcome, advice, strings.Join(lines, "\n")),
	}
}
