package engine

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Backend names a survey backend as the list of decisions shows it; each
// backend's package defines its own.
type Backend string

// Outcome is what became of a survey request.
type Outcome string

// A survey either left or it did not; a backend never leaves it open.
const (
	Sent    Outcome = "sent"
	NotSent Outcome = "not_sent"
)

// Metric is what a survey measures.
type Metric string

// The metrics that the backends offer.
const (
	CSAT Metric = "CSAT"
	CES  Metric = "CES"
	NPS  Metric = "NPS"
)

// MaxScore is the highest score a customer can give, on the widest scale of all
// metrics (NPS, 0 to 10). Backends with a narrower one are not told apart.
const MaxScore = 10

// Survey is one decision of a survey backend: a request came in, and a survey
// left or did not. Each authenticated request makes exactly one.
type Survey struct {
	ID            string  `json:"id"`
	Backend       Backend `json:"backend"`
	Channel       string  `json:"channel"`
	CustomerEmail string  `json:"customer_email"`
	EmployeeEmail string  `json:"employee_email"`
	// TicketID is known from the delivery, not from the body; "" when nobody's
	// ticket caused the request.
	TicketID  string `json:"ticket_id"`
	DoNotSend bool   `json:"do_not_send"`
	Brand     string `json:"brand"`
	Language  string `json:"language"`
	// Tags is never null in JSON.
	Tags   []string `json:"tags"`
	Metric Metric   `json:"metric"`
	// Test says that the survey is a test, by its credential, with which it goes to
	// the test recipient, or by its request: its answer is not collected.
	Test    bool    `json:"test"`
	Outcome Outcome `json:"outcome"`
	// Reason says why a survey was not sent; "" for one that was.
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`

	// The customer's answer, absent until there is one.
	Score       *int      `json:"score,omitempty"`
	Comment     string    `json:"comment,omitempty"`
	RespondedAt time.Time `json:"responded_at,omitzero"`
}

// Errors of [Surveys.Respond].
var (
	ErrUnknownSurvey   = errors.New("no such survey")
	ErrAlreadyAnswered = errors.New("the survey has been answered already")
	ErrNotAnswerable   = errors.New("the survey takes no answer")
)

// Surveys holds every survey decision, oldest first.
type Surveys struct {
	clock *Clock
	mu    sync.Mutex
	all   []Survey
	hooks map[Backend]func(Survey)
}

// OnResponse registers what a backend does when a customer answered one of its
// surveys, such as writing the rating back to the help desk with [World.API]. It
// is done before the answer is confirmed, and survives a reset.
func (s *Surveys) OnResponse(backend Backend, hook func(Survey)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hooks == nil {
		s.hooks = map[Backend]func(Survey){}
	}
	s.hooks[backend] = hook
}

// Add records a decision, sets its id (decimal, from "1") and simulated time,
// and gives the record back.
func (s *Surveys) Add(survey Survey) Survey {
	s.mu.Lock()
	defer s.mu.Unlock()
	survey.ID = strconv.Itoa(len(s.all) + 1)
	survey.At = s.clock.Now()
	survey.Tags = append([]string{}, survey.Tags...)
	s.all = append(s.all, survey)
	return survey
}

// All gives every decision, oldest first; never nil.
func (s *Surveys) All() []Survey {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Survey{}, s.all...)
}

// Respond records the customer's answer, a whole score from 0 to [MaxScore] and a
// comment that may be empty, and runs the backend's hook. It fails with [ErrUnknownSurvey],
// [ErrAlreadyAnswered] or, for a survey that never left, went to a test
// recipient, or cannot have this score, [ErrNotAnswerable].
func (s *Surveys) Respond(id string, score int, comment string) (Survey, error) {
	survey, hook, err := s.answer(id, score, comment)
	if hook != nil {
		hook(survey) // without the lock: the help desk may cause the next survey
	}
	return survey, err
}

func (s *Surveys) answer(id string, score int, comment string) (answered Survey, hook func(Survey), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slices.IndexFunc(s.all, func(survey Survey) bool { return survey.ID == id })
	if at < 0 {
		return Survey{}, nil, fmt.Errorf("%w: %q", ErrUnknownSurvey, id)
	}
	survey := &s.all[at]
	switch {
	case survey.Outcome != Sent:
		return Survey{}, nil, fmt.Errorf("%w: it was not sent (%s)", ErrNotAnswerable, survey.Reason)
	case survey.Test:
		return Survey{}, nil, fmt.Errorf("%w: it is a test survey, whose responses are not collected", ErrNotAnswerable)
	case survey.Score != nil:
		return Survey{}, nil, fmt.Errorf("%w: survey %q", ErrAlreadyAnswered, id)
	case score < 0 || score > MaxScore:
		return Survey{}, nil, fmt.Errorf("%w: score %d is not between 0 and %d", ErrNotAnswerable, score, MaxScore)
	}
	survey.Score, survey.Comment, survey.RespondedAt = &score, comment, s.clock.Now()
	return *survey, s.hooks[survey.Backend], nil
}

// Reset forgets every decision; ids start at "1" again.
func (s *Surveys) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = nil
}
