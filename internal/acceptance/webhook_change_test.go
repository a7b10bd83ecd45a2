package acceptance

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

var webhooks = subject{
	kind: "webhook", label: "name", verb: "PATCH", path: "/webhooks", object: "webhook",
	base: attributes{"endpoint": `"https://surveys.example.com/hook"`},
}

// The secrets of these tests show as "[redacted]" in the sandbox's request log.
const (
	basicWebhook  = `{ basic = { username = "connect", password_wo = "s3cr3t-password", password_wo_version = 1 } }`
	bearerWebhook = `{ bearer = { token_wo = "s3cr3t-token", token_wo_version = 1 } }`
	apiKeyWebhook = `{ api_key = { name = "X-Survey", value_wo = "s3cr3t-value", value_wo_version = 1 } }`

	sentBasic  = `{"type": "basic_auth", "data": {"username": "connect", "password": "[redacted]"}, "add_position": "header"}`
	sentBearer = `{"type": "bearer_token", "data": {"token": "[redacted]"}, "add_position": "header"}`
	sentAPIKey = `{"type": "api_key", "data": {"name": "X-Survey", "value": "[redacted]"}, "add_position": "header"}`
)

func TestEachWebhookAttributeChangesInPlaceByOneRequest(t *testing.T) {
	t.Parallel()
	start(t).edit(webhooks, []edited{
		{name: "rename", attribute: "name", was: `"Old"`, becomes: `"New"`, sends: `{"name": "New"}`},
		{name: "describe", attribute: "description", was: ``, becomes: `"For people"`, sends: `{"description": "For people"}`},
		{name: "undescribe", attribute: "description", was: `"For people"`, becomes: ``, sends: `{"description": ""}`},
		{name: "readdress", attribute: "endpoint", was: `"https://a.example.com"`, becomes: `"https://b.example.com"`, sends: `{"endpoint": "https://b.example.com"}`},
		{name: "method", attribute: "http_method", was: ``, becomes: `"PUT"`, sends: `{"http_method": "PUT"}`},
		{name: "default_method", attribute: "http_method", was: `"PUT"`, becomes: ``, sends: `{"http_method": "POST"}`},
		{name: "format", attribute: "request_format", was: ``, becomes: `"xml"`, sends: `{"request_format": "xml"}`},
		{name: "default_format", attribute: "request_format", was: `"form_encoded"`, becomes: ``, sends: `{"request_format": "json"}`},
		{name: "switch_off", attribute: "active", was: ``, becomes: `false`, sends: `{"status": "inactive"}`},
		{name: "switch_on", attribute: "active", was: `false`, becomes: ``, sends: `{"status": "active"}`},
		{
			name: "headers", attribute: "custom_headers", was: `{ Kept = "1", Changed = "1", Dropped = "1" }`, becomes: `{ Kept = "1", Changed = "2", Added = "1" }`,
			sends: `{"custom_headers": {"Changed": "2", "Added": "1", "Dropped": null}}`,
		},
		{name: "no_headers", attribute: "custom_headers", was: `{ Dropped = "1" }`, becomes: ``, sends: `{"custom_headers": {"Dropped": null}}`},
		{name: "authenticate", attribute: "authentication", was: ``, becomes: basicWebhook, sends: `{"authentication": ` + sentBasic + `}`},
		{name: "other_kind", attribute: "authentication", was: basicWebhook, becomes: bearerWebhook, sends: `{"authentication": ` + sentBearer + `}`},
		{name: "another_kind", attribute: "authentication", was: bearerWebhook, becomes: apiKeyWebhook, sends: `{"authentication": ` + sentAPIKey + `}`},
		{
			name: "other_user", attribute: "authentication", was: `{ basic = { username = "somebody", password_wo = "s3cr3t-password" } }`,
			becomes: `{ basic = { username = "connect", password_wo = "s3cr3t-password" } }`, sends: `{"authentication": ` + sentBasic + `}`,
		},
		{
			name: "version_dropped", attribute: "authentication", was: basicWebhook, becomes: `{ basic = { username = "connect" } }`, // the stored secret stays
		},
		{name: "not_its_secret", attribute: "endpoint", was: `"https://a.example.com"`, becomes: `"https://a.example.com/b"`, sends: `{"endpoint": "https://a.example.com/b"}`, with: attributes{"authentication": basicWebhook}},
		{name: "unauthenticate", attribute: "authentication", was: apiKeyWebhook, becomes: ``, sends: `{"authentication": null}`},
		{name: "timeouts", attribute: "timeouts", was: ``, becomes: `{ read = "1m" }`},
	})
}

func TestEachEditOfAWebhookInTheAdminScreenShowsAlone(t *testing.T) {
	t.Parallel()
	full := attributes{"description": `"For people"`, "custom_headers": `{ X-Env = "prod" }`, "authentication": basicWebhook}
	shown := `{"basic": {"username": "connect", "password_wo": null, "password_wo_version": 1}, "bearer": null, "api_key": null}`
	start(t).drift(webhooks, []drifted{
		{name: "renamed", admin: `{"name": "Mine"}`, attribute: "name", shows: `"Mine"`, repair: `"renamed"`, sends: `{"name": "renamed"}`, with: full},
		{name: "described", admin: `{"description": "Hello"}`, attribute: "description", shows: `"Hello"`, repair: `"For people"`, sends: `{"description": "For people"}`, with: full},
		{name: "undescribed", admin: `{"description": ""}`, attribute: "description", shows: `null`, repair: `"For people"`, sends: `{"description": "For people"}`, with: full},
		{name: "described_by_hand", admin: `{"description": "Hello"}`, attribute: "description", shows: `"Hello"`, repair: `null`, sends: `{"description": ""}`},
		{
			name: "readdressed", admin: `{"endpoint": "https://elsewhere.example.com"}`, attribute: "endpoint", shows: `"https://elsewhere.example.com"`,
			repair: `"https://surveys.example.com/hook"`, sends: `{"endpoint": "https://surveys.example.com/hook"}`, with: full,
		},
		{name: "other_method", admin: `{"http_method": "PUT"}`, attribute: "http_method", shows: `"PUT"`, repair: `"POST"`, sends: `{"http_method": "POST"}`, with: full},
		{name: "other_format", admin: `{"request_format": "xml"}`, attribute: "request_format", shows: `"xml"`, repair: `"json"`, sends: `{"request_format": "json"}`, with: full},
		{name: "switched_off", admin: `{"status": "inactive"}`, attribute: "active", shows: `false`, repair: `true`, sends: `{"status": "active"}`, with: full},
		{name: "header_added", admin: `{"custom_headers": {"More": "1"}}`, attribute: "custom_headers", shows: `{"X-Env": "prod", "More": "1"}`, repair: `{"X-Env": "prod"}`, sends: `{"custom_headers": {"More": null}}`, with: full},
		{name: "header_removed", admin: `{"custom_headers": {"X-Env": null}}`, attribute: "custom_headers", shows: `null`, repair: `{"X-Env": "prod"}`, sends: `{"custom_headers": {"X-Env": "prod"}}`, with: full},
		{name: "header_by_hand", admin: `{"custom_headers": {"More": "1"}}`, attribute: "custom_headers", shows: `{"More": "1"}`, repair: `null`, sends: `{"custom_headers": {"More": null}}`},
		{name: "unauthenticated", admin: `{"authentication": null}`, attribute: "authentication", shows: `null`, repair: shown, sends: `{"authentication": ` + sentBasic + `}`, with: full},
		{
			name: "other_user", admin: `{"authentication": {"type": "basic_auth", "data": {"username": "eve", "password": "x"}, "add_position": "header"}}`, attribute: "authentication",
			shows:  `{"basic": {"username": "eve", "password_wo": null, "password_wo_version": 1}, "bearer": null, "api_key": null}`,
			repair: shown, sends: `{"authentication": ` + sentBasic + `}`, with: full,
		},
		{
			name: "other_kind", admin: `{"authentication": {"type": "bearer_token", "data": {"token": "x"}, "add_position": "header"}}`, attribute: "authentication",
			shows:  `{"basic": null, "bearer": {"token_wo": null, "token_wo_version": null}, "api_key": null}`,
			repair: shown, sends: `{"authentication": ` + sentBasic + `}`, with: full,
		},
		{
			name: "authenticated_by_hand", admin: `{"authentication": {"type": "api_key", "data": {"name": "X", "value": "x"}, "add_position": "header"}}`, attribute: "authentication",
			shows: `{"basic": null, "bearer": null, "api_key": {"name": null, "value_wo": null, "value_wo_version": null}}`, repair: `null`, sends: `{"authentication": null}`,
		},
	})
}

// Null, left out and empty are three ways to say "nothing", and each stays what
// it is: the suite fails on any difference in the plan after each step.
func TestAWebhookKeepsTheWayInWhichNothingIsWritten(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := func(nothing string, headers string) string {
		return a.config("%s", webhooks.block("hook", attributes{
			"description": nothing, "custom_headers": headers, "authentication": "null", "http_method": "null", "request_format": "null", "active": "null",
		}))
	}
	at := func(attribute string, value knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(webhooks.address("hook"), tfjsonpath.New(attribute), value)
	}
	a.run(
		resource.TestStep{
			Config:            config(`""`, `{}`),
			ConfigStateChecks: []statecheck.StateCheck{at("description", knownvalue.StringExact("")), at("custom_headers", knownvalue.MapExact(nil))},
		},
		resource.TestStep{
			Config:            config(`null`, `null`),
			ConfigStateChecks: []statecheck.StateCheck{at("description", knownvalue.Null()), at("custom_headers", knownvalue.Null())},
		},
		resource.TestStep{
			Config:           a.config("%s", webhooks.block("hook")),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			Check: func(*terraform.State) error {
				if creates := a.writes(); len(creates) != 1 {
					t.Errorf("writing nothing in another way needs no request, got %s", describe(creates))
				}
				return nil
			},
		},
	)
}
