package send

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/secondsurvey"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
)

// CheckFields returns an error at each checkbox that the account does not have.
func (m *Message) CheckFields(ctx context.Context, account *catalogue.Catalogue) error {
	var problems []error
	ids, _ := attribute.Texts(m.ExcludeCheckboxFieldIDs)
	for _, id := range ids {
		problems = append(problems, account.Checkbox(ctx, PathCheckboxes.AtSetValue(types.StringValue(id)), id))
	}
	return errors.Join(problems...)
}

// CheckNativeSurvey reports once, for all sends of a plan, that Zendesk's own survey
// goes out as well, or may come back beside a send that begins to be active. The id is ""
// of a send that is to be created. Of another one that was not read nothing is said of
// the account: a plan without refresh stays without requests.
func CheckNativeSurvey(ctx context.Context, client *zendesk.Client, notes *lifecycle.Notes, noun, id string, begins bool) error {
	if begins {
		if automation, told := client.PlanSendBegins(); told {
			if err := ReportReturn(client, notes, pathActive, automation, id); err != nil {
				return err
			}
		}
	}
	if id != "" && !client.WasRead(noun, id) {
		return nil
	}
	if id == "" {
		if asked, err := catalogue.Asked(ctx, client, notes); !asked {
			return err
		}
	}
	if !client.FirstNativeSurveyCheck() {
		return nil
	}
	found, err := client.NativeSurvey(ctx, "")
	if err != nil {
		client.RepeatNativeSurveyCheck()
		if !zendesk.IsAccountWide(err) {
			catalogue.NotMade(client, notes, err)
			return nil
		}
		return err
	}
	return secondsurvey.ReportNative(found, client.Checks(), notes, pathActive, id, "this send", "the send's webhook or target")
}

var pathActive = path.Root("active")

// ReportReturn reports that the end of the resource for Zendesk's own survey may activate
// that beside a send which the same plan starts. The id is the send's, "" if it is not known.
func ReportReturn(client *zendesk.Client, notes *lifecycle.Notes, at path.Path, automation, id string) error {
	return notes.Report(client.Checks().Level(checks.NativeSurvey, automation, id), at, "Zendesk's own survey may come back",
		"This plan removes the resource surveytrigger_zendesk_native_csat, which activates Zendesk's own survey (automation %s) in %s unless a send is active at that moment, and it makes or activates a send. "+
			"Terraform does these in any order: if the resource is removed first, customers get both surveys.\n\n"+
			"To send only one, keep surveytrigger_zendesk_native_csat in the configuration for this apply and remove it in the next one: then the send is active, and Zendesk's own survey stays inactive. "+
			"If only the address of the resource changed, use a moved block. To send both, set native_survey = \"off\" in the provider's checks.",
		automation, client.Account())
}
