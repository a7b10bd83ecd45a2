package zendesk

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// Delivery is one call of a webhook, with all its attempts, as Zendesk's history
// tells it. The history covers seven days.
type Delivery struct {
	ID string
	// Status is Zendesk's word, such as "success" or "terminated".
	Status string
	// Code is the HTTP status of the last answer, 0 when none came or none is told.
	Code int64
	// At is when the last attempt ended, as Zendesk writes it.
	At string
}

// Failed reports that the delivery ended without success.
func (d Delivery) Failed() bool { return deliveryFailed(d) }

// Pending reports that it has not ended.
func (d Delivery) Pending() bool { return !d.Failed() && !deliverySucceeded(d) }

// Health is what the latest deliveries of a webhook, at most a page of them, tell
// of its receiver. Deliveries that have not ended do not count.
type Health struct {
	Last *Delivery // nil without any
	// FailedInARow is how many failed since the last success, Failing whether they
	// are all that there are.
	FailedInARow int
	Failing      bool
}

// HealthOf sums deliveries up; the newest comes first.
func HealthOf(deliveries []Delivery) Health {
	var health Health
	for i, delivery := range deliveries {
		if delivery.Pending() {
			continue
		}
		if health.Last == nil {
			health.Last = &deliveries[i]
		}
		if !delivery.Failed() {
			return health
		}
		health.FailedInARow++
	}
	health.Failing = health.Last != nil
	return health
}

// deliveryKind is the history of one webhook.
func deliveryKind(webhookPath string) client.Kind[Delivery] {
	return client.Kind[Delivery]{
		Noun: "delivery", Path: webhookPath + "/invocations", Form: envelope{"invocation", "invocations"},
		ID:     func(d Delivery) string { return d.ID },
		Decode: decodeDelivery,
	}
}

func decodeDelivery(raw json.RawMessage) (Delivery, error) {
	var wire struct {
		ID     client.Text  `json:"id"`
		Status client.Text  `json:"status"`
		Code   client.Whole `json:"status_code"`
		At     client.Text  `json:"latest_completed_at"`
		Began  client.Text  `json:"created_at"`
	}
	err := client.DecodeMember(raw, &wire)
	return Delivery{ID: string(wire.ID), Status: string(wire.Status), Code: int64(wire.Code), At: string(cmp.Or(wire.At, wire.Began))}, err
}

// Deliveries reads the latest deliveries of a webhook, one page of them, the newest
// first.
//
// https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhook-invocations/#list-webhook-invocations
func (c *Client) Deliveries(ctx context.Context, webhookID string) ([]Delivery, error) {
	path, err := webhookKind.At(webhookID)
	if err != nil {
		return nil, err
	}
	deliveries, err := client.ReadPage(ctx, c.Core, deliveryKind(path), url.Values{"page[size]": {strconv.Itoa(pageSize)}, "sort": {"-latest_completed_at"}})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(deliveries, func(a, b Delivery) int { return timeOf(b.At).Compare(timeOf(a.At)) })
	return deliveries, nil
}

// deliveriesTimeout bounds the wait for a history that a plan can do without.
const deliveriesTimeout = 10 * time.Second

// RecentHealth is the health of a webhook since it was changed last, for a check
// that a plan can do without. An account that refused the history once is not asked
// again in this run.
func (c *Client) RecentHealth(ctx context.Context, hook *Webhook) (Health, error) {
	if c.withoutDeliveries.Load() {
		return Health{}, nil
	}
	limited, cancel := context.WithTimeout(ctx, deliveriesTimeout)
	defer cancel()
	deliveries, err := c.Deliveries(limited, hook.ID)
	if err != nil {
		if lacksDeliveries(err) {
			c.withoutDeliveries.Store(true)
		}
		return Health{}, err
	}
	changed := timeOf(hook.UpdatedAt) // in whole seconds: what ended in that second counts
	health := HealthOf(slices.DeleteFunc(deliveries, func(d Delivery) bool { return timeOf(d.At).Before(changed) }))
	c.health.Store(hook.ID, health)
	return health, nil
}

// KnownHealth is what [Client.RecentHealth] found of a webhook in this run.
func (c *Client) KnownHealth(webhookID string) (health Health, known bool) {
	found, known := c.health.Load(webhookID)
	if known {
		health, _ = found.(Health)
	}
	return health, known
}

// timeOf is the zero time for a text that is none.
func timeOf(text string) time.Time {
	at, _ := time.Parse(time.RFC3339, text)
	return at
}
