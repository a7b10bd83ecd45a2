terraform {
  required_version = ">= 1.11"

  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

variable "zendesk_client_id" {
  description = "The unique identifier of the OAuth client, from Admin Center > Apps and integrations > APIs > OAuth clients."
  type        = string
}

variable "zendesk_client_secret" {
  description = "The secret of the OAuth client."
  type        = string
  sensitive   = true
  ephemeral   = true
}

# Every value may be left out and given as an environment variable instead:
# ZENDESK_SUBDOMAIN, ZENDESK_OAUTH_CLIENT_ID and ZENDESK_OAUTH_CLIENT_SECRET.
provider "surveytrigger" {
  zendesk = {
    subdomain = "acme" # of acme.zendesk.com

    oauth = {
      client_id     = var.zendesk_client_id
      client_secret = var.zendesk_client_secret
    }
  }
}
