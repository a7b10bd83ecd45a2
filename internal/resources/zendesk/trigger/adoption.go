package trigger

import (
	"context"
	"errors"
	"fmt"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
)

// SecondOfTitle refuses two sends of one title in one run: the one that keeps the
// object of the id and a new one, or, where the id is "", two new ones.
func SecondOfTitle(noun, id, title string) error {
	which, remedy := fmt.Sprintf("One of them manages the %s %s, the other one is new.", noun, id), "Choose another title for the new one."
	if id == "" {
		which, remedy = "Both are new.", "Choose another title for one of them."
	}
	return &lifecycle.Problem{
		Summary: fmt.Sprintf("Two %ss with the same title", noun),
		Detail: fmt.Sprintf("Two resources of this run have the title %q. %s Sends are identified by their titles, so that no ticket gets two surveys. No second one is created.\n\n%s",
			title, which, remedy),
	}
}

// CheckNewTitle refuses a new send of the title of another one of this run. Replaced is
// the id of the send that it replaces, if that is known.
func CheckNewTitle(client *zendesk.Client, noun, title, replaced string) error {
	if kept, taken := client.PlanNewTitle(noun, title, replaced); taken {
		return SecondOfTitle(noun, kept, title)
	}
	return nil
}

// CheckAdoption is for the plan of a new trigger: it refuses one whose create
// would adopt what another resource manages. Replaced is the id of the trigger
// that it replaces, if that is known. An account that cannot be asked once is not
// asked again.
func CheckAdoption(ctx context.Context, client *zendesk.Client, n New, replaced string) error {
	if account, err := client.Catalogue(ctx); err != nil || account == nil {
		return err
	}
	err := client.PlanTrigger(ctx, n.input(), n.UniqueTitle, replaced)
	var owned *zendesk.OwnedError
	if errors.As(err, &owned) {
		return orphan.Managed(err)
	}
	return nil // the create lists the account again and says why it cannot
}
