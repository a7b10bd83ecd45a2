// Package testsurvey is the action surveytrigger_send_test_survey: it asks a survey
// backend for one survey, as a help desk would, and shows the answer. So a key, a
// channel and an employee are tried before a customer's ticket is solved.
//
// Nobody is surveyed unless the user says so, and nobody twice: a request is repeated only
// to a backend of the open contract, which does the work of its key once.
package testsurvey

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/open"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/stellaconnect"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/twolisten"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

type model struct {
	Backend       types.String `tfsdk:"backend"`
	URL           types.String `tfsdk:"url"`
	APIKeyWO      types.String `tfsdk:"api_key_wo"`
	Username      types.String `tfsdk:"username"`
	PasswordWO    types.String `tfsdk:"password_wo"`
	Channel       types.String `tfsdk:"channel"`
	CustomerEmail types.String `tfsdk:"customer_email"`
	EmployeeEmail types.String `tfsdk:"employee_email"`
	Payload       types.String `tfsdk:"payload"`
	Deliver       types.Bool   `tfsdk:"deliver"`
}

// The backends.
const (
	backendStella    = "stella_connect"
	backendTwoListen = "two_listen"
	backendOpen      = open.Section
)

var backends = []string{backendStella, backendTwoListen, backendOpen}

type call = lifecycle.Invocation[*open.Client, model]

// New makes the action. The user agent is that of its requests.
func New(userAgent string) func() action.Action {
	return lifecycle.NewAction(lifecycle.Action[*open.Client, model]{
		Name: "send_test_survey", Section: open.Section, Schema: actionSchema,
		Needs:    func(m *model) bool { return m.Backend.ValueString() == backendOpen && m.URL.IsNull() },
		Validate: validate,
		Invoke: func(ctx context.Context, c *call) error {
			switch c.Config.Backend.ValueString() {
			case backendStella:
				return sendStella(ctx, c, userAgent)
			case backendTwoListen:
				return sendTwoListen(ctx, c, userAgent)
			default:
				return sendOpen(ctx, c, userAgent)
			}
		},
	})
}

func sendStella(ctx context.Context, c *call, userAgent string) error {
	m := c.Config
	endpoint, err := stellaconnect.Endpoint(m.URL.ValueString(), m.APIKeyWO.IsNull())
	if err != nil {
		return badURL(err)
	}
	credential := stellaconnect.Credential{User: m.Username.ValueString(), Key: m.APIKeyWO.ValueString()}
	if credential.Key == "" {
		credential.Key = m.PasswordWO.ValueString()
	}
	request := stellaconnect.Request{Channel: m.Channel.ValueString(), ExternalID: "terraform-test", DoNotSend: !m.Deliver.ValueBool()}
	if email := m.CustomerEmail.ValueString(); email != "" {
		request.Customer = &stellaconnect.Customer{Email: email}
	}
	if email := m.EmployeeEmail.ValueString(); email != "" {
		request.Employee = &stellaconnect.Employee{Email: email}
	}
	if request.DoNotSend {
		c.Progress("Asking Stella Connect at %s with do_not_send: nobody gets a survey", endpoint)
	} else {
		c.Progress("Asking Stella Connect at %s for a survey of %s", endpoint, m.CustomerEmail.ValueString())
	}
	answer, err := stellaconnect.Send(ctx, endpoint, credential, userAgent, request)
	return finish(c, "Stella Connect", answer, err)
}

func sendTwoListen(ctx context.Context, c *call, userAgent string) error {
	m := c.Config
	endpoint, err := transport.CheckRoot(m.URL.ValueString())
	if err != nil {
		return badURL(err)
	}
	c.Progress("Asking 2listen at %s for a survey, which is sent to %s", endpoint, m.CustomerEmail.ValueString())
	credential := twolisten.Credential{User: m.Username.ValueString(), Password: m.PasswordWO.ValueString()}
	answer, err := twolisten.Send(ctx, endpoint, credential, userAgent, m.body())
	return finish(c, "2listen", answer, err)
}

// sendOpen tests every active trigger distribution for the channel.
func sendOpen(ctx context.Context, c *call, userAgent string) (err error) {
	m, backend := c.Config, c.Client
	if !m.URL.IsNull() {
		if backend, err = open.New(open.Config{Endpoint: m.URL.ValueString(), Credential: open.Token(m.APIKeyWO.ValueString()), UserAgent: userAgent, OfAction: true}); err != nil {
			return badURL(err)
		}
	}
	test := open.Test{CustomerEmail: m.CustomerEmail.ValueString(), AgentEmail: m.EmployeeEmail.ValueString(), Deliver: m.Deliver.ValueBool()}
	channel := m.Channel.ValueString()
	if test.Deliver {
		c.Progress("Asking the survey backend at %s for a test survey of %s", backend.Account(), test.CustomerEmail)
	} else {
		c.Progress("Asking the survey backend at %s what it would send to %s: nobody gets a survey", backend.Account(), test.CustomerEmail)
	}
	distributions, err := backend.DistributionsBy(ctx, channel)
	if err != nil {
		return err
	}
	if len(distributions) == 0 {
		return lifecycle.At(path.Root("channel"), "No survey would be sent",
			"The survey backend at %s has no active trigger distribution for the channel %q. Add or activate a surveytrigger_trigger_distribution.", backend.Account(), channel)
	}
	for _, d := range distributions {
		tested, err := backend.Test(ctx, d.ID, test)
		if err != nil {
			return refused(err)
		}
		what := "It would send"
		if tested.Delivered {
			what = "It has sent"
		}
		c.Progress("%s the %s survey %s to %s, about %s, for the connector %s (%s)", what, tested.Metric, tested.SurveyID, test.CustomerEmail, test.AgentEmail, tested.ConnectorID, d.ID)
	}
	return nil
}

// refused places a refusal of the open contract at the attribute that it is about.
func refused(err error) error {
	var failed *client.Error
	switch {
	case !errors.As(err, &failed):
	case failed.Fields["agent_email"] != nil:
		return lifecycle.At(path.Root("employee_email"), "No survey would be sent",
			"%s. A survey backend sends nothing for conversations of somebody who is no active agent. Add a surveytrigger_agent, or list the address in agents of the connector.", err)
	case failed.Fields["customer_email"] != nil:
		return lifecycle.At(path.Root("customer_email"), "The backend does not take this address", "%s.", err)
	}
	return err
}

func finish(c *call, name, answer string, err error) error {
	if err == nil {
		c.Progress("%s answered %s", name, answer)
	}
	return err
}

var pathURL = path.Root("url")

func badURL(err error) error {
	return lifecycle.At(pathURL, "Not the address of a survey backend", "url: %s.", err)
}
