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

# Only for accounts that still have HTTP targets: elsewhere use a webhook.
resource "surveytrigger_zendesk_http_target" "stella_connect" {
  title    = "Stella Connect"
  url      = "https://api.stellaconnect.net/v1/auth"
  username = "connect"

  password_wo         = var.stella_connect_key
  password_wo_version = 1

  # Sends need a receiver at every moment.
  lifecycle {
    create_before_destroy = true
  }
}
