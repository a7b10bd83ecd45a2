package decision

import (
	"cmp"
	"slices"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Decision is what the triggers do with one update of a ticket.
type Decision struct {
	// Surveys are what is surely sent, in the order of firing.
	Surveys []Survey
	// Surveyed is true as soon as one survey is sent that the backend does not keep back; nil where none surely is, and
	// one may be.
	Surveyed *bool
	// Marks are the tags and ticked checkboxes that are surely there afterwards, and were not before.
	Marks rules.Marks
	// Trace has all active triggers in the order of evaluation.
	Trace []Step
	// Undecided are the triggers of which it cannot be told what they do.
	Undecided []Undecided
}

// Survey is a request to a webhook or target.
type Survey struct {
	TriggerID, Title string
	// Field is rules.ActionNotifyHook or rules.ActionNotifyTarget.
	Field    string
	Receiver Receiver
	// Body is what is sent; what is unknown stays as the template has it. Nil where it cannot be told.
	Body *string
	// DoNotSend tells whether the body asks the backend to send nothing; nil where it cannot be told.
	DoNotSend *bool
}

// Step is what one trigger does.
type Step struct {
	TriggerID, Title string
	Category         *string // its name; nil without categories
	Fired            *bool   // nil is undecided
	// Reason is the condition that failed or is undecided, as [Text]; "" for one that fired.
	Reason string
}

// Undecided is a trigger of which it cannot be told what it does, and the first condition that it depends on. That is
// "do_not_send" for one that surely sends, but perhaps something that the backend keeps back.
type Undecided struct{ TriggerID, Title, Condition string }

// Decide plays an update in both engines. What differs between them is not known.
func (a *Account) Decide(t Ticket) Decision {
	first, second := a.play(&t, restarting), a.play(&t, onePass)
	all := slices.Concat(first.groups...)
	d := Decision{Marks: common(first.marks(), second.marks())}
	sends := no
	for i, other := range slices.Concat(second.groups...) {
		p := all[i].both(other)
		d.Trace = append(d.Trace, p.step())
		if p.fired == maybe {
			d.Undecided = append(d.Undecided, Undecided{p.ID, p.Title, p.step().Reason})
		}
		for _, m := range p.messages {
			sends = max(sends, min(p.fired, m.keeps.not()))
			if p.fired == yes && m.keeps == maybe {
				d.Undecided = append(d.Undecided, Undecided{p.ID, p.Title, flag})
			}
		}
		all[i] = p
	}
	d.Surveyed = known(sends)
	slices.SortStableFunc(all, func(x, y *part) int { return cmp.Compare(x.turn, y.turn) })
	for _, p := range all {
		if p.fired == yes {
			d.Surveys = append(d.Surveys, p.surveys()...)
		}
	}
	return d
}

// both is what a trigger does, whichever of two engines is real.
func (p *part) both(other *part) *part {
	both := *p
	both.fired = p.fired.or(other.fired)
	both.messages = slices.Clone(p.messages)
	if len(p.messages) == 0 {
		both.messages = other.messages
	}
	if len(p.messages) == len(other.messages) {
		for i := range both.messages {
			both.messages[i] = p.messages[i].or(other.messages[i])
		}
	}
	both.because = cmp.Or(p.because, other.because) // nil for one that fired
	return &both
}

func (p *part) step() Step {
	s := Step{TriggerID: p.ID, Title: p.Title, Category: p.category, Fired: known(p.fired)}
	if p.because != nil {
		s.Reason = Text(*p.because)
	}
	return s
}

func (p *part) surveys() []Survey {
	surveys := make([]Survey, 0, len(p.messages))
	for _, m := range p.messages {
		s := Survey{TriggerID: p.ID, Title: p.Title, Field: m.field, Receiver: m.receiver, DoNotSend: known(m.keeps)}
		if m.rendered {
			s.Body = &m.body
		}
		surveys = append(surveys, s)
	}
	return surveys
}

func known(t truth) *bool {
	if t == maybe {
		return nil
	}
	is := t == yes
	return &is
}

// common are the marks that are in both.
func common(a, b rules.Marks) rules.Marks {
	return a.Without(a.Without(b))
}
