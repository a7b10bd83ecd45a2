package kustomer

import (
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// The states of a conversation. Done is what other help desks call resolved.
const (
	statusOpen    = "open"
	statusSnoozed = "snoozed"
	statusDone    = "done"
)

// closing is what a conversation remembers of being marked done.
type closing struct {
	at                   time.Time
	by                   string
	users                []string
	messages, out, notes int
	age                  time.Duration
}

// conversation is one thread with one customer.
type conversation struct {
	id, name, externalID string
	customerID           string
	status, subStatus    string
	snooze               map[string]any
	priority             int
	direction            string
	replyChannel         string
	channels             []string // of its messages, in order of appearance
	tags                 []string // ids
	users, teams         []string
	custom               map[string]any
	satisfaction         *float64
	level                map[string]any // satisfactionLevel
	locked, ended        bool
	spam, deleted        bool

	createdBy, modifiedBy string
	created, updated      time.Time
	rev                   int

	messageCount, outCount, noteCount int
	doneCount, reopenCount            int
	firstDone, lastDone               *closing
	firstIn, lastIn, firstOut         *message
	lastOut, last                     *message
}

// copied is a copy for an answer, which is written after the lock is released.
func copied(values map[string]any) object {
	all := object{}
	maps.Copy(all, values)
	return all
}

func (a *account) renderConversation(talk *conversation) object {
	attributes := object{
		"name": engine.OrNull(talk.name), "externalId": engine.OrNull(talk.externalID),
		"status": talk.status, "priority": talk.priority, "direction": talk.direction,
		"channels": append([]string{}, talk.channels...), "replyChannel": engine.OrNull(talk.replyChannel),
		"tags": append([]string{}, talk.tags...), "suggestedTags": []string{},
		"assignedUsers": append([]string{}, talk.users...), "assignedTeams": append([]string{}, talk.teams...),
		"custom": copied(talk.custom), "locked": talk.locked, "ended": talk.ended, "spam": talk.spam, "deleted": talk.deleted,
		"messageCount": talk.messageCount, "outboundMessageCount": talk.outCount, "noteCount": talk.noteCount,
		"doneCount": talk.doneCount, "reopenCount": talk.reopenCount, "satisfaction": talk.satisfaction,
		"createdAt": stamp(talk.created), "updatedAt": stamp(talk.updated), "modifiedAt": stamp(talk.updated),
		"lastActivityAt": stamp(talk.updated), "rev": talk.rev,
	}
	for name, done := range map[string]*closing{"firstDone": talk.firstDone, "lastDone": talk.lastDone} {
		if done != nil {
			attributes[name] = done.render()
		}
	}
	for name, m := range map[string]*message{
		"firstMessageIn": talk.firstIn, "lastMessageIn": talk.lastIn, "firstMessageOut": talk.firstOut, "lastMessageOut": talk.lastOut,
	} {
		if m != nil {
			attributes[name] = object{"id": m.id, "channel": m.channel, "sentAt": stamp(m.sent), "createdAt": stamp(m.created)}
		}
	}
	if talk.last != nil {
		attributes["lastMessageAt"], attributes["lastMessageDirection"] = stamp(talk.last.created), talk.last.direction
	}
	if talk.subStatus != "" {
		attributes["subStatus"] = talk.subStatus
	}
	if talk.snooze != nil {
		attributes["snooze"] = copied(talk.snooze)
	}
	if talk.level != nil {
		attributes["satisfactionLevel"] = copied(talk.level)
	}
	related := a.relationships(relation{"customer", "customer", talk.customerID},
		relation{"createdBy", "user", talk.createdBy}, relation{"modifiedBy", "user", talk.modifiedBy})
	related["messages"] = object{"links": object{"self": selfOf("conversation", talk.id) + "/messages"}}
	return resource("conversation", talk.id, attributes, related)
}

func (d *closing) render() object {
	return object{
		"createdAt": stamp(d.at), "createdBy": d.by, "assignedUsers": append([]string{}, d.users...), "messageCount": d.messages,
		"outboundMessageCount": d.out, "noteCount": d.notes, "time": d.age.Milliseconds(),
	}
}

// foundConversation looks a conversation up by id, or as the path
// externalId={externalId} does.
func (a *account) foundConversation(by string) *conversation {
	if talk := a.conversations[by]; talk != nil && !talk.deleted {
		return talk
	}
	external, isExternal := strings.CutPrefix(by, "externalId=")
	for _, talk := range a.conversations {
		if isExternal && external != "" && !talk.deleted && talk.externalID == external {
			return talk
		}
	}
	return nil
}

// save makes a change of a conversation.
func (c *call) save(talk *conversation, changed conversation) {
	if everyWriteUpdates || !reflect.DeepEqual(*talk, changed) {
		changed.modifiedBy, changed.updated, changed.rev = c.key.userID, c.now(), talk.rev+1
	}
	before, was := talk.status, c.renderConversation(talk)
	changed.moved(before, c.key.userID)
	*talk = changed
	c.publish(was, c.renderConversation(talk))
	c.surveysFor(before, talk)
}

// moved notes that a conversation has become done, or is open again, by its last change.
func (talk *conversation) moved(before, by string) {
	switch {
	case before != statusDone && talk.status == statusDone:
		talk.doneCount++
		talk.lastDone = &closing{
			at: talk.updated, by: by, users: slices.Clone(talk.users), messages: talk.messageCount, out: talk.outCount,
			notes: talk.noteCount, age: talk.updated.Sub(talk.created),
		}
		if talk.firstDone == nil {
			talk.firstDone = talk.lastDone
		}
	case before == statusDone && talk.status != statusDone:
		talk.reopenCount++
	}
	if talk.status != statusSnoozed {
		talk.snooze = nil
	}
}

func (c *call) listConversations() *reply {
	return c.conversationsThat(func(*conversation) bool { return true })
}

func (c *call) listCustomerConversations() *reply {
	k := c.foundCustomer(c.id())
	if k == nil {
		return notFound.reply()
	}
	return c.conversationsThat(func(talk *conversation) bool { return talk.customerID == k.id })
}

func (c *call) conversationsThat(belongs func(*conversation) bool) *reply {
	var entries list
	for _, talk := range byID(c.conversations) {
		if !talk.deleted && belongs(talk) {
			entries.Add(talk.id, c.renderConversation(talk))
		}
	}
	return c.page(entries, pageLimit)
}

func (c *call) showConversation() *reply {
	if talk := c.foundConversation(c.id()); talk != nil {
		return one(http.StatusOK, c.renderConversation(talk))
	}
	return notFound.reply()
}

func (c *call) deleteConversation() *reply {
	talk := c.foundConversation(c.id())
	if talk == nil {
		return notFound.reply()
	}
	talk.deleted, talk.updated = true, c.now()
	return noContent()
}
