package sendworkflow

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer/workflow"
)

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	Name             types.String `tfsdk:"name"`
	Description      types.String `tfsdk:"description"`
	Enabled          types.Bool   `tfsdk:"enabled"`
	Channels         types.List   `tfsdk:"channels"`
	OnStatus         types.String `tfsdk:"on_status"`
	OptOutAttribute  types.String `tfsdk:"opt_out_attribute"`
	ExcludeWhen      types.List   `tfsdk:"exclude_when"`
	RequireAssignee  types.Bool   `tfsdk:"require_assignee"`
	DelayMinutes     types.Int64  `tfsdk:"delay_minutes"`
	SentAttribute    types.String `tfsdk:"sent_attribute"`
	SentTag          types.String `tfsdk:"sent_tag"`
	Request          types.Object `tfsdk:"request"`
	CallableID       types.String `tfsdk:"callable_id"`
	UnusedTags       types.Set    `tfsdk:"unused_tags"`
	UnmanagedChanges types.List   `tfsdk:"unmanaged_changes"`
}

// Exclusion is one of exclude_when.
type Exclusion struct {
	Field    types.String `tfsdk:"field"`
	Operator types.String `tfsdk:"operator"`
	Value    types.String `tfsdk:"value"`
}

// Request is the HTTP request of a survey.
type Request struct {
	URL                    types.String `tfsdk:"url"`
	Method                 types.String `tfsdk:"method"`
	Headers                types.Map    `tfsdk:"headers"`
	SecretHeadersWO        types.Map    `tfsdk:"secret_headers_wo"`
	SecretHeadersWOVersion types.Int64  `tfsdk:"secret_headers_wo_version"`
	Body                   types.String `tfsdk:"body"`
}

var (
	pathName        = path.Root("name")
	pathChannels    = path.Root("channels")
	pathOptOut      = path.Root("opt_out_attribute")
	pathExcludeWhen = path.Root("exclude_when")
	pathSent        = path.Root("sent_attribute")
	pathSentTag     = path.Root("sent_tag")
	pathEnabled     = path.Root("enabled")
	pathRequest     = path.Root("request")
	pathURL         = pathRequest.AtName("url")
	pathHeaders     = pathRequest.AtName("headers")
	pathBody        = pathRequest.AtName("body")
)

// request is empty where the object is not known yet.
func (m *Model) request(ctx context.Context) Request {
	read, _ := attribute.FromObject[Request](ctx, m.Request)
	if read == nil {
		return Request{}
	}
	return *read
}

// exclusions are those of exclude_when; nil elements are not known yet.
func (m *Model) exclusions(ctx context.Context) (all []*Exclusion) {
	for _, element := range m.ExcludeWhen.Elements() {
		object, is := element.(types.Object)
		if !is {
			continue
		}
		read, _ := attribute.FromObject[Exclusion](ctx, object)
		all = append(all, read)
	}
	return all
}

// declaration is what the workflow is written from. All of the model is known.
func (m *Model) declaration(ctx context.Context) workflow.Declaration {
	request := m.request(ctx)
	channels, _ := attribute.Texts(m.Channels)
	d := workflow.Declaration{
		Name: m.Name.ValueString(), Description: m.Description.ValueString(), Enabled: m.Enabled.ValueBool(), Status: m.OnStatus.ValueString(),
		Channels: channels, OptOut: m.OptOutAttribute.ValueString(), RequireAssignee: m.RequireAssignee.ValueBool(),
		Delayed: !m.DelayMinutes.IsNull(), Minutes: m.DelayMinutes.ValueInt64(), SentAttribute: m.SentAttribute.ValueString(), SentTag: m.SentTag.ValueString(),
		Request: workflow.Request{URL: request.URL.ValueString(), Method: request.Method.ValueString(), Headers: attribute.Headers(request.Headers), Body: request.Body.ValueString()},
	}
	for _, each := range m.exclusions(ctx) {
		d.Exclusions = append(d.Exclusions, each.rule())
	}
	return d
}

func (e *Exclusion) rule() workflow.Exclusion {
	return workflow.Exclusion{Field: workflow.Field(e.Field.ValueString()), Operator: e.Operator.ValueString(), Value: e.Value.ValueString()}
}

// comparesTags reports whether an exclusion, as far as it is known, needs the ids of tags.
func (m *Model) comparesTags(ctx context.Context) bool {
	return slices.ContainsFunc(m.exclusions(ctx), func(e *Exclusion) bool { return e != nil && e.rule().ComparesTags() })
}

// asPlanned are the tags without those that the plan did not find: what an apply writes
// is what was planned, although somebody has used the tag since then.
func (m *Model) asPlanned(tags workflow.Tags) workflow.Tags {
	unused, _ := attribute.Texts(m.UnusedTags)
	left := maps.Clone(tags)
	for _, name := range unused {
		if id, exists := left.ID(name); exists {
			delete(left, id)
		}
	}
	return left
}

// exclusionType is that of the elements of exclude_when.
var exclusionType = excludeWhenSchema.NestedObject.Type()

// show fills in the model from what was read, and keeps the form of prior state.
func (m *Model) show(ctx context.Context, d workflow.Declaration, again bool) {
	m.Name, m.Description = types.StringValue(d.Name), attribute.Text(d.Description, m.Description)
	m.Enabled, m.OnStatus = types.BoolValue(d.Enabled), types.StringValue(d.Status)
	m.Channels = attribute.TextList(ctx, d.Channels, m.Channels)
	m.OptOutAttribute = attribute.Text(d.OptOut, m.OptOutAttribute)
	m.RequireAssignee = types.BoolValue(d.RequireAssignee)
	m.SentAttribute, m.SentTag = attribute.Text(d.SentAttribute, m.SentAttribute), attribute.Text(d.SentTag, m.SentTag)
	m.DelayMinutes = types.Int64Null()
	if d.Delayed {
		m.DelayMinutes = types.Int64Value(d.Minutes)
	}
	m.showExclusions(ctx, d.Exclusions)
	m.showRequest(ctx, d.Request, again)
}

func (m *Model) showExclusions(ctx context.Context, read []workflow.Exclusion) {
	prior := m.exclusions(ctx)
	if len(read) == 0 && len(prior) == 0 {
		if m.Imported() {
			m.ExcludeWhen = types.ListNull(exclusionType)
		}
		return
	}
	shown := make([]Exclusion, len(read))
	for i, each := range read {
		shown[i] = Exclusion{Field: types.StringValue(string(each.Field)), Operator: types.StringValue(each.Operator)}
		if !workflow.TakesValue(each.Operator) {
			continue
		}
		shown[i].Value = types.StringValue(each.Value)
		if i < len(prior) && prior[i].Field == shown[i].Field && workflow.SameValue(each.Field, prior[i].Value.ValueString(), each.Value) {
			shown[i].Value = prior[i].Value
		}
	}
	m.ExcludeWhen, _ = types.ListValueFrom(ctx, exclusionType, shown)
	if len(shown) == 0 {
		m.ExcludeWhen = types.ListNull(exclusionType)
	}
}

// showRequest shows what was read, and the version of the secrets as none where they are
// to be sent again.
func (m *Model) showRequest(ctx context.Context, read workflow.Request, again bool) {
	shown := m.request(ctx)
	shown.URL, shown.Method = types.StringValue(read.URL), types.StringValue(read.Method)
	headers := maps.Clone(read.Headers)
	names := secretHeaderNames.Of(&m.Base)
	maps.DeleteFunc(headers, func(name, _ string) bool { return attribute.HasHeader(names, name) })
	if shown.Headers.ElementType(ctx) == nil || m.Imported() {
		shown.Headers, shown.SecretHeadersWO = types.MapNull(types.StringType), types.MapNull(types.StringType)
	}
	shown.Headers = attribute.TextMap(ctx, headers, shown.Headers)
	if shown.Body.IsNull() || !workflow.SameBody(shown.Body.ValueString(), read.Body) {
		shown.Body = types.StringValue(read.Body)
	}
	if again {
		shown.SecretHeadersWOVersion = types.Int64Null()
	}
	m.Request = attribute.ObjectOf(ctx, requestSchema, &shown)
}

func textsOf(values []string) types.List {
	elements := make([]attr.Value, len(values))
	for i, value := range values {
		elements[i] = types.StringValue(value)
	}
	return types.ListValueMust(types.StringType, elements)
}

func setOf(values []string) types.Set {
	return types.SetValueMust(types.StringType, textsOf(values).Elements())
}
