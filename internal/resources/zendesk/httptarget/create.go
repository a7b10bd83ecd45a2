package httptarget

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
)

// sameCall is what two targets share where one of them may be an orphan.
const sameCall = "has the same title and URL"

func create(ctx context.Context, client *zendesk.Client, c *lifecycle.Creation[Model]) error {
	input := zendesk.TargetInput{
		Title:       c.Plan.Title.ValueStringPointer(),
		URL:         c.Plan.URL.ValueStringPointer(),
		Method:      c.Plan.Method.ValueStringPointer(),
		ContentType: c.Plan.ContentType.ValueStringPointer(),
		Active:      c.Plan.Active.ValueBoolPointer(),
	}
	if !c.Plan.Username.IsNull() {
		input.Username, input.Password = c.Plan.Username.ValueStringPointer(), c.Config.PasswordWO.ValueStringPointer()
	}
	target, err := client.CreateTarget(ctx, input)
	if zendesk.IsTargetsRefused(err) {
		return &lifecycle.Problem{
			Summary: "This account cannot create HTTP targets",
			Detail: fmt.Sprintf("Zendesk has replaced HTTP targets by webhooks: %s.\n\nUse this webhook instead, and webhook_id instead of target_id in the sends:\n\n%s",
				strings.TrimSuffix(err.Error(), "."), equivalentWebhook(c.Plan)),
		}
	}
	if err != nil {
		return err
	}
	c.Created(target.ID)
	attribute.KeepCredentialHost(&c.Plan.Base, c.Plan.URL)
	client.NoteReceiver(zendesk.NounTarget, target.ID, zendesk.Receiver{Name: target.Title, Active: target.Active})
	orphan.Created(client, zendesk.NounTarget, target.ID, &c.Plan.Base, &c.Notes, path.Root("title"), sameCall, func() ([]zendesk.Orphan, error) {
		return client.OrphanTargets(ctx, target)
	})
	return nil
}

// formats gives a webhook's request format for a target's content type.
var formats = map[string]string{
	"application/json": "json", "application/xml": "xml", "application/x-www-form-urlencoded": "form_encoded",
}

// equivalentWebhook is the block to write instead.
func equivalentWebhook(plan *Model) string {
	var block strings.Builder
	fmt.Fprintf(&block, "resource \"surveytrigger_zendesk_webhook\" \"survey\" {\n  name           = %s\n  endpoint       = %s\n  http_method    = %q\n  request_format = %q\n",
		literal(plan.Title.ValueString()), literal(plan.URL.ValueString()), strings.ToUpper(plan.Method.ValueString()), formats[plan.ContentType.ValueString()])
	if !plan.Active.ValueBool() {
		block.WriteString("  active         = false\n")
	}
	if !plan.Username.IsNull() {
		fmt.Fprintf(&block, "\n  authentication = {\n    basic = {\n      username            = %s\n      password_wo         = var.password\n      password_wo_version = 1\n    }\n  }\n",
			literal(plan.Username.ValueString()))
	}
	return block.String() + "}"
}

// literal writes a text as HCL does: what would begin a template is doubled.
func literal(text string) string {
	return strconv.Quote(strings.NewReplacer("${", "$${", "%{", "%%{").Replace(text))
}
