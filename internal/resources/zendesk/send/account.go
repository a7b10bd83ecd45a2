package send

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
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
		if err := secondsurvey.ReportBegin(client, "", id, notes, pathActive); err != nil {
			return err
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
