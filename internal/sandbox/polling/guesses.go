package polling

import (
	"fmt"
	"time"
)

// What the articles leave open, each guess in one place. That the articles say "all tickets" is taken literally: a
// distribution also asks about conversations that were resolved before it became active.

// asksAboutNobody: an agent who is not activated is asked about by nobody; that a conversation without any agent is asked
// about all the same is a guess.
const asksAboutNobody = true

// stands tells whether a decision still holds for a conversation that was changed last at a moment. A survey is final, as
// the articles say. That a refusal holds until the conversation changes, and is then decided again, is a guess.
func (d decision) stands(change time.Time) bool { return d.sent || d.change.Equal(change) }

// noteOf is the text of the note. The id of the response makes it one of a kind.
func (p *Poller) noteOf(r Response) string {
	note := fmt.Sprintf("%s %s rating: %d", p.Title, r.Survey.Metric, *r.Survey.Score)
	if r.Survey.Comment != "" {
		note += "\n\n" + r.Survey.Comment
	}
	return note + "\n\nResponse " + r.Survey.ID
}
