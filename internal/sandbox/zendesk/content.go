package zendesk

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// delivery is a call to make once the account is released: complete at the moment the rule ran, later changes of ticket,
// webhook and target do not reach it.
type delivery interface {
	deliver(ctx context.Context, s *System)
}

// content is what a rule sends to a webhook or target: a text or, in GET and form style, a list of key and value.
type content struct {
	body  string
	pairs url.Values
}

// content renders what follows the id in the value of a notification action.
func (u *update) content(items []any) content {
	made := content{pairs: url.Values{}}
	if len(items) < 2 {
		return made
	}
	lines, list := items[1].([]any)
	if !list {
		made.body = u.liquid(textOf(items[1]))
	}
	for _, line := range lines {
		if pair, ok := line.([]any); ok && len(pair) == 2 {
			made.pairs.Add(textOf(pair[0]), u.liquid(textOf(pair[1])))
		}
	}
	return made
}

// request makes the call; sent is the body in it. GET and DELETE have none and put the pairs into the address.
func (m content) request(ctx context.Context, method, address, contentType string) (request *http.Request, sent string, err error) {
	sent = m.body
	bare := method == http.MethodGet || method == http.MethodDelete
	switch {
	case bare && len(m.pairs) > 0:
		join := "?"
		if strings.Contains(address, "?") {
			join = "&"
		}
		address, sent = address+join+m.pairs.Encode(), ""
	case bare:
		sent = ""
	case len(m.pairs) > 0:
		sent = m.pairs.Encode()
	}
	request, err = http.NewRequestWithContext(ctx, method, address, strings.NewReader(sent))
	if err != nil {
		return nil, "", err
	}
	if !bare {
		request.Header.Set("Content-Type", contentType)
	}
	return request, sent, nil
}

// invocationHeader carries the id of one call of a webhook. Targets carry none; here they do, so that a survey decision
// knows its ticket.
const invocationHeader = "X-Zendesk-Webhook-Invocation-Id"

// perform calls the receiver on behalf of a ticket.
func (s *System) perform(ctx context.Context, ticketID string, build func(ctx context.Context, timestamp string) (*http.Request, error)) (invocationID string, done engine.Result) {
	return s.world.Deliver(ctx, engine.Delivery{
		TicketID: ticketID,
		IDHeader: invocationHeader,
		Build: func(ctx context.Context) (*http.Request, error) {
			return build(ctx, stamp(s.world.Clock.Now()))
		},
	})
}
