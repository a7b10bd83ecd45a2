package open

import (
	"context"
	"net/url"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/open/contract"
)

// Test is for whom a trigger distribution is tested.
type Test struct {
	// AgentEmail is "" for a conversation that is assigned to nobody.
	CustomerEmail, AgentEmail string
	// Deliver sends the survey to the customer; otherwise nobody gets anything.
	Deliver bool
}

// Tested is what a trigger distribution sends. Delivered says that it was sent.
type Tested struct {
	SurveyID, ConnectorID, Metric string
	// Question is "" for the backend's own.
	Question  string
	Delivered bool
}

// Test asks what an active trigger distribution sends, and has it sent if the test says
// so. It is no survey of a conversation.
func (c *Client) Test(ctx context.Context, distributionID string, test Test) (Tested, error) {
	var shown contract.TestSurvey
	body := contract.TestSurveyRequest{CustomerEmail: test.CustomerEmail, AgentEmail: orNull(test.AgentEmail), Deliver: &test.Deliver}
	err := c.api.FetchOnce(ctx, distributions.path+"/"+url.PathEscape(distributionID)+"/test", body, &shown)
	return Tested{
		SurveyID: shown.SurveyID, ConnectorID: shown.ConnectorID, Metric: string(shown.Metric), Question: orZero(shown.Question), Delivered: shown.Delivered,
	}, err
}
