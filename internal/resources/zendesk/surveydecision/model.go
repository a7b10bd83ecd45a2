package surveydecision

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/decision"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

type model struct {
	Ticket    ticketModel      `tfsdk:"ticket"`
	Surveyed  types.Bool       `tfsdk:"surveyed"`
	Surveys   []surveyModel    `tfsdk:"surveys"`
	Marks     *marksModel      `tfsdk:"marks"`
	Trace     []stepModel      `tfsdk:"trace"`
	Undecided []undecidedModel `tfsdk:"undecided"`
}

// ticketModel is what is told of the ticket. A data source is read when all of it is known; null is unknown to the
// decision.
type ticketModel struct {
	Channel      string            `tfsdk:"channel"`
	Status       *string           `tfsdk:"status"`
	StatusBefore *string           `tfsdk:"status_before"`
	New          *bool             `tfsdk:"new"`
	Tags         []string          `tfsdk:"tags"`
	Fields       map[string]string `tfsdk:"fields"`
	Requester    *requesterModel   `tfsdk:"requester"`
	Assignee     *assigneeModel    `tfsdk:"assignee"`
	Brand        *string           `tfsdk:"brand"`
	Group        *string           `tfsdk:"group"`
	Form         *string           `tfsdk:"form"`
	Type         *string           `tfsdk:"type"`
	Priority     *string           `tfsdk:"priority"`
	Subject      *string           `tfsdk:"subject"`
	Description  *string           `tfsdk:"description"`
	Conditions   map[string]bool   `tfsdk:"conditions"`
}

type requesterModel struct {
	Name             *string   `tfsdk:"name"`
	Email            *string   `tfsdk:"email"`
	Language         *string   `tfsdk:"language"`
	Tags             *[]string `tfsdk:"tags"`
	OrganizationTags *[]string `tfsdk:"organization_tags"`
}

type assigneeModel struct {
	Name  *string `tfsdk:"name"`
	Email *string `tfsdk:"email"`
}

type surveyModel struct {
	TriggerID types.String `tfsdk:"trigger_id"`
	Title     types.String `tfsdk:"title"`
	WebhookID types.String `tfsdk:"webhook_id"`
	TargetID  types.String `tfsdk:"target_id"`
	Endpoint  types.String `tfsdk:"endpoint"`
	Body      types.String `tfsdk:"body"`
	DoNotSend types.Bool   `tfsdk:"do_not_send"`
}

type marksModel struct {
	Tags     []string `tfsdk:"tags"`
	FieldIDs []string `tfsdk:"field_ids"`
}

type stepModel struct {
	TriggerID types.String `tfsdk:"trigger_id"`
	Title     types.String `tfsdk:"title"`
	Category  types.String `tfsdk:"category"`
	Fired     types.Bool   `tfsdk:"fired"`
	Reason    types.String `tfsdk:"reason"`
}

type undecidedModel struct {
	TriggerID types.String `tfsdk:"trigger_id"`
	Title     types.String `tfsdk:"title"`
	Condition types.String `tfsdk:"condition"`
}

// show puts a decision into the computed attributes.
func (m *model) show(d decision.Decision) {
	m.Surveyed = types.BoolPointerValue(d.Surveyed)
	m.Marks = &marksModel{Tags: append([]string{}, d.Marks.Tags...), FieldIDs: append([]string{}, d.Marks.Checkboxes...)}
	m.Surveys, m.Trace, m.Undecided = []surveyModel{}, []stepModel{}, []undecidedModel{}
	for _, s := range d.Surveys {
		m.Surveys = append(m.Surveys, showSurvey(s))
	}
	for _, s := range d.Trace {
		m.Trace = append(m.Trace, stepModel{
			TriggerID: types.StringValue(s.TriggerID), Title: types.StringValue(s.Title), Category: types.StringPointerValue(s.Category),
			Fired: types.BoolPointerValue(s.Fired), Reason: textOrNull(s.Reason),
		})
	}
	for _, u := range d.Undecided {
		m.Undecided = append(m.Undecided, undecidedModel{types.StringValue(u.TriggerID), types.StringValue(u.Title), types.StringValue(u.Condition)})
	}
}

func showSurvey(s decision.Survey) surveyModel {
	shown := surveyModel{
		TriggerID: types.StringValue(s.TriggerID), Title: types.StringValue(s.Title), WebhookID: types.StringNull(), TargetID: types.StringNull(),
		Endpoint: textOrNull(s.Receiver.Endpoint), Body: types.StringPointerValue(s.Body), DoNotSend: types.BoolPointerValue(s.DoNotSend),
	}
	if s.Field == rules.ActionNotifyHook {
		shown.WebhookID = types.StringValue(s.Receiver.ID)
	} else {
		shown.TargetID = types.StringValue(s.Receiver.ID)
	}
	return shown
}

func textOrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}
