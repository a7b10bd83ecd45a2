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

resource "surveytrigger_zendesk_exclusion_trigger" "vip" {
  title = "No survey for VIPs"
  conditions = {
    all = [
      { field = "status", operator = "value", value = "solved" },
      { field = "current_tags", operator = "includes", value = "vip" },
    ]
  }
  mark = { checkbox_field_id = surveytrigger_zendesk_ticket_field.do_not_send.id }

  lifecycle {
    create_before_destroy = true
  }
}

resource "surveytrigger_zendesk_send_trigger" "channel" {
  for_each = toset(["chat", "email", "phone"])

  title          = "Survey by ${each.key}"
  channel        = each.key
  webhook_id     = surveytrigger_zendesk_webhook.stella_connect.id
  payload        = provider::surveytrigger::stella_connect_payload(each.key, surveytrigger_zendesk_ticket_field.do_not_send.id, {})
  evaluate_after = [surveytrigger_zendesk_exclusion_trigger.vip.id]
}

# What the account does with an ordinary ticket and with one of a VIP, on every
# channel: triggers that nobody declared here are evaluated, too.
data "surveytrigger_zendesk_survey_decision" "ticket" {
  for_each = merge([
    for channel in ["chat", "web_form", "email", "web_widget", "phone_call_inbound", "phone_call_outbound", "voicemail"] : {
      "${channel}, ordinary" = { channel = channel, tags = [] }
      "${channel}, VIP"      = { channel = channel, tags = ["vip"] }
    }
  ]...)

  ticket     = each.value
  depends_on = [surveytrigger_zendesk_send_trigger.channel]
}

check "no_vip_is_surveyed" {
  assert {
    condition = alltrue([
      for decision in data.surveytrigger_zendesk_survey_decision.ticket : decision.surveyed == false
      if contains(decision.ticket.tags, "vip")
    ])
    error_message = "A VIP may be surveyed: ${jsonencode({
      for name, decision in data.surveytrigger_zendesk_survey_decision.ticket : name => {
        surveys   = [for survey in decision.surveys : survey.title if survey.do_not_send != true]
        undecided = decision.undecided
      } if contains(decision.ticket.tags, "vip") && decision.surveyed != false
    })}."
  }
}

check "every_channel_has_exactly_one_send" {
  assert {
    condition = alltrue([
      for decision in data.surveytrigger_zendesk_survey_decision.ticket : decision.surveyed == true && length(decision.surveys) == 1
      if !contains(decision.ticket.tags, "vip")
    ])
    error_message = "A channel has no send or several: ${jsonencode({
      for name, decision in data.surveytrigger_zendesk_survey_decision.ticket : name => decision.surveys[*].title
      if !contains(decision.ticket.tags, "vip")
    })}."
  }
}
