terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

variable "stella_connect_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "surveytrigger_zendesk_webhook" "stella_connect" {
  name     = "Stella Connect"
  endpoint = "https://api.stellaconnect.net/v1/auth"

  authentication = {
    basic = {
      username            = "connect"
      password_wo         = var.stella_connect_key
      password_wo_version = 1
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "surveytrigger_zendesk_ticket_field" "do_not_send" {
  type  = "checkbox"
  title = "Do not send a survey"
}

resource "surveytrigger_zendesk_send_trigger" "email" {
  title      = "Survey by e-mail"
  channel    = "email"
  webhook_id = surveytrigger_zendesk_webhook.stella_connect.id
  payload    = provider::surveytrigger::stella_connect_payload("email", surveytrigger_zendesk_ticket_field.do_not_send.id, {})
}

# By the address, so that a webhook which somebody made besides ours is found, too.
data "surveytrigger_zendesk_survey_senders" "stella_connect" {
  endpoints  = ["api.stellaconnect.net"]
  depends_on = [surveytrigger_zendesk_send_trigger.email]
}

check "nobody_else_sends" {
  assert {
    condition = alltrue([
      for sender in data.surveytrigger_zendesk_survey_senders.stella_connect.senders :
      !sender.active || contains([surveytrigger_zendesk_send_trigger.email.id], sender.id)
    ])
    error_message = "Somebody else sends to Stella Connect: ${jsonencode([
      for sender in data.surveytrigger_zendesk_survey_senders.stella_connect.senders : "${sender.kind} ${sender.title} (${sender.id})"
      if sender.active && !contains([surveytrigger_zendesk_send_trigger.email.id], sender.id)
    ])}."
  }
}
