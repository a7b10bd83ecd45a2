terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

variable "stella_connect_key" {
  description = "The API key, from Settings > Integrations in Stella Connect."
  type        = string
  sensitive   = true
  ephemeral   = true
}

# Zendesk's own survey is deactivated first, so that customers get one survey.
resource "surveytrigger_zendesk_native_csat" "off" {
  enabled = false
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

  # Sends need a receiver at every moment.
  lifecycle {
    create_before_destroy = true
  }

  depends_on = [surveytrigger_zendesk_native_csat.off]
}

resource "surveytrigger_zendesk_ticket_field" "do_not_send" {
  type  = "checkbox"
  title = "Do not Send Stella Connect Survey"
}

resource "surveytrigger_zendesk_exclusion_trigger" "vip" {
  title = "Do not send Stella Connect request"

  conditions = {
    all = [
      { field = "status", operator = "value", value = "solved" },
      { field = "current_tags", operator = "includes", value = "vip" },
    ]
  }

  mark = {
    checkbox_field_id = surveytrigger_zendesk_ticket_field.do_not_send.id
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "surveytrigger_zendesk_send_trigger" "email" {
  title   = "Send Stella Connect request on ticket solved for email channel"
  channel = "email"

  webhook_id = surveytrigger_zendesk_webhook.stella_connect.id
  payload = provider::surveytrigger::stella_connect_payload(
    "email", surveytrigger_zendesk_ticket_field.do_not_send.id, {}
  )

  # The exclusion runs first: Terraform checks it in every plan.
  evaluate_after = [surveytrigger_zendesk_exclusion_trigger.vip.id]

  # A marked ticket causes no request at all. Without this line Stella Connect
  # learns of it from the payload, and sends no survey.
  exclude_checkbox_field_ids = [surveytrigger_zendesk_ticket_field.do_not_send.id]

  # One survey for the ticket, also when it is solved a second time.
  sent_tag = "stella_connect_sent"
}
