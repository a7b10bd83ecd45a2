package kustomer

import (
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const (
	longestNote  = 10240 // characters
	mostMentions = 20
)

// note is what the organization writes about a conversation to itself.
type note struct {
	id, externalID             string
	conversationID, customerID string
	body                       string
	mentions                   []object
	createdBy                  string
	created, updated           time.Time
}

func (a *account) renderNote(n *note) object {
	related := a.relationships(relation{"customer", "customer", n.customerID},
		relation{"conversation", "conversation", n.conversationID}, relation{"createdBy", "user", n.createdBy})
	related["userMentions"] = object{"data": append([]object{}, n.mentions...)}
	return resource("note", n.id, object{
		"body": n.body, "externalId": engine.OrNull(n.externalID), "createdAt": stamp(n.created), "updatedAt": stamp(n.updated),
	}, related)
}

func (c *call) readNote(r *reader, n *note) {
	r.text("body", &n.body, 0)
	r.text("externalId", &n.externalID, nullable)
	if length := utf8.RuneCountInString(n.body); length < 1 || length > longestNote {
		r.fail("body", "must have between 1 and %d characters", longestNote)
	}
	var mentions []struct{ User, Team string }
	if !r.decode("userMentions", &mentions, nullable, "a list of users and teams") {
		return
	}
	if len(mentions) > mostMentions {
		r.fail("userMentions", "must hold at most %d", mostMentions)
	}
	n.mentions = nil
	for _, one := range mentions {
		switch {
		case one.Team != "":
			n.mentions = append(n.mentions, object{"type": "team", "id": one.Team})
		case c.users[one.User] != nil:
			n.mentions = append(n.mentions, object{"type": "user", "id": one.User})
		default:
			r.fail("userMentions", "holds %q, which is no user", one.User)
		}
	}
}

// postNote takes the conversation in the path or in the body. The note counts as
// an update of its conversation.
func (c *call) postNote() *reply {
	r := c.reader()
	id := c.id()
	if id == "" {
		r.require("conversation")
		r.text("conversation", &id, 0)
	}
	n := &note{createdBy: c.key.userID, created: c.now(), updated: c.now()}
	c.readNote(r, n)
	if c.actor().setsTimes {
		r.moment("createdAt", &n.created)
	}
	if r.bad != nil {
		return r.bad.reply()
	}
	talk := c.foundConversation(id)
	if talk == nil {
		return notFound.reply()
	}
	if c.creates.exceeded("note", c.key.id, talk.customerID) {
		return tooManyRequests.reply()
	}
	n.id, n.conversationID, n.customerID = c.newID(), talk.id, talk.customerID
	c.notes[n.id] = n
	c.publish(nil, c.renderNote(n))
	changed := *talk
	changed.noteCount++
	c.save(talk, changed)
	return one(http.StatusCreated, c.renderNote(n))
}

func (c *call) notesThat(belongs func(*note) bool) *reply {
	var entries list
	for _, n := range byID(c.notes) {
		if belongs(n) {
			entries.Add(n.id, c.renderNote(n))
		}
	}
	return c.page(entries, pageLimit)
}

func (c *call) listNotes() *reply { return c.notesThat(func(*note) bool { return true }) }

func (c *call) listConversationNotes() *reply {
	talk := c.foundConversation(c.id())
	if talk == nil {
		return notFound.reply()
	}
	return c.notesThat(func(n *note) bool { return n.conversationID == talk.id })
}

func (c *call) listCustomerNotes() *reply {
	k := c.foundCustomer(c.id())
	if k == nil {
		return notFound.reply()
	}
	return c.notesThat(func(n *note) bool { return n.customerID == k.id })
}

func (c *call) showNote() *reply {
	if n := c.notes[c.id()]; n != nil {
		return one(http.StatusOK, c.renderNote(n))
	}
	return notFound.reply()
}

// changeNote serves PUT and PATCH.
func (c *call) changeNote() *reply {
	n := c.notes[c.id()]
	if n == nil {
		return notFound.reply()
	}
	r, changed := c.reader(), *n
	c.readNote(r, &changed)
	if r.bad != nil {
		return r.bad.reply()
	}
	changed.updated = c.now()
	was := c.renderNote(n)
	*n = changed
	c.publish(was, c.renderNote(n))
	return one(http.StatusOK, c.renderNote(n))
}

func (c *call) deleteNote() *reply {
	n := c.notes[c.id()]
	if n == nil {
		return notFound.reply()
	}
	delete(c.notes, n.id)
	if talk := c.conversations[n.conversationID]; talk != nil {
		changed := *talk
		changed.noteCount--
		c.save(talk, changed)
	}
	return noContent()
}
