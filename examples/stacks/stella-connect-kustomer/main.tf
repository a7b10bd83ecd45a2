terraform {
  required_version = ">= 1.11"

  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# The account and its credential come from the environment: KUSTOMER_SUBDOMAIN
# and KUSTOMER_API_KEY.
provider "surveytrigger" {}

locals {
  # Test and production differ in the key, and in Kustomer's own surveys.
  api_key = {
    test       = var.stella_connect_test_key
    production = var.stella_connect_production_key
  }
  key_version = {
    test       = 2 * var.stella_connect_key_generation
    production = 2 * var.stella_connect_key_generation + 1
  }

  # Kustomer's channels that are surveyed.
  surveyed = toset(flatten(values(var.channels)[*].channels))
}

# In production nobody gets two surveys. Going back to the test key, or
# destroying the stack, restores what was there: with the test key our surveys
# go to a test address, so the customers need Kustomer's own.
resource "surveytrigger_kustomer_native_csat" "off" {
  for_each = var.stage == "production" && var.native_csat_off ? local.surveyed : []

  channel = each.key
  enabled = false
  # With the test key nobody is surveyed by Stella Connect, although the workflows go on.
  restore = "always"
}

# The opt-out: an agent or one of Kustomer's own workflows sets it.
resource "surveytrigger_kustomer_attribute" "do_not_send" {
  name         = "doNotSendAgentConnectRequestBool"
  display_name = "Do not send Agent Connect Request"
}

# Set before the survey is requested, so that no conversation gets two.
resource "surveytrigger_kustomer_attribute" "sent" {
  name         = "agentConnectRequestSentBool"
  display_name = "Agent Connect Request sent"
}

# One send a channel. Kustomer's workflows have no order, so the exclusion is a
# part of each send.
resource "surveytrigger_kustomer_send_workflow" "channel" {
  for_each = var.channels

  name        = "Send Stella Connect request on conversation ${each.value.on_status} for ${each.key} channel"
  description = "Survey requests to Stella Connect."

  channels      = each.value.channels
  on_status     = each.value.on_status
  delay_minutes = var.delay_minutes > 0 ? var.delay_minutes : null

  # No request is made for a conversation that opted out or is excluded. Kustomer
  # marks a conversation done when somebody marks it as spam.
  opt_out_attribute = surveytrigger_kustomer_attribute.do_not_send.name
  exclude_when = concat(
    [{ field = "spam", operator = "true", value = null }],
    # A customer's tags are a list of their own: Kustomer does not copy them to conversations.
    [for each in setproduct(["tags", "customer.tags"], var.excluded_customer_tags) : { field = each[0], operator = "contains", value = each[1] }],
    var.exclude_when,
  )

  # All channels share the mark: one survey a conversation.
  sent_attribute = surveytrigger_kustomer_attribute.sent.name

  request = {
    url                       = "${var.stella_connect_url}/v1/requests"
    secret_headers_wo         = { x-api-key = local.api_key[var.stage] }
    secret_headers_wo_version = local.key_version[var.stage]
    body = provider::surveytrigger::stella_connect_payload(
      each.key,
      surveytrigger_kustomer_attribute.do_not_send.name,
      merge(var.payload_options, { help_desk = "kustomer" }),
    )
  }

  # Kustomer's own surveys are disabled before the first send has the production
  # key, and restored after the last one has lost it.
  depends_on = [surveytrigger_kustomer_native_csat.off]
}
