package sendtrigger

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
)

func remove(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	return trigger.Delete(ctx, client, &state.Common, notes)
}
