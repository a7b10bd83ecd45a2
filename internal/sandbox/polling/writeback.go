package polling

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// Response is a customer's answer as the backend keeps it, whatever becomes of it in the help desk. Its id is the
// survey's: a survey is answered once.
type Response struct {
	Survey         engine.Survey // with score and comment
	ConnectorID    string
	DistributionID string
	SurveyID       string // what was asked; Survey.ID is the decision's
	WriteBack      WriteBack

	busy       bool // somebody is writing it back
	noteIsOpen bool // whether the note was written is not known
}

// WriteBackState tells how far writing a rating back has come.
type WriteBackState string

// A pending rating is tried again at every poll. None has nothing to write; an abandoned one has no distribution any more
// that would say what to write.
const (
	None      WriteBackState = "none"
	Waiting   WriteBackState = "pending"
	Done      WriteBackState = "done"
	Abandoned WriteBackState = "abandoned"
)

// WriteBack is what became of a rating in the help desk.
type WriteBack struct {
	State        WriteBackState
	NoteWritten  bool
	FieldWritten bool
	Attempts     int
	LastAttempt  time.Time // zero before the first one
	Failure      string    // of the last attempt
}

// answered keeps an answer and writes it back at once.
func (p *Poller) answered(survey engine.Survey) {
	if response := p.Ledger.answered(survey); response != nil {
		p.writeBack(context.Background(), response)
	}
}

// writeBack tries to write what of a rating is still missing in the help desk.
func (p *Poller) writeBack(ctx context.Context, response *Response) {
	if !p.Ledger.take(response) {
		return
	}
	wanted, declared := p.declared(response.DistributionID)
	state, failure := Done, error(nil)
	switch {
	case !declared:
		state = Abandoned
	case !wanted.Note && wanted.CustomField == "":
		state = None
	default:
		if failure = p.write(ctx, response, wanted); failure != nil {
			state = Waiting
		}
	}
	p.Ledger.update(response, func(r *Response) { r.end(state, failure, p.world.Clock.Now()) })
}

// end notes how an attempt ended.
func (r *Response) end(state WriteBackState, failure error, at time.Time) {
	r.busy, r.WriteBack.State, r.WriteBack.Failure = false, state, ""
	if failure != nil {
		r.WriteBack.Failure = failure.Error()
	}
	if state == Done || state == Waiting {
		r.WriteBack.Attempts++
		r.WriteBack.LastAttempt = at
	}
}

func (p *Poller) declared(distributionID string) (Distribution, bool) {
	for _, distribution := range p.Declarations.Distributions() {
		if distribution.ID == distributionID {
			return distribution, true
		}
	}
	return Distribution{}, false
}

// write writes the note and the custom field, each unless an earlier attempt did.
func (p *Poller) write(ctx context.Context, response *Response, wanted Distribution) error {
	connector, connected := p.connector(response.ConnectorID)
	if !connected {
		return errors.New("the help desk is not connected")
	}
	account, err := p.open(connector)
	if err != nil {
		return err
	}
	before := p.Ledger.update(response, nil)
	id := before.Survey.TicketID
	return p.changing(ctx, connector.HelpDesk, account, id, func() error {
		if wanted.Note && !before.WriteBack.NoteWritten {
			if err := p.writeNote(ctx, account, response); err != nil {
				return fmt.Errorf("note: %w", err)
			}
		}
		if wanted.CustomField == "" || before.WriteBack.FieldWritten {
			return nil
		}
		if err := account.SetField(ctx, id, wanted.CustomField, *before.Survey.Score); err != nil {
			return fmt.Errorf("custom field %q: %w", wanted.CustomField, err)
		}
		p.Ledger.update(response, func(r *Response) { r.WriteBack.FieldWritten = true })
		return nil
	})
}

func (p *Poller) connector(id string) (Connector, bool) {
	for _, connector := range p.Declarations.Connectors() {
		if connector.ID == id {
			return connector, true
		}
	}
	return Connector{}, false
}

// writeNote writes the note that is missing. After an attempt whose end is not known, it looks first: two notes would be
// two ratings to whoever reads them.
func (p *Poller) writeNote(ctx context.Context, account Account, response *Response) error {
	current := p.Ledger.update(response, nil)
	id, body := current.Survey.TicketID, p.noteOf(current)
	if current.noteIsOpen {
		found, err := account.HasNote(ctx, id, body)
		if err != nil {
			return err
		}
		if found {
			p.Ledger.update(response, func(r *Response) { r.WriteBack.NoteWritten = true })
			return nil
		}
	}
	err := account.AddNote(ctx, id, body)
	var refused *Refusal
	p.Ledger.update(response, func(r *Response) {
		r.WriteBack.NoteWritten = err == nil
		r.noteIsOpen = err != nil && !errors.As(err, &refused)
	})
	return err
}
