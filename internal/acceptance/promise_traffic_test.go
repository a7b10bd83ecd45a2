package acceptance

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// traffic is what goes on while somebody applies: customers write, agents
// solve, without a pause.
type traffic struct {
	stage *stage
	end   context.CancelFunc
	done  sync.WaitGroup

	mu     sync.Mutex
	solved []solved
	failed error
}

type solved struct {
	id       string
	excluded bool
}

// agentsAtWork is how many tickets are solved at a time.
const agentsAtWork = 2

// traffic opens and solves tickets of the channels, every second one of a
// customer to exclude, until stop.
func (s *stage) traffic(channels ...int) *traffic {
	s.t.Helper()
	ctx, end := context.WithCancel(s.t.Context())
	flow := &traffic{stage: s, end: end}
	for agent := range agentsAtWork {
		flow.done.Go(func() {
			for i := agent; ctx.Err() == nil; i++ {
				excluded := i%2 == 0
				if err := flow.one(channels[(i/2)%len(channels)], excluded); err != nil {
					flow.fail(err)
					return
				}
				select {
				case <-ctx.Done():
				case <-time.After(15 * time.Millisecond): // leave the processor to those who are tested
				}
			}
		})
	}
	return flow
}

func (f *traffic) fail(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failed = err
}

// one is a ticket from its first line to its solution. It may outlive stop: a
// half-told story proves nothing.
func (f *traffic) one(via int, excluded bool) error {
	tags := []string{}
	if excluded {
		tags = append(tags, "vip")
	}
	var made struct{ Ticket struct{ ID json.Number } }
	if err := f.request(http.MethodPost, "/tickets", map[string]any{
		"subject": "My order", "comment": map[string]any{"body": "Where is it?"}, "status": "open", "via_id": via, "tags": tags,
		"requester": map[string]any{"name": "Carla Customer", "email": "carla@customer.example"}, "assignee_email": "ana.agent@example.com",
	}, &made); err != nil {
		return err
	}
	if err := f.request(http.MethodPut, "/tickets/"+made.Ticket.ID.String(), map[string]any{"status": "solved"}, nil); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.solved = append(f.solved, solved{made.Ticket.ID.String(), excluded})
	return nil
}

func (f *traffic) request(method, path string, ticket map[string]any, answer any) error {
	body, err := json.Marshal(map[string]any{"ticket": ticket})
	if err != nil {
		return err
	}
	request, err := http.NewRequest(method, f.stage.url+"/zendesk/api/v2"+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+f.stage.env["ZENDESK_ACCESS_TOKEN"])
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		return err
	case response.StatusCode >= 400:
		return fmt.Errorf("%s %s: %d %s", method, path, response.StatusCode, data)
	case answer == nil:
		return nil
	}
	return json.Unmarshal(data, answer)
}

// stop ends the traffic and expects that no excluded ticket was surveyed and
// none got two surveys. It gives how many tickets were solved and how many of
// them were surveyed.
func (f *traffic) stop() (tickets, surveyed int) {
	f.stage.t.Helper()
	f.end()
	f.done.Wait()
	if f.failed != nil {
		f.stage.t.Fatal(f.failed)
	}
	sent := map[string]int{}
	for _, survey := range f.stage.surveys() {
		if survey.Outcome == "sent" {
			sent[survey.TicketID]++
			surveyed++
		}
	}
	for _, each := range f.solved {
		switch n := sent[each.id]; {
		case each.excluded && n > 0:
			f.stage.t.Errorf("the excluded ticket %s got %d surveys", each.id, n)
		case n > 1:
			f.stage.t.Errorf("ticket %s got %d surveys", each.id, n)
		}
	}
	if len(f.solved) < agentsAtWork || !slices.ContainsFunc(f.solved, func(s solved) bool { return s.excluded }) {
		f.stage.t.Errorf("only %d tickets were solved: that proves nothing", len(f.solved))
	}
	return len(f.solved), surveyed
}
