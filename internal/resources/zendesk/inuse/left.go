package inuse

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wait"
)

// What still uses an object is looked at again before it is an error: Terraform may be
// deleting or changing it at this moment, because nothing in the configuration says that
// it needs the object. As long as that gets less there are more looks; the pause before
// each is twice the one before.
const (
	looks     = 5
	lookAgain = 200 * time.Millisecond
)

// Left is what an object that is to be deleted is used by when everything else of this run
// has had time to change, also what somebody made since this run listed it. Users asks
// the shared lists.
func Left(ctx context.Context, client *zendesk.Client, users func(context.Context) ([]zendesk.Notifier, error)) ([]zendesk.Notifier, error) {
	if err := client.RenewRules(ctx); err != nil {
		return nil, err
	}
	return settled(ctx, looks, lookAgain, func() ([]zendesk.Notifier, error) { return users(ctx) }, func() {
		client.ForgetTriggers()
		client.ForgetAutomations()
	})
}

// settled looks until nothing is left, or what is left gets no less in a number of looks.
// Before each look but the first it pauses and calls again.
func settled(ctx context.Context, looks int, pause time.Duration, users func() ([]zendesk.Notifier, error), again func()) ([]zendesk.Notifier, error) {
	look, least := 0, math.MaxInt
	for {
		left, err := users()
		if err != nil {
			return nil, err
		}
		if len(left) < least {
			look, least = 0, len(left)
		}
		look++
		if last := len(left) == 0 || look == looks; last || wait.For(ctx, pause<<(look-1)) != nil {
			return left, nil //nolint:nilerr // a context that has ended ends the loop
		}
		again()
	}
}

// Listed has each on its own line.
func Listed(users []zendesk.Notifier) string {
	lines := make([]string, 0, len(users))
	for _, each := range users {
		lines = append(lines, fmt.Sprintf("  %q (%s)", each.Title, strings.TrimSpace(each.Noun+" "+each.ID)))
	}
	return strings.Join(lines, "\n")
}
