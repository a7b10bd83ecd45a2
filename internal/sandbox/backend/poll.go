package backend

import (
	"strconv"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling"
)

// Backend is the system's name in the list of survey decisions.
const Backend engine.Backend = "open"

// Tick polls the help desks that are in use.
func (s *System) Tick(time.Time) { s.poller.Poll() }

// RestartPoller ends the process that polls and starts it again, for tests. Nothing else may happen meanwhile.
func (s *System) RestartPoller() { s.poller = polling.New(s.world, s.poller.Options) }

// Connectors are what the poller reads.
func (s *System) Connectors() []polling.Connector {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []polling.Connector
	for _, o := range s.connectors.objects {
		all = append(all, polling.Connector{
			ID:         o.id,
			HelpDesk:   polling.Kind(o.settings.HelpDesk),
			URL:        o.settings.URL,
			Credential: polling.Credential(o.settings.credential()),
		})
	}
	return all
}

// Distributions are what the poller sends for.
func (s *System) Distributions() []polling.Distribution {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []polling.Distribution
	for _, o := range s.distributions.objects {
		if asked, err := s.surveys.get(o.settings.SurveyID); err == nil { // a survey that is used is never deleted
			all = append(all, declared(o, asked))
		}
	}
	return all
}

func declared(o *object[distribution], asked *object[survey]) polling.Distribution {
	d := polling.Distribution{
		ID:          o.id,
		ConnectorID: o.settings.ConnectorID,
		SurveyID:    o.settings.SurveyID,
		Active:      o.settings.Active,
		Channel:     polling.Channel(o.settings.Channel),
		Status:      polling.Status(o.settings.Status),
		QuietPeriod: time.Duration(o.settings.QuietPeriodHours) * time.Hour,
		Metric:      engine.Metric(asked.settings.Metric),
		Note:        o.settings.WriteBack.Note,
	}
	if question := asked.settings.Question; question != nil {
		d.Question = *question
	}
	if field := o.settings.WriteBack.CustomField; field != nil {
		d.CustomField = *field
	}
	return d
}

// IsActiveAgent tells the poller about whom customers are asked.
func (s *System) IsActiveAgent(_, email string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.agentWith(email)
	return o != nil && o.settings.Active
}

// responses are the answers that the poller has received, oldest first.
func (s *System) responses() []contract.Response {
	all := []contract.Response{}
	for i, answered := range s.poller.Responses() {
		survey := answered.Survey
		response := contract.Response{
			ID:                    responsePrefix + strconv.Itoa(i+1),
			SurveyID:              answered.SurveyID,
			TriggerDistributionID: answered.DistributionID,
			ConnectorID:           answered.ConnectorID,
			ConversationID:        survey.TicketID,
			Metric:                contract.Metric(survey.Metric),
			CustomerEmail:         survey.CustomerEmail,
			AgentEmail:            textOrNull(survey.EmployeeEmail),
			Score:                 *survey.Score,
			Comment:               textOrNull(survey.Comment),
			At:                    survey.RespondedAt,
			WriteBack:             progress(answered.WriteBack),
		}
		all = append(all, response)
	}
	return all
}

func progress(written polling.WriteBack) contract.WriteBackProgress {
	p := contract.WriteBackProgress{
		State:     contract.WriteBackState(written.State),
		Attempts:  written.Attempts,
		LastError: textOrNull(written.Failure),
	}
	p.LastAttemptAt.SetNull()
	if !written.LastAttempt.IsZero() {
		p.LastAttemptAt.Set(written.LastAttempt)
	}
	return p
}

// lastPoll is how a connector's help desk was last read, nil for never.
func (s *System) lastPoll(connectorID string) *contract.LastPoll {
	last, polled := s.poller.LastPoll(connectorID)
	if !polled {
		return nil
	}
	return &contract.LastPoll{At: last.At, Error: textOrNull(last.Failure)}
}
