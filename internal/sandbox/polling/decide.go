package polling

import (
	"context"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// The reasons for which a conversation that is due gets no survey.
const (
	reasonNoAgent       = "nobody is assigned"
	reasonInactiveAgent = "agent is not active"
	reasonNoAddress     = "customer has no e-mail address"
	reasonSuppression   = "suppression period"
)

// visit is a look at one help desk for one distribution.
type visit struct {
	*Poller
	connector    Connector
	account      Account
	distribution Distribution
}

// decide sends the survey that is due for a conversation, if one is. What was in the list is read again first: it may
// have changed while others were looked at, and so may the distribution.
func (v visit) decide(ctx context.Context, listed Conversation) error {
	if !v.isDue(listed, v.lastChange(v.connector.HelpDesk, listed)) {
		return nil
	}
	current, err := v.account.Conversation(ctx, listed.ID)
	if err != nil {
		return err
	}
	changed, err := v.provenLastChange(ctx, v.connector.HelpDesk, v.account, current)
	if err != nil || !v.isDue(current, changed) {
		return err
	}
	survey, err := v.judge(ctx, current)
	if err != nil || !v.isStillActive() {
		return err
	}
	v.settle(survey, changed)
	return nil
}

// isDue tells whether the distribution has something to decide about a conversation.
func (v visit) isDue(c Conversation, lastChange time.Time) bool {
	d := v.distribution
	return c.Channel == d.Channel && c.Status == d.Status &&
		v.world.Clock.Now().Sub(lastChange) >= d.QuietPeriod &&
		!v.Ledger.isDecided(d.ID, v.connector.HelpDesk, c.ID, lastChange)
}

func (v visit) isStillActive() bool {
	for _, active := range v.activeDistributions(v.connector.ID) {
		if active.ID == v.distribution.ID {
			return true
		}
	}
	return false
}

// judge says what the distribution decides about a conversation that is due.
func (v visit) judge(ctx context.Context, c Conversation) (engine.Survey, error) {
	survey := engine.Survey{
		Backend:  v.Backend,
		Channel:  string(c.Channel),
		TicketID: c.ID,
		Tags:     c.Tags,
		Metric:   v.distribution.Metric,
		Outcome:  engine.NotSent,
	}
	var err error
	if c.CustomerID != "" {
		if survey.CustomerEmail, err = v.account.CustomerEmail(ctx, c.CustomerID); err != nil {
			return survey, err
		}
	}
	if c.AssigneeID != "" {
		if survey.EmployeeEmail, err = v.account.AgentEmail(ctx, c.AssigneeID); err != nil {
			return survey, err
		}
	}
	switch {
	case c.AssigneeID == "" && !asksAboutNobody:
		survey.Reason = reasonNoAgent
	case c.AssigneeID != "" && !v.Declarations.IsActiveAgent(v.connector.ID, survey.EmployeeEmail):
		survey.Reason = reasonInactiveAgent
	case survey.CustomerEmail == "":
		survey.Reason = reasonNoAddress
	default:
		survey.Outcome = engine.Sent
	}
	return survey, nil
}

// settle records the decision, unless there is one already, and mails the survey.
func (v visit) settle(survey engine.Survey, lastChange time.Time) {
	v.Ledger.settle(v, lastChange, survey, func(survey engine.Survey) engine.Survey {
		survey = v.world.Surveys.Add(survey)
		if survey.Outcome == engine.Sent {
			v.mail(v.distribution, survey)
		}
		return survey
	})
}

// SendTest sends the survey of a distribution as a test. It is about no conversation, so the ledger does not hear of it
// and its answer is not collected.
func (p *Poller) SendTest(d Distribution, customerEmail, agentEmail string) {
	p.mail(d, p.world.Surveys.Add(engine.Survey{
		Backend:       p.Backend,
		Channel:       string(d.Channel),
		CustomerEmail: customerEmail,
		EmployeeEmail: agentEmail,
		Metric:        d.Metric,
		Test:          true,
		Outcome:       engine.Sent,
	}))
}

func (p *Poller) mail(d Distribution, survey engine.Survey) {
	question, subject := d.Question, ""
	if question == "" {
		question = "How did we do?"
	}
	if survey.Test {
		subject = "Test: "
	}
	p.world.Outbox.Add(engine.Email{
		Kind:     engine.SurveyEmail,
		From:     p.System,
		To:       survey.CustomerEmail,
		Subject:  subject + question,
		Body:     question + " (" + string(survey.Metric) + " survey of " + p.Title + ")",
		SurveyID: survey.ID,
		TicketID: survey.TicketID,
	})
}
