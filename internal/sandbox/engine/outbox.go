package engine

import (
	"strconv"
	"sync"
	"time"
)

// EmailKind says why an e-mail was sent.
type EmailKind string

// The kinds of e-mail that the simulated systems send.
const (
	SurveyEmail       EmailKind = "survey"       // a survey backend asks a customer
	InvitationEmail   EmailKind = "invitation"   // a survey backend invites an agent
	NotificationEmail EmailKind = "notification" // a help desk's own e-mail
	NativeCSATEmail   EmailKind = "native_csat"  // a help desk's own satisfaction survey
)

// Email is one e-mail that left a simulated system. Nothing is really mailed.
type Email struct {
	ID      string    `json:"id"`
	Kind    EmailKind `json:"kind"`
	From    string    `json:"from"` // the sending system's Name()
	To      string    `json:"to"`
	Subject string    `json:"subject"`
	Body    string    `json:"body"`
	// SurveyID is the decision that this e-mail carries out.
	SurveyID string `json:"survey_id,omitempty"`
	// TicketID is the ticket that caused it, where one did.
	TicketID string    `json:"ticket_id,omitempty"`
	At       time.Time `json:"at"`
}

// Outbox holds every e-mail, oldest first.
type Outbox struct {
	clock *Clock
	mu    sync.Mutex
	all   []Email
}

// Add sends an e-mail: it sets the id (decimal, from "1") and the simulated
// time and gives the record back.
func (o *Outbox) Add(email Email) Email {
	o.mu.Lock()
	defer o.mu.Unlock()
	email.ID = strconv.Itoa(len(o.all) + 1)
	email.At = o.clock.Now()
	o.all = append(o.all, email)
	return email
}

// All gives every e-mail, oldest first; never nil.
func (o *Outbox) All() []Email {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]Email{}, o.all...)
}

// Reset forgets every e-mail; ids start at "1" again.
func (o *Outbox) Reset() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all = nil
}
