terraform {
  required_version = ">= 1.11"

  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# How the survey backend reads the help desk. The credential is tried there at
# every plan, and its secrets are in neither state nor plan.
resource "surveytrigger_connector" "help_desk" {
  backend   = var.backend
  help_desk = var.help_desk
  url       = var.urls[var.help_desk]

  desk = var.help_desk != "desk" ? null : {
    consumer_key           = var.desk_application.consumer_key
    consumer_secret_wo     = var.credentials.desk.consumer_secret
    access_token           = var.desk_application.access_token
    access_token_secret_wo = var.credentials.desk.access_token_secret
    secrets_wo_version     = var.credentials_generation
  }
  kustomer = var.help_desk != "kustomer" ? null : {
    api_key_wo         = var.credentials.kustomer.api_key
    api_key_wo_version = var.credentials_generation
  }
  zendesk = var.help_desk != "zendesk" ? null : {
    access_token_wo         = var.credentials.zendesk.access_token
    access_token_wo_version = var.credentials_generation
  }

  # Conversations of other agents are not surveyed.
  agents = var.agents

  # The help desk's own survey is deactivated first.
  depends_on = [surveytrigger_kustomer_native_csat.email, surveytrigger_zendesk_native_csat.this]

  # Another help desk is another connector: the surveys move to it before the old
  # one ends.
  lifecycle {
    create_before_destroy = true
  }
}

resource "surveytrigger_survey" "this" {
  for_each = var.surveys

  backend  = var.backend
  name     = coalesce(each.value.name, "${each.key} after support")
  metric   = each.key
  question = each.value.question
}

# E-mail conversations that are resolved and were not changed for the quiet period
# get the survey, once.
resource "surveytrigger_trigger_distribution" "this" {
  for_each = var.surveys

  backend            = var.backend
  survey_id          = surveytrigger_survey.this[each.key].id
  connector_id       = surveytrigger_connector.help_desk.id
  channel            = "email"
  status             = "resolved"
  quiet_period_hours = each.value.quiet_period_hours
  active             = each.value.active

  # A closed conversation cannot be updated: 48 hours more than the quiet period.
  help_desk_close_after_hours = var.close_after_hours

  write_back = {
    note         = true
    custom_field = local.score_fields[each.key]
  }
}
