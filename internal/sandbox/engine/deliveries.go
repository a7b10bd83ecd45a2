package engine

import (
	"crypto/rand"
	"sync"
)

// InvocationHeader carries the id of one webhook call, as Zendesk sends it.
const InvocationHeader = "X-Zendesk-Webhook-Invocation-Id"

// Deliveries remembers which ticket caused which webhook call, so that a survey
// decision names its ticket even when the body is broken or lies about it.
type Deliveries struct {
	mu      sync.Mutex
	tickets map[string]string
}

func newDeliveries() *Deliveries { return &Deliveries{tickets: map[string]string{}} }

// Begin registers a call that the ticket causes and gives the fresh invocation
// id to send in [InvocationHeader]. A repeated attempt of the same delivery
// sends the same id again.
func (d *Deliveries) Begin(ticketID string) (invocationID string) {
	invocationID = rand.Text()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tickets[invocationID] = ticketID
	return invocationID
}

// TicketOf is the ticket behind an invocation id, "" when it is unknown: a call
// that no help desk of this world made.
func (d *Deliveries) TicketOf(invocationID string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tickets[invocationID]
}

// Reset forgets every delivery.
func (d *Deliveries) Reset() {
	d.mu.Lock()
	defer d.mu.Unlock()
	clear(d.tickets)
}
