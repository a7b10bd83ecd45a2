package zendesk

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// targetCall is one delivery to a target.
type targetCall struct {
	content
	target   target // as it was
	ticketID string
}

// notifyTarget queues the call of an action's target with the body rendered now. An inactive or vanished target is not
// called.
func (u *update) notifyTarget(items []any) {
	if len(items) == 0 {
		return
	}
	to := u.targets[idOf(textOf(items[0]))]
	if to == nil || !to.Active {
		return
	}
	u.recordExternal(items)
	d := targetCall{u.content(items), *to, idText(u.ticket.ID)}
	d.target.URL = u.liquid(to.URL)
	switch to.Type {
	case emailTarget:
		u.mail(&user{Email: to.Email}, to.Subject, d.body)
		return
	case urlTarget:
		d.pairs = url.Values{to.Attribute: {d.body}}
	}
	u.deliveries = append(u.deliveries, d)
}

// deliver makes the call and counts its failure; too many in a row deactivate the target.
func (d targetCall) deliver(ctx context.Context, s *System) {
	_, done := s.perform(ctx, d.ticketID, d.request)
	s.mu.Lock()
	defer s.mu.Unlock()
	to := s.account.targets[d.target.ID]
	switch {
	case to == nil:
	case targetFailed(done):
		to.InARow++
		to.Failures = append(slices.Clone(to.Failures), targetFailure{s.account.newID(), done, d.shown(), to.InARow, s.account.now()})
		to.Failures = to.Failures[max(0, len(to.Failures)-keptTargetFailures):]
		to.Active = to.Active && to.InARow < mostTargetFailures
	default:
		to.InARow = 0
	}
}

// request makes the call.
func (d targetCall) request(ctx context.Context, _ string) (*http.Request, error) {
	request, _, err := d.content.request(ctx, strings.ToUpper(d.target.Method), d.target.URL, d.target.ContentType)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "Zendesk Target")
	if d.target.Username != "" {
		request.SetBasicAuth(d.target.Username, d.target.Password)
	}
	return request, nil
}

// shown is the call as its failure tells it: without the credential.
func (d targetCall) shown() string {
	text := strings.ToUpper(d.target.Method) + " " + d.target.URL + " HTTP/1.1\r\nUser-Agent: Zendesk Target\r\n"
	if d.target.ContentType != "" {
		text += "Content-Type: " + d.target.ContentType + "\r\n"
	}
	return text + "\r\n" + d.body
}
