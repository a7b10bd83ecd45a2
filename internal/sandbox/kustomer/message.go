package kustomer

import (
	"net/http"
	"slices"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// channels are where messages come from.
var channels = []string{"email", "sms", "chat", "facebook", "twitter-dm", "twitter-tweet", "voice", "instagram", "whatsapp"}

// message is one communication with the customer. Making one only records it:
// nothing is sent.
type message struct {
	id, externalID             string
	conversationID, customerID string
	channel, app, direction    string
	preview, subject, status   string
	meta, custom               map[string]any
	sent, created, updated     time.Time
	createdBy                  string
}

func (a *account) renderMessage(m *message) object {
	return resource("message", m.id, object{
		"externalId": engine.OrNull(m.externalID), "channel": m.channel, "app": m.app, "direction": m.direction,
		"directionType": "initial-" + m.direction, "preview": m.preview, "subject": engine.OrNull(m.subject), "size": len(m.preview),
		"status": m.status, "meta": copied(m.meta), "custom": copied(m.custom), "sentAt": stamp(m.sent),
		"createdAt": stamp(m.created), "updatedAt": stamp(m.updated), "modifiedAt": stamp(m.updated),
	}, a.relationships(relation{"customer", "customer", m.customerID}, relation{"conversation", "conversation", m.conversationID},
		relation{"createdBy", "user", m.createdBy}, relation{"modifiedBy", "user", m.createdBy}))
}

func (c *call) readMessage(r *reader, m *message, replaceCustom bool) {
	r.text("externalId", &m.externalID, nullable)
	r.text("channel", &m.channel, 0, channels...)
	r.text("app", &m.app, 0)
	r.text("direction", &m.direction, 0, "in", "out")
	r.text("preview", &m.preview, nullable)
	r.text("subject", &m.subject, nullable)
	r.text("status", &m.status, 0, "sent", "received", "error")
	r.moment("sentAt", &m.sent)
	r.object("meta", &m.meta)
	c.custom(r, "message", &m.custom, replaceCustom)
}

// postMessage takes the conversation in the path or in the body.
func (c *call) postMessage() *reply {
	r := c.reader()
	id := c.id()
	if id == "" {
		r.require("conversation")
		r.text("conversation", &id, 0)
	}
	if r.bad != nil {
		return r.bad.reply()
	}
	talk := c.foundConversation(id)
	if talk == nil {
		return notFound.reply()
	}
	return c.addMessage(r, talk, c.customers[talk.customerID])
}

// postCustomerMessage makes a conversation when the body names none.
func (c *call) postCustomerMessage() *reply {
	k := c.foundCustomer(c.id())
	if k == nil {
		return notFound.reply()
	}
	r, id := c.reader(), ""
	r.text("conversation", &id, 0)
	talk := c.foundConversation(id)
	if r.bad == nil && id != "" && talk == nil {
		r.fail("conversation", "%q is no conversation", id)
	}
	return c.addMessage(r, talk, k)
}

func (c *call) addMessage(r *reader, talk *conversation, k *customer) *reply {
	by := c.actor()
	m := &message{
		direction: "in", status: "received", customerID: k.id, createdBy: by.userID, sent: c.now(), created: c.now(), updated: c.now(),
	}
	r.require("channel", "app")
	c.readMessage(r, m, true)
	if by.setsTimes {
		r.moment("createdAt", &m.created)
	}
	if r.bad != nil {
		return r.bad.reply()
	}
	if !r.sent.Sent("importedAt") && c.creates.exceeded("message", c.key.id, k.id) {
		return tooManyRequests.reply()
	}
	if talk == nil {
		talk = &conversation{
			name: m.subject, customerID: k.id, status: statusOpen, priority: ordinary, direction: m.direction,
			createdBy: by.userID, modifiedBy: by.userID, created: c.now(), updated: c.now(),
		}
		c.addConversation(talk, by)
	}
	m.id, m.conversationID = c.newID(), talk.id
	c.messages[m.id] = m
	c.publish(nil, c.renderMessage(m))
	changed := *talk
	changed.note(m)
	if m.direction == "in" {
		k.seen = m.sent
	}
	c.save(talk, changed)
	return one(http.StatusCreated, c.renderMessage(m))
}

// note counts a message; one from the customer reopens a conversation.
func (talk *conversation) note(m *message) {
	talk.messageCount++
	talk.last = m
	first, last := &talk.firstIn, &talk.lastIn
	if m.direction == "out" {
		talk.outCount++
		first, last = &talk.firstOut, &talk.lastOut
	} else {
		talk.status = statusOpen
	}
	*last = m
	if *first == nil {
		*first = m
	}
	if !slices.Contains(talk.channels, m.channel) {
		talk.channels = append(slices.Clone(talk.channels), m.channel)
	}
}

func (c *call) messagesThat(belongs func(*message) bool) *reply {
	var entries list
	for _, m := range byID(c.messages) {
		if belongs(m) {
			entries.Add(m.id, c.renderMessage(m))
		}
	}
	return c.page(entries, pageLimit)
}

func (c *call) listMessages() *reply { return c.messagesThat(func(*message) bool { return true }) }

func (c *call) listConversationMessages() *reply {
	talk := c.foundConversation(c.id())
	if talk == nil {
		return notFound.reply()
	}
	return c.messagesThat(func(m *message) bool { return m.conversationID == talk.id })
}

func (c *call) listCustomerMessages() *reply {
	k := c.foundCustomer(c.id())
	if k == nil {
		return notFound.reply()
	}
	return c.messagesThat(func(m *message) bool { return m.customerID == k.id })
}

func (c *call) showMessage() *reply {
	if m := c.messages[c.id()]; m != nil {
		return one(http.StatusOK, c.renderMessage(m))
	}
	return notFound.reply()
}

// changeMessage serves PUT and PATCH.
func (c *call) changeMessage() *reply {
	m := c.messages[c.id()]
	if m == nil {
		return notFound.reply()
	}
	r, changed := c.reader(), *m
	c.readMessage(r, &changed, c.request.Method == http.MethodPut && c.settings.PutCustom == CustomReplaced)
	if r.bad != nil {
		return r.bad.reply()
	}
	changed.updated = c.now()
	was := c.renderMessage(m)
	*m = changed
	c.publish(was, c.renderMessage(m))
	return one(http.StatusOK, c.renderMessage(m))
}
