terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

variable "two_listen_url" {
  description = "The address of the survey, from \"Endpoint API\" in 2listen."
  type        = string
}

variable "two_listen_token" {
  description = "An API token of 2listen."
  type        = string
  sensitive   = true
  ephemeral   = true
}

# Zendesk's own survey is deactivated first, so that customers get one survey.
resource "surveytrigger_zendesk_native_csat" "off" {
  enabled = false
}

resource "surveytrigger_zendesk_webhook" "two_listen" {
  name     = "2listen"
  endpoint = var.two_listen_url

  authentication = {
    basic = {
      username            = "admin@example.com/token"
      password_wo         = var.two_listen_token
      password_wo_version = 1
    }
  }

  # Sends need a receiver at every moment.
  lifecycle {
    create_before_destroy = true
  }

  depends_on = [surveytrigger_zendesk_native_csat.off]
}

# Two hours after a ticket was solved. A customer who answers within that time
# reopens it, and is surveyed after it is solved again.
resource "surveytrigger_zendesk_send_automation" "two_listen" {
  title              = "2listen: survey two hours after solving"
  hours_since_solved = 2

  # Each ticket is surveyed at most once.
  sent_tag     = "pesquisa2listen_disparada"
  exclude_tags = ["legal_case", "vip"]

  webhook_id = surveytrigger_zendesk_webhook.two_listen.id
  payload = provider::surveytrigger::survey_payload({
    nome  = "{{ticket.requester.name}}"
    email = "{{ticket.requester.email}}"
  })
}
