package backend

import (
	"context"
	"net/http"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"
)

// TestTriggerDistribution tells what a trigger distribution sends, and sends it as a test if asked to.
func (s *System) TestTriggerDistribution(_ context.Context, r contract.TestTriggerDistributionRequestObject) (contract.TestTriggerDistributionResponseObject, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, err := s.distributions.get(r.ID)
	if err != nil {
		return nil, err
	}
	if err := invalid(s.wrongTest(r.Body)); err != nil {
		return nil, err
	}
	if !o.settings.Active {
		return nil, refuse(http.StatusConflict, contract.ProblemCodeInactive, "Trigger distribution %s is inactive and sends nothing. Activate it first.", o.id)
	}
	asked, err := s.surveys.get(o.settings.SurveyID)
	if err != nil {
		return nil, err
	}
	agentEmail, _ := r.Body.AgentEmail.Get() // an error says that there is none
	delivered := r.Body.Deliver != nil && *r.Body.Deliver
	if delivered {
		s.poller.SendTest(declared(o, asked), r.Body.CustomerEmail, agentEmail)
	}
	return contract.TestTriggerDistribution200JSONResponse{Body: contract.TestSurvey{
		TriggerDistributionID: o.id,
		SurveyID:              asked.id,
		ConnectorID:           o.settings.ConnectorID,
		Metric:                asked.settings.Metric,
		Question:              nullableOf(asked.settings.Question),
		CustomerEmail:         r.Body.CustomerEmail,
		AgentEmail:            textOrNull(agentEmail),
		Delivered:             delivered,
	}}, nil
}

func (s *System) wrongTest(body *contract.TestSurveyRequest) (v []contract.MemberError) {
	found := (*verdict)(&v)
	found.email("/customer_email", body.CustomerEmail)
	if email, err := body.AgentEmail.Get(); err == nil {
		if o := s.agentWith(email); o == nil || !o.settings.Active {
			found.fail("/agent_email", "there is no active agent %q", email)
		}
	}
	return v
}
