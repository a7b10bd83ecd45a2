package kustomer

import (
	"net/http"
	"strconv"
)

const (
	maxAssigned = 10 // users, and teams
	lowest      = 1  // priority
	highest     = 5
	ordinary    = 3
)

// satisfactionStates are those of a conversation's satisfactionLevel.
var satisfactionStates = []string{"scheduled", "offered", "rated", "commented", "canceled", "unresponded"}

// readConversation fills a conversation from the wire. Members that are not sent
// stay; custom attributes are added to those there are, or replace them.
func (c *call) readConversation(r *reader, talk *conversation, replaceCustom bool) {
	r.text("name", &talk.name, nullable)
	r.text("externalId", &talk.externalID, nullable)
	r.text("subStatus", &talk.subStatus, nullable)
	r.text("replyChannel", &talk.replyChannel, nullable)
	r.text("direction", &talk.direction, 0, "in", "out")
	r.whole("priority", &talk.priority, lowest, highest)
	r.number("satisfaction", &talk.satisfaction)
	r.flag("locked", &talk.locked)
	r.flag("ended", &talk.ended)
	r.flag("spam", &talk.spam)
	r.flag("deleted", &talk.deleted)
	r.object("snooze", &talk.snooze)
	c.readLevel(r, talk)
	r.texts("assignedUsers", &talk.users)
	r.texts("assignedTeams", &talk.teams)
	c.checkAssigned(r, talk)
	c.custom(r, "conversation", &talk.custom, replaceCustom)
	r.tags()
}

func (c *call) checkAssigned(r *reader, talk *conversation) {
	if len(talk.users) > maxAssigned {
		r.fail("assignedUsers", "must hold at most %d", maxAssigned)
	}
	if len(talk.teams) > maxAssigned {
		r.fail("assignedTeams", "must hold at most %d", maxAssigned)
	}
	for _, id := range talk.users {
		if r.sent.Has("assignedUsers") && c.users[id] == nil {
			r.fail("assignedUsers", "holds %q, which is no user", id)
		}
	}
}

// readLevel reads the native rating, which others may write too.
func (c *call) readLevel(r *reader, talk *conversation) {
	if !r.sent.Sent("satisfactionLevel") {
		r.object("satisfactionLevel", &talk.level)
		return
	}
	var level map[string]any
	r.object("satisfactionLevel", &level)
	inner := &reader{sent: r.sent.Object("satisfactionLevel"), path: "satisfactionLevel."}
	state, score := "", 0
	inner.require("status", "createdAt")
	inner.text("status", &state, 0, satisfactionStates...)
	inner.whole("score", &score, 0, 1)
	if r.bad == nil {
		r.bad = inner.bad
	}
	talk.level = level
}

// checkRev compares the revision that a change was made from, in the query or in
// the body, with the one there is.
func (r *reader) checkRev(query string, rev int) {
	if r.bad != nil {
		return
	}
	if query == "" && r.sent.Sent("rev") {
		query = r.sent.Text("rev")
	}
	if query != "" && query != strconv.Itoa(rev) {
		r.bad = conflict("rev " + query + " is not the current revision " + strconv.Itoa(rev))
	}
}

// postConversation takes the customer in the body, or in the path.
func (c *call) postConversation() *reply {
	r, by := c.reader(), c.actor()
	talk := &conversation{
		status: statusOpen, priority: ordinary, direction: "in", createdBy: by.userID, modifiedBy: by.userID,
		created: c.now(), updated: c.now(), rev: 1,
	}
	if c.id() == "" {
		r.require("customer")
		r.text("customer", &talk.customerID, 0)
	} else if k := c.foundCustomer(c.id()); k != nil {
		talk.customerID = k.id
	} else {
		return notFound.reply()
	}
	r.text("status", &talk.status, 0, statusOpen, statusDone)
	if by.setsTimes {
		r.moment("createdAt", &talk.created)
	}
	c.readConversation(r, talk, true)
	switch {
	case r.bad != nil:
	case c.foundCustomer(talk.customerID) == nil:
		r.fail("customer", "%q is no customer", talk.customerID)
	default:
		r.bad = c.takenConversation(talk)
	}
	if r.bad != nil {
		return r.bad.reply()
	}
	c.writeTags(r, &talk.tags)
	c.addConversation(talk, by)
	return one(http.StatusCreated, c.renderConversation(talk))
}

func (c *call) addConversation(talk *conversation, by actor) {
	talk.id = c.newID()
	talk.moved(statusOpen, by.userID)
	c.conversations[talk.id] = talk
	c.publish(nil, c.renderConversation(talk))
	c.surveysFor(statusOpen, talk)
}

func (c *call) takenConversation(talk *conversation) *problem {
	if talk.externalID == "" {
		return nil
	}
	if other := c.foundConversation("externalId=" + talk.externalID); other != nil && other.id != talk.id {
		return conflict("a conversation with the externalId " + talk.externalID + " exists")
	}
	return nil
}

func (c *call) putConversation() *reply {
	return c.changeConversation(c.settings.PutCustom == CustomReplaced)
}

func (c *call) patchConversation() *reply { return c.changeConversation(false) }

func (c *call) changeConversation(replaceCustom bool) *reply {
	talk := c.foundConversation(c.id())
	if talk == nil {
		return notFound.reply()
	}
	r, changed := c.reader(), *talk
	r.text("status", &changed.status, 0, statusOpen, statusSnoozed, statusDone)
	c.readConversation(r, &changed, replaceCustom)
	if changed.status == statusSnoozed && changed.snooze == nil {
		r.fail("snooze", "is required for the status snoozed")
	}
	if r.sent.Has("customer") {
		r.text("customer", &changed.customerID, 0)
		if c.foundCustomer(changed.customerID) == nil {
			r.fail("customer", "%q is no customer", changed.customerID)
		}
	}
	r.checkRev(c.query("rev"), talk.rev)
	if r.bad == nil {
		r.bad = c.takenConversation(&changed)
	}
	if r.bad != nil {
		return r.bad.reply()
	}
	c.writeTags(r, &changed.tags)
	c.save(talk, changed)
	return one(http.StatusOK, c.renderConversation(talk))
}
