package zendesk

import (
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// byMail are the tickets that survey backends ask about: those that came by e-mail.
var byMail = func() *evaluation.Rule {
	id, err := rules.Channel("email").ViaID()
	if err != nil {
		panic(err) // e-mail is a channel
	}
	return evaluation.NewRule(rules.Rule{Conditions: rules.Conditions{All: []rules.Condition{
		{Field: rules.FieldChannel, Operator: "is", Value: rules.Text(id)},
	}}}, nil)
}()

func (s PlannedSend) surveysMail() bool {
	return s.Managed && s.Active && s.Rule != nil && !s.Rule.Disjoint(byMail)
}

// PlanPolling notes that a survey backend polls the account, and names the active sends
// that this run has planned so far for tickets that came by e-mail, if that is to be
// reported.
func (c *Client) PlanPolling(backend string) (sends []string) {
	c.sends.mu.Lock()
	defer c.sends.mu.Unlock()
	for _, s := range c.sends.planned {
		if s.surveysMail() && c.Checks().Level(checks.OverlappingSends, s.ID) != checks.Off {
			sends = append(sends, s.Title)
		}
	}
	slices.Sort(sends)
	return c.polled.By(backend, sends)
}

// PollingBeside are the survey backends that poll the account beside an active send for
// tickets that came by e-mail, if that is to be reported.
func (c *Client) PollingBeside(s PlannedSend) (backends []string) {
	if !s.surveysMail() {
		return nil
	}
	return c.polled.Beside()
}
