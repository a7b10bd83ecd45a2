package acceptance

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// surveySecrets are the variables through which a test gives the secrets of Kustomer and
// of the survey backends, by the attribute that takes them, with the sandbox's own value
// of each.
var surveySecrets = map[string]struct{ variable, of string }{
	"provider.kustomer.api_key":                       {"kustomer_key", "KUSTOMER_API_KEY"},
	"provider.nicereply.api_token":                    {"nicereply_token", "NICEREPLY_API_TOKEN"},
	"provider.survey_backend.token":                   {"backend_token", "SURVEY_BACKEND_TOKEN"},
	"provider.stella_connect.api_key":                 {"stella_key", "STELLA_CONNECT_API_KEY"},
	"provider.stella_connect.api_secret":              {"stella_secret", "STELLA_CONNECT_API_SECRET"},
	"surveytrigger_connector.kustomer.api_key_wo":     {"connector_key", "KUSTOMER_CONNECTOR_API_KEY"},
	"surveytrigger_connector.zendesk.access_token_wo": {"connector_token", "ZENDESK_ACCESS_TOKEN"},

	"provider.desk.consumer_secret":                                  {"desk_secret", "DESK_CONSUMER_SECRET"},
	"provider.desk.access_token_secret":                              {"desk_token_secret", "DESK_ACCESS_TOKEN_SECRET"},
	"surveytrigger_connector.desk.consumer_secret_wo":                {"desk_connector_secret", "DESK_CONSUMER_SECRET"},
	"surveytrigger_connector.desk.access_token_secret_wo":            {"desk_connector_token_secret", "DESK_ACCESS_TOKEN_SECRET"},
	"surveytrigger_kustomer_send_workflow.request.secret_headers_wo": {"workflow_header", "STELLA_CONNECT_PRODUCTION_KEY"},
}

// everySurveyKind is one of each kind of Kustomer, of the survey side and of decisions,
// with every secret that it can take.
func everySurveyKind() string {
	config := ""
	for _, secret := range surveySecrets {
		config += "variable " + quoted(secret.variable) + " {\n  type      = string\n  ephemeral = true\n}\n"
	}
	return config + `
variable "kustomer_url" {}
variable "zendesk_url" {}
variable "desk_url" {}
variable "desk_key" {}
variable "desk_token" {}
variable "generation" {}
provider "surveytrigger" {
  kustomer       = { api_key = var.kustomer_key }
  desk           = { consumer_secret = var.desk_secret, access_token_secret = var.desk_token_secret, consumer_key = var.desk_key, access_token = var.desk_token }
  nicereply      = { email = "admin@example.com", api_token = var.nicereply_token }
  survey_backend = { token = var.backend_token }
  stella_connect = { api_key = var.stella_key, api_secret = var.stella_secret }
}
data "surveytrigger_kustomer_api_key" "x" {}
data "surveytrigger_zendesk_survey_senders" "x" {}
data "surveytrigger_zendesk_survey_decision" "x" {
  ticket = { channel = "email" }
}
resource "surveytrigger_kustomer_attribute" "x" {
  name = "scoreNum"
}
resource "surveytrigger_kustomer_native_csat" "x" {
  channel = "email"
  enabled = false
}
resource "surveytrigger_kustomer_send_workflow" "x" {
  name           = "Survey by e-mail"
  channels       = ["email"]
  sent_attribute = "surveySentBool"
  delay_minutes  = 10
  request = {
    url                       = "https://surveys.example.com/requests"
    secret_headers_wo         = { x-api-key = var.workflow_header }
    secret_headers_wo_version = var.generation
    body                      = jsonencode({ email = "/#steps.customer.emails.0.email" })
  }
}
resource "surveytrigger_connector" "kustomer" {
  backend   = "survey_backend"
  help_desk = "kustomer"
  url       = var.kustomer_url
  kustomer  = { api_key_wo = var.connector_key, api_key_wo_version = var.generation }
}
resource "surveytrigger_connector" "zendesk" {
  backend   = "survey_backend"
  help_desk = "zendesk"
  url       = var.zendesk_url
  zendesk   = { access_token_wo = var.connector_token, access_token_wo_version = var.generation }
}
resource "surveytrigger_connector" "desk" {
  backend   = "survey_backend"
  help_desk = "desk"
  url       = var.desk_url
  desk = {
    consumer_key           = var.desk_key
    consumer_secret_wo     = var.desk_connector_secret
    access_token           = var.desk_token
    access_token_secret_wo = var.desk_connector_token_secret
    secrets_wo_version     = var.generation
  }
}
resource "surveytrigger_desk_custom_field" "x" {
  label = "CES score"
  type  = "list"
}
resource "surveytrigger_desk_rule" "x" {
  name = "Close resolved cases"
}
resource "surveytrigger_desk_label" "x" {
  name = "survey_sent"
}
resource "surveytrigger_survey" "x" {
  backend = "survey_backend"
  name    = "Effort"
  metric  = "CES"
}
resource "surveytrigger_trigger_distribution" "x" {
  backend      = "survey_backend"
  survey_id    = surveytrigger_survey.x.id
  connector_id = surveytrigger_connector.kustomer.id
}
resource "surveytrigger_agent" "x" {
  backend   = "nicereply"
  email     = "new.agent@example.com"
  full_name = "New Agent"
}
resource "surveytrigger_agent" "employee" {
  backend   = "stella_connect"
  email     = "new.agent@example.com"
  full_name = "New Agent"
}
`
}

// The life of Kustomer's objects and of the survey side, with real keys. All that the
// command line, the log and the sandbox wrote is searched.
func TestSecretsOfTheSurveySideAreKeptNowhere(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.theArticleIsInAdmin()
	w := a.process(everySurveyKind())
	w.setenv("TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(w.dir, "trace.log"),
		"TF_VAR_kustomer_url="+a.env["KUSTOMER_ENDPOINT"], "TF_VAR_zendesk_url="+a.env["ZENDESK_ENDPOINT"],
		"TF_VAR_desk_url="+a.env["DESK_ENDPOINT"], "TF_VAR_desk_key="+a.env["DESK_CONSUMER_KEY"], "TF_VAR_desk_token="+a.env["DESK_ACCESS_TOKEN"])
	var secrets []string
	for _, secret := range surveySecrets {
		w.setenv("TF_VAR_" + secret.variable + "=" + a.env[secret.of])
		secrets = append(secrets, forms(a.env[secret.of])...)
	}
	for _, name := range []string{"KUSTOMER_API_KEY", "NICEREPLY_EMAIL", "NICEREPLY_API_TOKEN", "SURVEY_BACKEND_TOKEN", "STELLA_CONNECT_API_KEY", "STELLA_CONNECT_API_SECRET", "DESK_CONSUMER_KEY", "DESK_CONSUMER_SECRET", "DESK_ACCESS_TOKEN", "DESK_ACCESS_TOKEN_SECRET"} {
		w.setenv(name + "=")
	}
	keeps := func(file string, args ...string) {
		printed, ok := w.try(args...)
		if w.write(file, printed); !ok {
			t.Fatalf("%s: %s", args, printed)
		}
	}
	for _, part := range []struct{ name, generation, option string }{{"create", "1", ""}, {"rotate", "2", ""}, {"destroy", "2", "-destroy"}} {
		w.setenv("TF_VAR_generation=" + part.generation)
		plan := []string{"plan", "-out=" + part.name + ".plan"}
		if part.option != "" {
			plan = append(plan, part.option)
		}
		keeps(part.name+"-plan.txt", plan...)
		keeps(part.name+"-plan.json", "show", "-json", part.name+".plan")
		keeps(part.name+"-apply.txt", "apply", part.name+".plan")
		keeps(part.name+"-state.json", "show", "-json")
	}
	var requests json.RawMessage
	a.send(http.MethodGet, "/_sandbox/requests", nil, &requests)
	w.write("requests.json", string(requests))
	for _, line := range []string{"/backend/v1/connectors", "/kustomer/v1/auth/tokens/current", "/kustomer/v1/workflow-variables/", "/nicereply/feedback-objects", "/stellaconnect/v2/employees", "/desk/api/v2/labels", "HTTP bodies"} {
		if !strings.Contains(w.read("trace.log"), line) {
			t.Errorf("the log holds no %s, so finding no secret in it proves nothing", line)
		}
	}
	if !strings.Contains(w.read("terraform.tfstate.backup"), "api_key_wo_version") {
		t.Error("the backup of the state holds no connector, so finding no secret in it proves nothing")
	}
	w.holdsNone(secrets...)
}
