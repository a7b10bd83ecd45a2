package trigger

import (
	"context"
	"errors"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

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
	if !errors.As(err, &owned) {
		return nil // the create lists the account again and says why it cannot
	}
	return orphan.Managed(err)
}
