package kustomer

import (
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// response is one survey that was sent to one customer about one conversation.
type response struct {
	id, surveyID, channel      string
	customerID, conversationID string
	status                     string
	due, sent                  time.Time
}

// The states of a survey that nobody has answered.
const (
	surveyScheduled = "scheduled"
	surveyOffered   = "offered"
	surveyCanceled  = "canceled"
)

// surveysFor schedules the organization's own survey when a conversation has
// become done, and cancels it when it is open again before the survey was sent.
func (a *account) surveysFor(before string, talk *conversation) {
	due := a.scheduled[talk.id]
	switch {
	case before != statusDone && talk.status == statusDone && (askedAgain || talk.level == nil || talk.level["status"] == surveyCanceled):
		a.schedule(talk)
	case before == statusDone && talk.status != statusDone && due != nil:
		delete(a.scheduled, talk.id)
		a.rate(talk, due, surveyCanceled)
	}
}

func (a *account) schedule(talk *conversation) {
	v := a.surveyFor(talk)
	if v == nil || a.customers[talk.customerID].email() == "" {
		return
	}
	planned := &response{
		surveyID: v.id, channel: v.channel, customerID: talk.customerID, conversationID: talk.id,
		due: a.now().Add(time.Duration(v.delay * float64(delayUnit))),
	}
	a.scheduled[talk.id] = planned
	a.rate(talk, planned, surveyScheduled)
	a.sendDueSurveys()
}

// surveyFor gives the enabled survey of the conversation's channel with the most
// specific audience that holds; of equal ones the first in the order.
func (a *account) surveyFor(talk *conversation) *survey {
	var chosen *survey
	for _, v := range a.surveys {
		if v.enabled && v.channel == surveyChannel(talk) && v.audience.holds(a.around(talk, v.audience.kinds())) &&
			(chosen == nil || v.audience.size() > chosen.audience.size()) {
			chosen = v
		}
	}
	return chosen
}

// sendDueSurveys sends what is due.
func (a *account) sendDueSurveys() {
	for _, id := range slices.Sorted(maps.Keys(a.scheduled)) {
		planned, talk := a.scheduled[id], a.conversations[id]
		if a.now().Before(planned.due) {
			continue
		}
		delete(a.scheduled, id)
		if talk.deleted {
			continue
		}
		planned.id, planned.status, planned.sent = a.newID(), surveyOffered, a.now()
		a.responses[planned.id] = planned
		a.rate(talk, planned, surveyOffered)
		if planned.channel == "email" || planned.channel == "voice" {
			a.world.Outbox.Add(engine.Email{
				Kind: engine.NativeCSATEmail, From: "kustomer", To: a.customers[talk.customerID].email(),
				Subject: "How would you rate the support you received?", Body: a.surveyOf(planned.surveyID).name, TicketID: talk.id,
			})
		}
	}
}

// rate notes the state of a survey on its conversation.
func (a *account) rate(talk *conversation, of *response, state string) {
	now := stamp(a.now())
	level := object{
		"form": of.surveyID, "channel": of.channel, "status": state, "scheduledFor": stamp(of.due), "createdAt": now, "updatedAt": now,
	}
	if of.id != "" {
		level["formResponse"], level["sentAt"] = of.id, stamp(of.sent)
	}
	talk.level = level
	if surveysUpdate {
		talk.updated, talk.rev = a.now(), talk.rev+1
	}
}

func (a *account) renderResponse(p *response) object {
	return resource("satisfaction_response", p.id, object{
		"formType": "csat", "channel": p.channel, "status": p.status, "answers": []any{}, "scheduledFor": stamp(p.due),
		"sentAt": stamp(p.sent), "submittedAt": nil, "rating": nil, "score": nil,
		"createdAt": stamp(p.sent), "updatedAt": stamp(p.sent), "modifiedAt": stamp(p.sent),
	}, a.relationships(relation{"satisfaction", "satisfaction", p.surveyID}, relation{"customer", "customer", p.customerID},
		relation{"conversation", "conversation", p.conversationID}))
}

func (c *call) listResponses() *reply {
	var entries list
	for _, p := range byID(c.responses) {
		entries.Add(p.id, c.renderResponse(p))
	}
	return c.page(entries, pageLimit)
}

func (c *call) showResponse() *reply {
	if p := c.responses[c.id()]; p != nil {
		return one(http.StatusOK, c.renderResponse(p))
	}
	return notFound.reply()
}
