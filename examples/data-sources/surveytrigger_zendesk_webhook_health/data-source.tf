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

data "surveytrigger_zendesk_webhook_health" "stella_connect" {
  webhook_id = surveytrigger_zendesk_webhook.stella_connect.id
}

# Warns at every plan and apply while Stella Connect refuses the requests.
check "surveys_are_delivered" {
  assert {
    condition     = data.surveytrigger_zendesk_webhook_health.stella_connect.failed_in_a_row == 0
    error_message = "Stella Connect does not take survey requests: ${jsonencode(data.surveytrigger_zendesk_webhook_health.stella_connect.last_delivery)}."
  }
}
