package send

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
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

// WarnOfNativeSurvey warns, once for all sends of a plan, that customers get two
// surveys because Zendesk's own is on as well. It asks the account once; one
// that cannot be asked is no reason to fail.
func WarnOfNativeSurvey(ctx context.Context, client *zendesk.Client, notes *lifecycle.Notes) {
	if !client.FirstNativeSurveyCheck() {
		return
	}
	if survey, err := client.NativeSurvey(ctx); err != nil || !survey.Active() {
		return
	}
	notes.Warn(path.Empty(), "Zendesk's own survey is on as well",
		"Customers of %s get Zendesk's satisfaction survey and yours. Switch it off with a resource:\n\n"+
			"  resource \"surveytrigger_zendesk_native_csat\" \"this\" {\n    enabled = false\n  }", client.Account())
}
