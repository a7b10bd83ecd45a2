package zendesk_test

import (
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

func TestFieldsOfUsersAndOrganizations(t *testing.T) {
	d := open(t, engine.Options{})
	for many, one := range map[string]string{"user_fields": "user_field", "organization_fields": "organization_field"} {
		d.equal("none yet", len(d.must(200, "GET", "/"+many, "")[many].([]any)), 0)
		made := d.must(201, "POST", "/"+many, `{"`+one+`":{"type":"dropdown","key":"plan","title":"Plan"}}`)[one]
		d.equal("made", []any{at(made, "key"), at(made, "title"), at(made, "active"), at(made, "system")}, []any{"plan", "Plan", true, false})
		d.must(201, "POST", "/"+many, `{"`+one+`":{"key":"tier_2","title":"Tier"}}`)
		d.equal("listed", column(d.must(200, "GET", "/"+many+"?page[size]=100", "")[many], "key"), []string{"plan", "tier_2"})
		d.refused(422, "POST", "/"+many, `{"`+one+`":{"title":"Plan"}}`, "Key: cannot be blank")
		d.refused(422, "POST", "/"+many, `{"`+one+`":{"key":"plan","title":"Plan"}}`, "already being used")
		d.refused(422, "POST", "/"+many, `{"`+one+`":{"key":"12","title":"Plan","type":"colour"}}`, "Key: 12 is not valid", "colour")
		path := "/" + many + "/" + text(made, "id")
		d.equal("shown", at(d.must(200, "GET", path, ""), one, "key"), "plan")
		d.as(zendesk.AgentAccessToken).must(403, "DELETE", path, "")
		d.must(204, "DELETE", path, "")
		d.must(404, "GET", path, "")
		d.must(404, "DELETE", path, "")
	}
}
