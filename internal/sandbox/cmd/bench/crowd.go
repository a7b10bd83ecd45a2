package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/sync/errgroup"
)

// atOnce is how many triggers are made at a time.
const atOnce = 50

// crowd makes triggers as other people would.
func (l *lab) crowd(ctx context.Context, triggers int) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i := range triggers {
		group.Go(func() error {
			body := fmt.Sprintf(`{"trigger": {"title": "Foreign %[1]d", "conditions": {"all": [{"field": "current_tags", "operator": "includes", "value": "foreign_%[1]d"}], "any": []}, "actions": [{"field": "priority", "value": "high"}]}}`, i)
			request, err := http.NewRequestWithContext(ctx, http.MethodPost, l.account["ZENDESK_ENDPOINT"]+"/api/v2/triggers", strings.NewReader(body))
			if err != nil {
				return err
			}
			request.Header.Set("Authorization", "Bearer "+l.account["ZENDESK_ACCESS_TOKEN"])
			request.Header.Set("Content-Type", "application/json")
			response, err := http.DefaultTransport.RoundTrip(request)
			if err != nil {
				return err
			}
			defer response.Body.Close()
			if response.StatusCode != http.StatusCreated {
				return fmt.Errorf("making a trigger: %s", response.Status)
			}
			return nil
		})
	}
	return group.Wait()
}
