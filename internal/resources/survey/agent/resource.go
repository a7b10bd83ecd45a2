// Package agent is the resource surveytrigger_agent: somebody whose work is rated and
// who is no user of a connected help desk; those become agents by their connector.
package agent

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/survey/store"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// New makes the resource, which the sections of the provider block serve.
func New(by lifecycle.Serving) func() resource.Resource {
	return lifecycle.New(agents.Serve(lifecycle.Definition[survey.Backend, Model]{Name: "agent", Schema: resourceSchema, Plan: plan, ImportID: importID}, by))
}

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	lifecycle.Served
	lifecycle.Verifiable
	Email    types.String `tfsdk:"email"`
	FullName types.String `tfsdk:"full_name"`
	Username types.String `tfsdk:"username"`
	Active   types.Bool   `tfsdk:"active"`
}

var agents = store.Kind[survey.Agent, Model]{
	Noun:   survey.NounAgent,
	Store:  survey.Backend.Agents,
	Handle: func(a *survey.Agent) (id, version *string) { return &a.ID, &a.Version },
	Base:   func(m *Model) *lifecycle.Base { return &m.Base },
	Declared: func(m *Model) survey.Agent {
		return survey.Agent{
			Email: m.Email.ValueString(), FullName: m.FullName.ValueString(), Username: m.Username.ValueString(), Active: m.Active.ValueBool(),
		}
	},
	Show:     show,
	Identity: []string{"email"},
	Title:    func(_ context.Context, _ survey.Backend, m *Model) string { return "agent " + m.Email.ValueString() },
}

// show keeps the case of an e-mail address and a user name: backends compare both
// without it.
func show(m *Model, held survey.Agent, hidden store.Hidden) {
	m.Email = store.Folded(held.Email, m.Email)
	m.Username = store.Shown(hidden, "username", store.Folded(held.Username, m.Username), m.Username, types.StringValue(held.Username))
	m.FullName = types.StringValue(held.FullName)
	m.Active = store.Shown(hidden, "active", types.BoolValue(held.Active), m.Active, types.BoolValue(true))
}

// importID is an e-mail address, where that is the id, as a backend compares it.
func importID(given string) string {
	if strings.Contains(given, "@") {
		return strings.ToLower(given)
	}
	return given
}

// plan lets a user name that is left out follow the e-mail address.
func plan(_ context.Context, p *lifecycle.Planning[survey.Backend, Model]) error {
	if p.Config.Username.IsNull() {
		p.Plan.Username = p.Plan.Email
	}
	return nil
}
