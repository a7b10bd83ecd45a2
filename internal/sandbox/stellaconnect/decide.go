package stellaconnect

import (
	"net/http"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// The reasons for which no survey is sent. The capitalised ones are entries of
// the vendor's error catalogue, word for word.
const (
	reasonChannelNotEnabled  = "Channel not enabled for company"
	reasonDoNotSend          = "do_not_send"
	reasonEmployeeNotFound   = "Employee not found"
	reasonDeactivated        = "Deactivated employee"
	reasonProfileIncomplete  = "Employee profile not complete"
	reasonInvalidCustomer    = "Invalid customer"
	reasonManualMode         = "Channel is in manual mode"
	reasonSuppressionPeriod  = "suppression period"
	blankCustomerPlaceholder = "no_email" // what the article's payload sends for a blank address
)

// suppressionKey says on which account a sent survey counts: the period is per
// customer e-mail and brand.
type suppressionKey struct {
	email, brand string
	test         bool
}

// decide judges one authenticated request and makes exactly one survey decision.
// Test says which key was used, ticketID which ticket caused the call. The status
// is 200 when the vendor accepts the request, whether or not a survey leaves.
//
// The order: the shape of the body, the channel, do_not_send, the employee, the
// customer, the channel's switch, the suppression period. The flag comes before
// the people because the article's smoke test names an unknown employee and must
// answer 200.
func (s *System) decide(body []byte, test bool, ticketID string) (status int, reason string) {
	request, err := parseRequest(body)
	decision := engine.Survey{
		Backend:       Backend,
		Channel:       request.channel,
		CustomerEmail: request.customerEmail,
		EmployeeEmail: request.employeeEmail,
		TicketID:      ticketID,
		DoNotSend:     request.doNotSend,
		Brand:         request.brand,
		Language:      request.language,
		Tags:          request.tags,
		Metric:        engine.CSAT,
		Test:          test,
		Outcome:       engine.NotSent,
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if employee := s.account.find(request.employeeEmail, request.employeeID); employee != nil {
		decision.EmployeeEmail = employee.email
	}
	if err != nil {
		status, reason = refusedStatus, err.Error()
	} else {
		status, reason = s.judge(request, test)
	}
	decision.Reason = reason
	if reason != "" {
		s.world.Surveys.Add(decision)
		return status, reason
	}
	decision.Outcome = engine.Sent
	s.send(s.world.Surveys.Add(decision))
	return status, ""
}

// judge gives the reason not to send a survey for a well-formed request, or "".
func (s *System) judge(request surveyRequest, test bool) (status int, reason string) {
	if !slices.Contains(s.account.channels, request.channel) {
		return refusedStatus, reasonChannelNotEnabled
	}
	if request.doNotSend {
		return http.StatusOK, reasonDoNotSend
	}
	if reason := s.judgeEmployee(request); reason != "" {
		return refusedStatus, reason
	}
	if !isAddress(request.customerEmail) {
		return refusedStatus, reasonInvalidCustomer
	}
	if !test && !slices.Contains(s.account.settings.IntegratedChannels, request.channel) {
		return refusedStatus, reasonManualMode
	}
	if s.isSuppressed(request.customerEmail, request.brand, test) {
		return http.StatusOK, reasonSuppressionPeriod
	}
	return http.StatusOK, ""
}

func (s *System) judgeEmployee(request surveyRequest) (reason string) {
	employee := s.account.find(request.employeeEmail, request.employeeID)
	switch {
	case employee == nil:
		return reasonEmployeeNotFound
	case employee.deactivated:
		return reasonDeactivated
	case !employee.approved:
		return reasonProfileIncomplete
	default:
		return ""
	}
}

func isAddress(email string) bool {
	if email == blankCustomerPlaceholder {
		return false
	}
	address, err := mail.ParseAddress(email)
	return err == nil && address.Address == email
}

// isSuppressed looks back from now by the period that is set now: a shorter
// period frees customers at once. Only surveys that were sent count, so the
// period never starts again while it runs.
func (s *System) isSuppressed(email, brand string, test bool) bool {
	if test && !testSurveysAreSuppressed {
		return false
	}
	last, sent := s.lastSent[keyOf(email, brand, test)]
	period := time.Duration(s.account.settings.SuppressionDays) * 24 * time.Hour
	return sent && s.world.Clock.Now().Sub(last) < period
}

func keyOf(email, brand string, test bool) suppressionKey {
	return suppressionKey{email: strings.ToLower(email), brand: strings.ToLower(brand), test: test}
}

// send mails a survey. The caller holds the lock: the decision and what it does
// to the suppression period are one step.
func (s *System) send(survey engine.Survey) {
	s.lastSent[keyOf(survey.CustomerEmail, survey.Brand, survey.Test)] = survey.At
	recipient := survey.CustomerEmail
	if survey.Test {
		recipient = TestRecipient
	}
	s.world.Outbox.Add(engine.Email{
		Kind:     engine.SurveyEmail,
		From:     s.Name(),
		To:       recipient,
		Subject:  "How did we do?",
		Body:     "Please rate the help you had from " + survey.EmployeeEmail + " over " + survey.Channel + ".",
		SurveyID: survey.ID,
		TicketID: survey.TicketID,
	})
}
