package trigger

import (
	"errors"
	"fmt"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// Duplicate words the refusal to make a second send of the same title, trigger
// or automation. Other errors pass.
func Duplicate(err error) error {
	var twin *zendesk.DuplicateError
	if !errors.As(err, &twin) {
		return err
	}
	lines := make([]string, 0, len(twin.Existing))
	for _, existing := range twin.Existing {
		activity := "inactive, harmless"
		if existing.Active {
			activity = "active"
		}
		lines = append(lines, fmt.Sprintf("  terraform import <address> %s   # %s", existing.ID, activity))
	}
	return &lifecycle.Problem{
		Summary: fmt.Sprintf("The %s exists already", twin.Noun),
		Detail: fmt.Sprintf("A second %s titled %q would send a second survey for every ticket. Nothing was created.\n\n"+
			"If the existing one is yours, import it; it may be what an interrupted apply left behind:\n\n%s\n\nOtherwise choose another title.",
			twin.Noun, twin.Title, strings.Join(lines, "\n")),
	}
}
