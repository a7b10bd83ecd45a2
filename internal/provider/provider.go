// Package provider turns the provider block into clients and lists everything
// the provider offers. Configure sends no request and never fails because a
// value is not known yet: see section.go for how a section is resolved.
package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/nicereply"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/open"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/stellaconnect"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/functions"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	deskfield "github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/desk/customfield"
	desklabel "github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/desk/label"
	deskrule "github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/desk/rule"
	kustomerkey "github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/kustomer/apikey"
	kustomerattribute "github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/kustomer/attribute"
	kustomercsat "github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/kustomer/nativecsat"
	kustomerworkflow "github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/kustomer/sendworkflow"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/survey/agent"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/survey/connector"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/survey/survey"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/survey/testsurvey"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/survey/triggerdistribution"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/exclusiontrigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/httptarget"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/lookup"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/nativecsat"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/sendautomation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/sendtrigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/signingsecret"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/surveydecision"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/surveysenders"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/testwebhook"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/ticketfield"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/triggercategory"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/webhook"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/webhookhealth"
	stellarules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/stellaconnect"
)

// Address is the provider's address in the registry.
const Address = "registry.terraform.io/surveytrigger/surveytrigger"

// New makes the provider; [NewServer] serves it. Version goes into the user
// agent.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &surveyTrigger{version: version} }
}

type surveyTrigger struct {
	version  string
	sections lifecycle.Sections // once it is configured
}

type model struct {
	Zendesk       types.Object `tfsdk:"zendesk"`
	Kustomer      types.Object `tfsdk:"kustomer"`
	Desk          types.Object `tfsdk:"desk"`
	Nicereply     types.Object `tfsdk:"nicereply"`
	StellaConnect types.Object `tfsdk:"stella_connect"`
	SurveyBackend types.Object `tfsdk:"survey_backend"`
	Checks        types.Object `tfsdk:"checks"`
}

func (p *surveyTrigger) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "surveytrigger"
	resp.Version = p.version
}

func (p *surveyTrigger) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Owns the chain from \"a ticket was solved\" to \"the right customer got one survey\".",
		Attributes: map[string]schema.Attribute{
			"zendesk": zendeskSchema, "kustomer": kustomerSchema, "desk": deskSchema,
			"nicereply": nicereplySchema, "stella_connect": stellaConnectSchema, "survey_backend": openSchema, "checks": checksSchema,
		},
	}
}

func (p *surveyTrigger) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	sections := lifecycle.Sections{}
	settings := checksOf(config.Checks)
	serve := func(s system, section types.Object) {
		made, diags := s.resolve(section, p.userAgent(), settings)
		resp.Diagnostics.Append(diags...)
		sections[s.section] = made
	}
	serve(zendeskSystem, config.Zendesk)
	serve(kustomerSystem, config.Kustomer)
	serve(deskSystem, config.Desk)
	serve(nicereplySystem, config.Nicereply)
	serve(stellaConnectSystem, config.StellaConnect)
	serve(openSystem, config.SurveyBackend)

	resp.ResourceData, resp.DataSourceData, resp.EphemeralResourceData = sections, sections, sections
	resp.ActionData, resp.ListResourceData = sections, sections
	p.sections = sections
}

func (p *surveyTrigger) userAgent() string { return "terraform-provider-surveytrigger/" + p.version }

// servedBy are the sections that can serve a resource of survey backends.
func servedBy(resource string) lifecycle.Serving {
	backends := []string{nicereply.Section, open.Section}
	if reason, without := stellarules.Without[resource]; without {
		return lifecycle.Serving{Sections: backends, Without: map[string]string{stellaconnect.Section: reason}}
	}
	return lifecycle.Serving{Sections: append(backends, stellaconnect.Section), Last: stellaconnect.Section}
}

func (p *surveyTrigger) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		webhook.New,
		httptarget.New,
		ticketfield.New,
		triggercategory.New,
		exclusiontrigger.New,
		sendtrigger.New,
		sendautomation.New,
		nativecsat.New,
		kustomerattribute.New,
		kustomercsat.New,
		kustomerworkflow.New,
		deskfield.New,
		deskrule.New,
		desklabel.New,
		connector.New(servedBy("connector")),
		survey.New(servedBy("survey")),
		triggerdistribution.New(servedBy("trigger_distribution")),
		agent.New(servedBy("agent")),
	}
}

// ListResources are those of the resources that list their objects.
func (p *surveyTrigger) ListResources(ctx context.Context) []func() list.ListResource {
	return lifecycle.Listable(p.Resources(ctx))
}

func (p *surveyTrigger) DataSources(context.Context) []func() datasource.DataSource {
	return append(lookup.All(), webhookhealth.New, surveydecision.New, surveysenders.New, kustomerkey.New)
}

func (p *surveyTrigger) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{signingsecret.New}
}

// Actions need a CLI that knows them: Terraform 1.14.
func (p *surveyTrigger) Actions(context.Context) []func() action.Action {
	return []func() action.Action{testwebhook.New, testsurvey.New(p.userAgent())}
}

func (p *surveyTrigger) Functions(context.Context) []func() function.Function {
	return functions.All()
}

var (
	_ provider.ProviderWithFunctions          = (*surveyTrigger)(nil)
	_ provider.ProviderWithEphemeralResources = (*surveyTrigger)(nil)
	_ provider.ProviderWithActions            = (*surveyTrigger)(nil)
	_ provider.ProviderWithListResources      = (*surveyTrigger)(nil)
)
