terraform {
  required_version = ">= 1.11"

  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# The account and a credential that may only read come from the environment:
# ZENDESK_SUBDOMAIN, ZENDESK_OAUTH_CLIENT_ID and ZENDESK_OAUTH_CLIENT_SECRET.
provider "surveytrigger" {}

locals {
  # On every channel an ordinary ticket, and one with each tag that excludes.
  tickets = merge([
    for channel in var.channels : merge(
      { (channel) = { channel = channel, tags = [] } },
      { for tag in var.excluded_tags : "${channel}, tagged ${tag}" => { channel = channel, tags = [tag] } },
    )
  ]...)

  decisions = data.surveytrigger_zendesk_survey_decision.ticket
  ordinary  = { for name, decision in local.decisions : name => decision if length(decision.ticket.tags) == 0 }
  excluded  = { for name, decision in local.decisions : name => decision if length(decision.ticket.tags) > 0 }
  senders   = [for sender in data.surveytrigger_zendesk_survey_senders.backend.senders : sender if sender.active]
}

# What all triggers of the account do with each ticket, whoever made them.
data "surveytrigger_zendesk_survey_decision" "ticket" {
  for_each = local.tickets
  ticket   = each.value
}

# Every trigger and automation that notifies the survey backend.
data "surveytrigger_zendesk_survey_senders" "backend" {
  endpoints = var.survey_backends
}

# How the last requests of each of their webhooks ended.
data "surveytrigger_zendesk_webhook_health" "receiver" {
  for_each   = toset([for sender in local.senders : sender.webhook_id if sender.webhook_id != null])
  webhook_id = each.value
}

check "no_excluded_ticket_is_surveyed" {
  assert {
    condition = alltrue([for decision in local.excluded : decision.surveyed == false])
    error_message = "Excluded customers may be surveyed: ${jsonencode({
      for name, decision in local.excluded : name => {
        surveys   = [for survey in decision.surveys : survey.title if survey.do_not_send != true]
        undecided = [for each in decision.undecided : "${each.title}: ${each.condition}" if decision.surveyed == null]
      } if decision.surveyed != false
    })}."
  }
}

check "every_channel_has_exactly_one_send" {
  assert {
    condition = alltrue([for decision in local.ordinary : decision.surveyed == true && length(decision.surveys) == 1])
    error_message = "Channels without exactly one send: ${jsonencode({
      for name, decision in local.ordinary : name => decision.surveys[*].title
      if decision.surveyed != true || length(decision.surveys) != 1
    })}."
  }
}

check "nobody_else_sends" {
  assert {
    condition = alltrue([for sender in local.senders : contains(var.managed_ids, sender.id)])
    error_message = "Not managed, and sends to the survey backend: ${jsonencode([
      for sender in local.senders : "${sender.kind} ${sender.title} (${sender.id})" if !contains(var.managed_ids, sender.id)
    ])}."
  }
}

check "surveys_are_delivered" {
  assert {
    condition = alltrue([for health in data.surveytrigger_zendesk_webhook_health.receiver : health.failed_in_a_row < var.failures])
    error_message = "The last requests to the survey backend failed: ${jsonencode({
      for id, health in data.surveytrigger_zendesk_webhook_health.receiver :
      id => "${health.failed_in_a_row} in a row, the last with status ${coalesce(health.last_delivery.code, "none")}"
      if health.failed_in_a_row >= var.failures
    })}."
  }
}
