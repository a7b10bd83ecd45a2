terraform {
  required_version = ">= 1.11"

  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# There is no provider block, so that other configurations can use this folder
# as a module. The account and its credential come from the environment:
# ZENDESK_SUBDOMAIN, ZENDESK_OAUTH_CLIENT_ID and ZENDESK_OAUTH_CLIENT_SECRET.

locals {
  # Written by the send, required to be absent by the send: declared once.
  sent_tag = "pesquisa2listen_disparada"

  # Left by the exclusion below.
  excluded_tag = "sem_pesquisa2listen"
  excluded     = setunion(var.excluded_tags, [local.excluded_tag])

  title = "Pesquisa 2listen"
  body  = provider::surveytrigger::survey_payload(var.body)
}

# The target: where every survey request goes.
resource "surveytrigger_zendesk_webhook" "two_listen" {
  name        = local.title
  description = "Managed by Terraform."
  endpoint    = var.two_listen_url

  authentication = {
    basic = {
      # 2listen takes the e-mail of one of its administrators in this form.
      username            = "${var.two_listen_admin_email}/token"
      password_wo         = var.two_listen_token
      password_wo_version = var.two_listen_token_generation
    }
  }

  # Zendesk's own survey is deactivated before the send is created, and restored
  # after it is deleted.
  depends_on = [surveytrigger_zendesk_native_csat.off]

  # Sends need a receiver at every moment.
  lifecycle {
    create_before_destroy = true
  }
}

# Nobody gets two surveys: destroying this restores what was there, unless sends
# are still active.
resource "surveytrigger_zendesk_native_csat" "off" {
  count   = var.native_csat_off ? 1 : 0
  enabled = false
}

# Groups are written by name: their ids differ from account to account.
data "surveytrigger_zendesk_group" "excluded" {
  for_each = var.excluded_groups
  name     = each.value
}

# Tickets that one of these groups solves are marked in the very update that
# solves them.
resource "surveytrigger_zendesk_exclusion_trigger" "groups" {
  count = length(var.excluded_groups) > 0 ? 1 : 0

  title       = "${local.title}: grupos sem pesquisa"
  description = "Managed by Terraform."

  conditions = {
    all = [{ field = "status", operator = "value", value = "solved" }] # changed to
    any = [
      for group in data.surveytrigger_zendesk_group.excluded :
      { field = "group_id", operator = "is", value = group.id }
    ]
  }

  mark = {
    tag = local.excluded_tag
  }

  # A new exclusion is in force before the old one is deleted.
  lifecycle {
    create_before_destroy = true
  }
}

# The recommended way: some hours after the ticket was solved, unless it was
# reopened.
resource "surveytrigger_zendesk_send_automation" "survey" {
  count = var.mode == "automation" ? 1 : 0

  title              = local.title
  hours_since_solved = var.hours_since_solved
  # Tickets that were solved earlier are left alone, also by the first run.
  until_hours = var.hours_since_solved + var.catch_up_hours
  # require_public_comment = true is the default: somebody has talked with the
  # customer.

  sent_tag     = local.sent_tag
  exclude_tags = local.excluded

  webhook_id = surveytrigger_zendesk_webhook.two_listen.id
  payload    = local.body
}

# The other way: when the ticket is solved.
resource "surveytrigger_zendesk_send_trigger" "survey" {
  count = var.mode == "trigger" ? 1 : 0

  title       = local.title
  description = "Managed by Terraform."
  channels    = var.channels

  conditions = {
    all = [{ field = "ticket_is_public", value = "public" }]
  }

  sent_tag     = local.sent_tag
  exclude_tags = local.excluded

  webhook_id = surveytrigger_zendesk_webhook.two_listen.id
  payload    = local.body

  # Exclusion and send match in the same update, so the order decides.
  evaluate_after = surveytrigger_zendesk_exclusion_trigger.groups[*].id
}
