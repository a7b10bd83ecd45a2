package httptarget

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	Title             types.String `tfsdk:"title"`
	URL               types.String `tfsdk:"url"`
	Method            types.String `tfsdk:"method"`
	ContentType       types.String `tfsdk:"content_type"`
	Username          types.String `tfsdk:"username"`
	PasswordWO        types.String `tfsdk:"password_wo"`
	PasswordWOVersion types.Int64  `tfsdk:"password_wo_version"`
	Active            types.Bool   `tfsdk:"active"`
}

const defaultContentType = "application/json"

var (
	methods      = []string{"get", "patch", "put", "post", "delete"}
	contentTypes = []string{defaultContentType, "application/xml", "application/x-www-form-urlencoded"}
)

var resourceSchema = schema.Schema{
	MarkdownDescription: "A legacy survey target: an HTTP target, for accounts that still have them. New configurations use `surveytrigger_zendesk_webhook`. " +
		"Zendesk deactivates a target after 21 failed deliveries in a row; the plan then shows a difference of `active`.\n\n" +
		"Always give it `lifecycle { create_before_destroy = true }`: an active send without a receiver adds its `sent_tag` to tickets, and no survey is requested. " +
		"A target is not deleted while an active trigger or automation, managed or not, notifies it; the error names them. To remove one, change the sends in an apply before, or give it `create_before_destroy` in an apply before.",
	Attributes: map[string]schema.Attribute{
		"title": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The title in the admin screen. Titles may repeat.",
		},
		"url": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The URL that Zendesk calls. `https` only, except on this machine's own loopback address. A stored password is not sent to another host: with another one, change `password_wo_version`.",
		},
		"method": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString("post"), Validators: []validator.String{stringvalidator.OneOf(methods...)},
			MarkdownDescription: "The HTTP method: " + attribute.Choices(methods) + ". Default `post`.",
		},
		"content_type": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(defaultContentType), Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The content type of the body: " + attribute.Choices(contentTypes) + ". Default `application/json`.",
		},
		"username": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The user name of HTTP Basic authentication. 2listen expects an administrator's e-mail address followed by `/token`. Leave it out for none.",
		},
		"password_wo": attribute.SecretAttribute("The password. Write-only: in neither state nor plan. Needed when the user name is set or changed; left out, the stored one stays.",
			stringvalidator.AlsoRequires(path.MatchRoot("username"))),
		"password_wo_version": attribute.VersionAttribute("password_wo"),
		"active": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether Zendesk calls it. Default `true`.",
		},
	},
}
