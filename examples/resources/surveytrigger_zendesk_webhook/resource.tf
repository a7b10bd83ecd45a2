terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# Ephemeral: the key is in neither state nor plan.
variable "stella_connect_key" {
  description = "The API key, from Settings > Integrations in Stella Connect."
  type        = string
  sensitive   = true
  ephemeral   = true
}

resource "surveytrigger_zendesk_webhook" "stella_connect" {
  name        = "Stella Connect"
  description = "Survey requests. Managed by Terraform."
  endpoint    = "https://api.stellaconnect.net/v1/auth"

  authentication = {
    basic = {
      username    = "connect"
      password_wo = var.stella_connect_key
      # Add one to send a new key.
      password_wo_version = 1
    }
  }

  # Sends need a receiver at every moment.
  lifecycle {
    create_before_destroy = true
  }
}
