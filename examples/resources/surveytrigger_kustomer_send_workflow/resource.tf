terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

variable "stella_connect_key" {
  type      = string
  ephemeral = true
}

# Agents tick this on conversations of customers who want no survey.
resource "surveytrigger_kustomer_attribute" "no_survey" {
  name         = "doNotSendSurveyBool"
  display_name = "Do not send a survey"
}

# Set before the survey is requested, so that no conversation gets two.
resource "surveytrigger_kustomer_attribute" "survey_sent" {
  name         = "surveySentBool"
  display_name = "Survey sent"
}

# Ten minutes after an e-mail conversation was marked done, unless it was reopened.
resource "surveytrigger_kustomer_send_workflow" "email" {
  name              = "Survey by e-mail"
  channels          = ["email"]
  delay_minutes     = 10
  opt_out_attribute = surveytrigger_kustomer_attribute.no_survey.name
  sent_attribute    = surveytrigger_kustomer_attribute.survey_sent.name

  exclude_when = [
    { field = "spam", operator = "true" },
    { field = "priority", operator = "gte", value = "5" },
    { field = "customer.custom.legalHoldBool", operator = "true" },
  ]

  request = {
    url                       = "https://api.stellaconnect.net/v1/requests"
    secret_headers_wo         = { x-api-key = var.stella_connect_key }
    secret_headers_wo_version = 1
    body = provider::surveytrigger::stella_connect_payload("email", "doNotSendSurveyBool", {
      help_desk = "kustomer"
      language  = true
    })
  }
}
