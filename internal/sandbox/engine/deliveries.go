package engine

import (
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"sync"
)

// DeliveryHeader carries the id of a delivery of a vendor that has no header of
// its own for it.
const DeliveryHeader = "X-Sandbox-Delivery-Id"

// Deliveries remembers which ticket caused which call, so that a survey decision
// names its ticket even when the body is broken or lies about it.
type Deliveries struct {
	mu      sync.Mutex
	tickets map[string]string
}

func newDeliveries() *Deliveries { return &Deliveries{tickets: map[string]string{}} }

// Begin registers a call that the ticket causes and gives its fresh id.
func (d *Deliveries) Begin(ticketID string) (deliveryID string) {
	deliveryID = rand.Text()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tickets[deliveryID] = ticketID
	return deliveryID
}

// TicketOf is the ticket behind a call that was received, in whichever header
// the help desk sends its id; "" for a call that no help desk of this world made.
func (d *Deliveries) TicketOf(received http.Header) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, values := range received {
		for _, value := range values {
			if ticketID, ok := d.tickets[value]; ok {
				return ticketID
			}
		}
	}
	return ""
}

// Reset forgets every delivery.
func (d *Deliveries) Reset() {
	d.mu.Lock()
	defer d.mu.Unlock()
	clear(d.tickets)
}

// Delivery is one call that a ticket causes.
type Delivery struct {
	TicketID string // "" for a call that no ticket caused
	// IDHeader is the vendor's header for the id of the delivery; "" is
	// [DeliveryHeader].
	IDHeader string
	// Build makes the request of one attempt.
	Build func(context.Context) (*http.Request, error)
	// Again tells whether attempt number n (from 1), which ended so, is followed by
	// another; nil is never. Attempts follow each other at once: whoever caused
	// the delivery waits for its end.
	Again func(n int, ended Result) bool
}

// Result is how a call ended: a status with header and body, or the failure
// that prevented one.
type Result struct {
	Status  int
	Header  http.Header
	Body    string
	Failure string
}

// OK tells whether the receiver took the call.
func (r Result) OK() bool { return r.Status >= 200 && r.Status < 300 }

// Deliver makes the call with [World.Client] and gives the id of the delivery and
// how its last attempt ended. It is made even when ctx has ended: the client
// that caused it may have gone. The caller must hold no lock.
func (w *World) Deliver(ctx context.Context, d Delivery) (id string, last Result) {
	id = w.Deliveries.Begin(d.TicketID)
	ctx = context.WithoutCancel(ctx)
	for n := 1; ; n++ {
		last = w.attempt(ctx, d, id)
		if d.Again == nil || !d.Again(n, last) {
			return id, last
		}
	}
}

func (w *World) attempt(ctx context.Context, d Delivery, id string) Result {
	request, err := d.Build(ctx)
	if err != nil {
		return Result{Failure: err.Error()}
	}
	header := d.IDHeader
	if header == "" {
		header = DeliveryHeader
	}
	request.Header.Set(header, id)
	response, err := w.Client.Do(request)
	if err != nil {
		return Result{Failure: err.Error()}
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	return Result{Status: response.StatusCode, Header: response.Header, Body: string(body)}
}
