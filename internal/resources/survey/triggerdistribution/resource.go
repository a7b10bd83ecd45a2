// Package triggerdistribution is the resource surveytrigger_trigger_distribution: when a
// survey is sent, for which conversations, and what is written back.
//
// Two distributions that send one survey for the same conversations mean two surveys for
// each of them. So one is created inactive, and activated when the backend shows no
// other one like it, one at a time.
package triggerdistribution

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/survey/store"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// New makes the resource, which the sections of the provider block serve.
func New(by lifecycle.Serving) func() resource.Resource {
	kind := distributions
	kind.Create, kind.Orphan, kind.Change = create, isOrphan, change
	return lifecycle.New(kind.Serve(lifecycle.Definition[survey.Backend, Model]{
		Name: "trigger_distribution", Schema: resourceSchema, Validate: validate, Plan: plan,
	}, by))
}

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	lifecycle.Served
	lifecycle.Verifiable
	SurveyID         types.String `tfsdk:"survey_id"`
	ConnectorID      types.String `tfsdk:"connector_id"`
	Channel          types.String `tfsdk:"channel"`
	Status           types.String `tfsdk:"status"`
	QuietPeriodHours types.Int64  `tfsdk:"quiet_period_hours"`
	Active           types.Bool   `tfsdk:"active"`
	WriteBack        types.Object `tfsdk:"write_back"`
	CloseAfterHours  types.Int64  `tfsdk:"help_desk_close_after_hours"`
}

// WriteBack is what becomes of a rating in the help desk.
type WriteBack struct {
	Note        types.Bool   `tfsdk:"note"`
	CustomField types.String `tfsdk:"custom_field"`
}

var distributions = store.Kind[survey.Distribution, Model]{
	Noun:     survey.NounDistribution,
	Store:    survey.Backend.Distributions,
	Handle:   func(d *survey.Distribution) (id, version *string) { return &d.ID, &d.Version },
	Base:     func(m *Model) *lifecycle.Base { return &m.Base },
	Declared: declared,
	Show:     show,
	Identity: []string{"survey_id"},
	Title:    title,
	Sends:    func(d survey.Distribution) bool { return d.Active },
	Forgotten: "the backend keeps for each trigger distribution which conversations it has surveyed. One that is created later for the same survey surveys them again while they are resolved.\n\n" +
		"Every attribute can be changed in place, and active = false pauses it. If only its address changes, use a moved block; if it is tainted and complete, use terraform untaint <address>.",
}

// title names the survey if the backend tells.
func title(ctx context.Context, backend survey.Backend, m *Model) string {
	id := m.SurveyID.ValueString()
	if id == "" {
		return "distribution of a new survey"
	}
	if sent, err := backend.Surveys().Get(ctx, id); err == nil {
		return fmt.Sprintf("distribution of %q", sent.Name)
	}
	return "distribution of survey " + id
}

func declared(m *Model) survey.Distribution {
	d := survey.Distribution{
		SurveyID: m.SurveyID.ValueString(), ConnectorID: m.ConnectorID.ValueString(), Channel: m.Channel.ValueString(), Status: m.Status.ValueString(),
		QuietPeriodHours: m.QuietPeriodHours.ValueInt64(), Active: m.Active.ValueBool(), HelpDeskCloseAfterHours: m.CloseAfterHours.ValueInt64(),
	}
	if back, _ := attribute.FromObject[WriteBack](context.Background(), m.WriteBack); back != nil {
		d.Note, d.CustomField = back.Note.ValueBool(), back.CustomField.ValueString()
	}
	return d
}

func show(m *Model, held survey.Distribution, hidden store.Hidden) {
	m.SurveyID = types.StringValue(held.SurveyID)
	m.ConnectorID = store.Shown(hidden, "connector_id", types.StringValue(held.ConnectorID), m.ConnectorID, types.StringNull())
	m.Channel = store.Shown(hidden, "channel", types.StringValue(held.Channel), m.Channel, types.StringValue(survey.Channels()[0]))
	m.Status = store.Shown(hidden, "status", types.StringValue(held.Status), m.Status, types.StringValue(survey.Statuses()[0]))
	m.QuietPeriodHours = store.Shown(hidden, quietPeriod, types.Int64Value(held.QuietPeriodHours), m.QuietPeriodHours, types.Int64Value(defaultQuietHours))
	m.Active = store.Shown(hidden, "active", types.BoolValue(held.Active), m.Active, types.BoolValue(true))
	m.CloseAfterHours = store.Shown(hidden, closeAfter, types.Int64PointerValue(positive(held.HelpDeskCloseAfterHours)), m.CloseAfterHours, types.Int64Null())
	back, _ := attribute.FromObject[WriteBack](context.Background(), m.WriteBack)
	if back == nil {
		back = &WriteBack{Note: types.BoolValue(true)}
	}
	if !hidden.Has(writeBack + ".note") {
		back.Note = types.BoolValue(held.Note)
	}
	if !hidden.Has(writeBack + ".custom_field") {
		back.CustomField = attribute.Text(held.CustomField, back.CustomField)
	}
	m.WriteBack = attribute.ObjectOf(context.Background(), writeBackSchema, back)
}

// positive is nil for zero, which means that there is none.
func positive(hours int64) *int64 {
	if hours == 0 {
		return nil
	}
	return &hours
}
