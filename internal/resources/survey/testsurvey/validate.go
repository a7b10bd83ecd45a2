package testsurvey

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/mail"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/stellaconnect"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// validate checks what each backend needs and takes.
func validate(_ context.Context, m *model) error {
	var problems faults
	switch m.Backend.ValueString() {
	case backendStella:
		problems.refuse(m.Payload, "payload", m)
		problems.require(m.Channel, "channel", m)
		if m.APIKeyWO.IsNull() && m.PasswordWO.IsNull() {
			problems.add("api_key_wo", "The API key is missing", "Stella Connect needs its API key in api_key_wo, or in password_wo for its address with HTTP Basic (/v1/auth).")
		}
		if !m.APIKeyWO.IsNull() && !m.PasswordWO.IsNull() {
			problems.add("password_wo", "Two credentials", "Set either api_key_wo or password_wo.")
		}
		problems.delivering(m)
		problems.address(m, func(text string) error { _, err := stellaconnect.Endpoint(text, false); return err })
	case backendTwoListen:
		problems.refuse(m.APIKeyWO, "api_key_wo", m)
		problems.refuse(m.Channel, "channel", m)
		problems.refuse(m.EmployeeEmail, "employee_email", m)
		problems.require(m.URL, "url", m)
		problems.require(m.Username, "username", m)
		problems.require(m.PasswordWO, "password_wo", m)
		problems.require(m.CustomerEmail, "customer_email", m)
		if attribute.Set(m.Deliver) && !m.Deliver.ValueBool() {
			problems.add("deliver", "2listen cannot be tested without a survey", "A request to 2listen sends a survey to customer_email. Remove \"deliver\", or do not run this action.")
		}
		problems.payload(m)
		problems.address(m, rootOnly)
	case backendOpen:
		problems.refuse(m.Payload, "payload", m)
		problems.refuse(m.Username, "username", m)
		problems.refuse(m.PasswordWO, "password_wo", m)
		problems.require(m.Channel, "channel", m)
		problems.require(m.CustomerEmail, "customer_email", m)
		problems.require(m.EmployeeEmail, "employee_email", m)
		if m.URL.IsNull() != m.APIKeyWO.IsNull() {
			problems.add("api_key_wo", "An address without its token", "Set both url and api_key_wo, or neither: then the provider's survey_backend section serves the action.")
		}
		problems.address(m, rootOnly)
	}
	return errors.Join(problems...)
}

func rootOnly(text string) error {
	_, err := transport.CheckRoot(text)
	return err
}

type faults []error

func (f *faults) add(attribute, summary, format string, args ...any) {
	*f = append(*f, lifecycle.At(path.Root(attribute), summary, format, args...))
}

func (f *faults) require(value types.String, name string, m *model) {
	if value.IsNull() {
		f.add(name, "An attribute is missing", "The backend %q needs \"%s\".", m.Backend.ValueString(), name)
	}
}

func (f *faults) refuse(value types.String, name string, m *model) {
	if !value.IsNull() {
		f.add(name, "The backend does not take this attribute", "%q has no use for \"%s\": remove it.", m.Backend.ValueString(), name)
	}
}

// delivering requires both people of a survey that is sent.
func (f *faults) delivering(m *model) {
	if m.Deliver.ValueBool() {
		f.require(m.CustomerEmail, "customer_email", m)
		f.require(m.EmployeeEmail, "employee_email", m)
	}
}

func (f *faults) address(m *model, check func(string) error) {
	if attribute.Set(m.URL) {
		if err := check(m.URL.ValueString()); err != nil {
			*f = append(*f, badURL(err))
		}
	}
}

// payload requires that a survey goes to nobody but the customer who is named.
func (f *faults) payload(m *model) {
	if !attribute.Set(m.Payload) {
		return
	}
	body := []byte(m.Payload.ValueString())
	var object map[string]any
	if err := json.Unmarshal(body, &object); err != nil {
		f.add("payload", "Not a JSON object", "payload: %s.", err)
		return
	}
	if found := firstEmail(body); attribute.Set(m.CustomerEmail) && !strings.EqualFold(found, m.CustomerEmail.ValueString()) {
		f.add("payload", "The survey would go to somebody else", "The first e-mail address in the payload is %q, not that of customer_email, %q. 2listen would survey the former.", found, m.CustomerEmail.ValueString())
	}
}

// firstEmail is the first text of a JSON document that is an e-mail address.
func firstEmail(body []byte) string {
	decoder := json.NewDecoder(bytes.NewReader(body))
	for {
		token, err := decoder.Token()
		if err != nil {
			return ""
		}
		if text, isText := token.(string); isText && isEmail(text) {
			return strings.TrimSpace(text)
		}
	}
}

func isEmail(text string) bool {
	address, err := mail.ParseAddress(strings.TrimSpace(text))
	return err == nil && address.Address == strings.TrimSpace(text)
}

// body is the payload, or the least that names the customer.
func (m *model) body() json.RawMessage {
	if !m.Payload.IsNull() {
		return json.RawMessage(m.Payload.ValueString())
	}
	body, _ := json.Marshal(map[string]string{"email": m.CustomerEmail.ValueString()})
	return body
}

// email accepts one e-mail address.
func email() validator.String { return anEmail{} }

type anEmail struct{}

func (anEmail) Description(context.Context) string             { return "must be an e-mail address" }
func (e anEmail) MarkdownDescription(c context.Context) string { return e.Description(c) }

func (anEmail) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if attribute.Set(req.ConfigValue) && !isEmail(req.ConfigValue.ValueString()) {
		resp.Diagnostics.AddAttributeError(req.Path, "Not an e-mail address", "It must be one address, such as \"ann@example.com\".")
	}
}
