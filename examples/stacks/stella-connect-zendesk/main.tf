terraform {
  required_version = ">= 1.11"

  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# The account and its credential come from the environment: ZENDESK_SUBDOMAIN,
# ZENDESK_OAUTH_CLIENT_ID and ZENDESK_OAUTH_CLIENT_SECRET.
provider "surveytrigger" {}

locals {
  # Test and production differ in the key, and in Zendesk's own survey.
  api_key = {
    test       = var.stella_connect_test_key
    production = var.stella_connect_production_key
  }
  key_version = {
    test       = 2 * var.stella_connect_key_generation
    production = 2 * var.stella_connect_key_generation + 1
  }
}

# The target: where every survey request goes.
resource "surveytrigger_zendesk_webhook" "stella_connect" {
  name     = "Stella Connect"
  endpoint = "${var.stella_connect_url}/v1/auth"

  authentication = {
    basic = {
      username            = "connect"
      password_wo         = local.api_key[var.stage]
      password_wo_version = local.key_version[var.stage]
    }
  }

  # Zendesk's own survey is deactivated before the first send is created, and
  # restored after the last one is deleted.
  depends_on = [surveytrigger_zendesk_native_csat.off]

  # Sends need a receiver at every moment.
  lifecycle {
    create_before_destroy = true
  }
}

# In production nobody gets two surveys. Going back to the test key, or
# destroying the stack, restores what was there.
resource "surveytrigger_zendesk_native_csat" "off" {
  count   = var.stage == "production" && var.native_csat_off ? 1 : 0
  enabled = false

  # With the test key our surveys go to a test address, so the customers need
  # Zendesk's own, although the sends stay active.
  restore = "always"
}

# The checkbox: an agent may tick it by hand, the exclusion ticks it by rule.
resource "surveytrigger_zendesk_ticket_field" "do_not_send" {
  type  = "checkbox"
  title = "Do not Send Stella Connect Survey"
}

# The exclusion: it marks tickets before any send is evaluated.
resource "surveytrigger_zendesk_exclusion_trigger" "do_not_send" {
  title       = "Do not send Stella Connect request"
  description = "Managed by Terraform."

  conditions = {
    all = [
      # "includes" means: any of these tags.
      { field = "current_tags", operator = "includes", value = join(" ", var.excluded_customer_tags) },
    ]
    any = [
      # "value" means: changed to. Every status that starts a send is here.
      for status in toset(values(var.channels)[*].on_status) :
      { field = "status", operator = "value", value = status }
    ]
  }

  mark = {
    checkbox_field_id = surveytrigger_zendesk_ticket_field.do_not_send.id
  }

  # A new exclusion is in force before the old one is deleted.
  lifecycle {
    create_before_destroy = true
  }
}

# One send a channel. The payload reports the checkbox to Stella Connect, so
# that an excluded interaction is counted but not surveyed.
resource "surveytrigger_zendesk_send_trigger" "channel" {
  for_each = var.channels

  title       = "Send Stella Connect request on ticket ${each.value.on_status} for ${each.key} channel"
  description = "Managed by Terraform."

  channel   = each.value.channel
  channels  = each.value.channels
  on_status = each.value.on_status

  webhook_id = surveytrigger_zendesk_webhook.stella_connect.id
  payload = provider::surveytrigger::stella_connect_payload(
    each.key,
    surveytrigger_zendesk_ticket_field.do_not_send.id,
    var.payload_options,
  )

  evaluate_after = [surveytrigger_zendesk_exclusion_trigger.do_not_send.id]
}

# Whose work is rated. Removing an agent here deactivates them in Stella Connect.
resource "surveytrigger_agent" "agent" {
  for_each = var.agents

  backend   = "stella_connect"
  email     = each.key
  full_name = each.value
}
