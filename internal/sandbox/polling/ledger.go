package polling

import (
	"strings"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// Ledger is what a survey backend must never forget: whom it has asked, what was answered, and which changes of a help
// desk's conversations were its own. The zero value is empty. It holds no declarations and is kept when a [Poller] ends.
type Ledger struct {
	mu        sync.Mutex
	decisions map[decisionKey]decision
	asked     map[askedKey]time.Time // the last survey of a customer
	sent      map[string]Response    // what an answer to a survey begins with, by the id of the decision
	responses []*Response
	own       map[conversationKey]ownChange
	polls     map[string]LastPoll // by connector
}

type conversationKey struct {
	kind Kind
	id   string
}

type decisionKey struct {
	distributionID string
	conversation   conversationKey
}

type askedKey struct{ distributionID, email string }

// decision is what was decided about a conversation; see [decision.stands].
type decision struct {
	sent   bool
	change time.Time
}

// ownChange is the backend's own last change of a conversation.
type ownChange struct {
	at      time.Time // what the help desk says
	version string    // of the conversation after it
	before  time.Time // the last change by anybody else
}

// Forget empties the ledger.
func (l *Ledger) Forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.decisions, l.asked, l.sent, l.responses, l.own, l.polls = nil, nil, nil, nil, nil, nil
}

func (l *Ledger) isDecided(distributionID string, kind Kind, conversationID string, change time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	made, ok := l.decisions[decisionKey{distributionID, conversationKey{kind, conversationID}}]
	return ok && made.stands(change)
}

// settle makes a decision unless one stands, and lets it be recorded in the same step: two polls at the same time cannot
// both send.
func (l *Ledger) settle(v visit, change time.Time, survey engine.Survey, record func(engine.Survey) engine.Survey) {
	l.mu.Lock()
	defer l.mu.Unlock()
	d := v.distribution
	key := decisionKey{d.ID, conversationKey{v.connector.HelpDesk, survey.TicketID}}
	if made, ok := l.decisions[key]; ok && made.stands(change) {
		return
	}
	customer := askedKey{d.ID, strings.ToLower(survey.CustomerEmail)}
	last, asked := l.asked[customer]
	if survey.Outcome == engine.Sent && asked && v.world.Clock.Now().Sub(last) < d.Suppression {
		survey.Outcome, survey.Reason = engine.NotSent, reasonSuppression
	}
	survey = record(survey)
	set(&l.decisions, key, decision{sent: survey.Outcome == engine.Sent, change: change})
	if survey.Outcome == engine.Sent {
		set(&l.asked, customer, survey.At)
		set(&l.sent, survey.ID, Response{ConnectorID: d.ConnectorID, DistributionID: d.ID, SurveyID: d.SurveyID})
	}
}

func set[K comparable, V any](into *map[K]V, key K, value V) {
	if *into == nil {
		*into = map[K]V{}
	}
	(*into)[key] = value
}

// answered keeps the answer to a survey; nil when no survey of this ledger has that id.
func (l *Ledger) answered(survey engine.Survey) *Response {
	l.mu.Lock()
	defer l.mu.Unlock()
	response, ok := l.sent[survey.ID]
	if !ok {
		return nil
	}
	response.Survey, response.WriteBack.State = survey, Waiting
	l.responses = append(l.responses, &response)
	return &response
}

// unwritten gives the answers of a connector that are not written back yet, oldest first.
func (l *Ledger) unwritten(connectorID string) (waiting []*Response) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, response := range l.responses {
		if response.ConnectorID == connectorID && response.WriteBack.State == Waiting {
			waiting = append(waiting, response)
		}
	}
	return waiting
}

// take tells whether a response waits and nobody else is writing it back; then the caller is.
func (l *Ledger) take(response *Response) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if response.busy || response.WriteBack.State != Waiting {
		return false
	}
	response.busy = true
	return true
}

func (l *Ledger) all() []Response {
	l.mu.Lock()
	defer l.mu.Unlock()
	copies := make([]Response, 0, len(l.responses))
	for _, response := range l.responses {
		copies = append(copies, *response)
	}
	return copies
}

// update changes a response, unless there is no change to make, and gives a copy of it.
func (l *Ledger) update(response *Response, change func(*Response)) Response {
	l.mu.Lock()
	defer l.mu.Unlock()
	if change != nil {
		change(response)
	}
	return *response
}

func (l *Ledger) ownChange(kind Kind, conversationID string) (ownChange, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	own, ok := l.own[conversationKey{kind, conversationID}]
	return own, ok
}

func (l *Ledger) changed(kind Kind, conversationID string, own ownChange) {
	l.mu.Lock()
	defer l.mu.Unlock()
	set(&l.own, conversationKey{kind, conversationID}, own)
}

// LastPoll is how the last look at a help desk ended.
type LastPoll struct {
	At      time.Time
	Failure string // "" is none
}

func (l *Ledger) polled(connectorID string, at time.Time, failure error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	poll := LastPoll{At: at}
	if failure != nil {
		poll.Failure = failure.Error()
	}
	set(&l.polls, connectorID, poll)
}

func (l *Ledger) lastPoll(connectorID string) (LastPoll, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	poll, ok := l.polls[connectorID]
	return poll, ok
}
