package desk

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const (
	directionIn  = "in"
	directionOut = "out"
)

// message is the first message of a case, or a reply. In the recordings the first one
// is counted among the replies.
type message struct {
	id               int
	subject, body    string
	direction        string
	status           string
	to, from         string
	cc, bcc          string
	created, updated time.Time
}

func (m *message) number(a *account) { m.id = a.newID(classReply) }

// first is the message with which the case began, nil for a case without any.
func (t *theCase) first() *message {
	if t == nil || len(t.messages) == 0 {
		return nil
	}
	return t.messages[0]
}

func renderMessage(t *theCase, m *message) object {
	return object{
		"id": m.id, "subject": engine.OrNull(m.subject), "body": m.body, "direction": m.direction, "status": m.status,
		"to": engine.OrNull(m.to), "from": engine.OrNull(m.from), "cc": engine.OrNull(m.cc), "bcc": engine.OrNull(m.bcc),
		"created_at": stamp(m.created), "updated_at": stamp(m.updated),
		"_links": object{
			"self": link(fmt.Sprintf("%s/replies/%d", pathOf(classCase, t.id), m.id), t.channel),
			"case": linkTo(classCase, t.id), "customer": linkTo(classCustomer, t.customerID),
		},
	}
}

// message reads a message that is a member of a body, nil when none was sent.
func (r *reader) message(name string, now time.Time) *message {
	if !r.sent.Sent(name) {
		return nil
	}
	inner := &reader{sent: r.sent.Object(name), errors: object{}}
	read := inner.newMessage(directionIn, now)
	if len(inner.errors) > 0 {
		r.errors[name] = inner.errors
	}
	return read
}

func (r *reader) newMessage(direction string, now time.Time) *message {
	m := &message{direction: direction, created: now, updated: now}
	r.text("direction", &m.direction, directionIn, directionOut)
	m.status = "received"
	if m.direction == directionOut {
		m.status = "pending"
	}
	r.moment("created_at", &m.created)
	m.read(r)
	return m
}

// read fills a message from a body.
func (m *message) read(r *reader) {
	r.text("status", &m.status, "received", "draft", "pending", "sent", "failed")
	r.text("subject", &m.subject)
	r.text("body", &m.body)
	r.text("to", &m.to)
	r.text("from", &m.from)
	r.text("cc", &m.cc)
	r.text("bcc", &m.bcc)
	r.required("body", m.body)
}

func (c *call) showMessage() *reply {
	if t := c.foundCase(); t.first() != nil {
		return ok(renderMessage(t, t.first()))
	}
	return notFound.reply()
}

func (c *call) listReplies() *reply {
	t := c.foundCase()
	if t == nil {
		return notFound.reply()
	}
	var entries list
	for _, m := range t.messages {
		entries.Add(fmt.Sprint(m.id), renderMessage(t, m))
	}
	return c.page(entries)
}

// foundReply looks up the reply of the path; without one, at is negative.
func (c *call) foundReply() (t *theCase, at int) {
	if t = c.foundCase(); t == nil {
		return nil, -1
	}
	return t, slices.IndexFunc(t.messages, func(m *message) bool { return m.id == c.pathID("reply") })
}

func (c *call) showReply() *reply {
	t, at := c.foundReply()
	if at < 0 {
		return notFound.reply()
	}
	return ok(renderMessage(t, t.messages[at]))
}

// postReply adds what an agent or, with the direction "in", the customer says.
func (c *call) postReply() *reply {
	t := c.foundCase()
	if refusal := t.refusal(); refusal != nil {
		return refusal.reply()
	}
	r, now := c.reader(), c.now()
	said := r.newMessage(directionOut, now)
	if bad := r.problem(); bad != nil {
		return bad.reply()
	}
	said.number(c.account)
	t.messages = append(t.messages, said)
	t.touched(now)
	t.active = now
	if said.direction == directionIn {
		t.received = now
		if before := t.status; reopens && (before == statusResolved || before == statusPending) {
			t.status = statusOpen
			t.moved(before, now)
		}
	}
	return c.created(renderMessage(t, said))
}

func (c *call) patchMessage() *reply {
	t, at := c.foundCase(), -1
	if t.first() != nil {
		at = 0
	}
	return c.changeMessage(t, at)
}

func (c *call) patchReply() *reply { return c.changeMessage(c.foundReply()) }

func (c *call) changeMessage(t *theCase, at int) *reply {
	if refusal := t.refusalAt(at); refusal != nil {
		return refusal.reply()
	}
	r, changed := c.reader(), *t.messages[at]
	changed.read(r)
	if bad := r.problem(); bad != nil {
		return bad.reply()
	}
	changed.updated = c.now()
	t.messages[at] = &changed
	t.touched(c.now())
	return ok(renderMessage(t, &changed))
}

func (c *call) deleteReply() *reply {
	t, at := c.foundReply()
	if refusal := t.refusalAt(at); refusal != nil {
		return refusal.reply()
	}
	t.messages = slices.Delete(t.messages, at, at+1)
	t.touched(c.now())
	return &reply{Status: http.StatusNoContent}
}

// moved notes when a case was opened and resolved.
func (t *theCase) moved(before string, now time.Time) {
	if t.status == before {
		return
	}
	switch t.status {
	case statusOpen:
		t.opened = now
		if t.firstOpened.IsZero() {
			t.firstOpened = now
		}
	case statusResolved:
		t.resolved = now
		if t.firstResolved.IsZero() {
			t.firstResolved = now
		}
	}
}
