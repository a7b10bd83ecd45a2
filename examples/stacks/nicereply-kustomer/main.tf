terraform {
  required_version = ">= 1.11"

  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# Accounts and credentials come from the environment: KUSTOMER_SUBDOMAIN and
# KUSTOMER_API_KEY, and NICEREPLY_EMAIL and NICEREPLY_API_TOKEN or
# SURVEY_BACKEND_ENDPOINT and SURVEY_BACKEND_TOKEN.
provider "surveytrigger" {}

# Kustomer's own e-mail surveys are disabled before the first survey of this
# stack is activated, and those that were enabled are restored on destroy.
resource "surveytrigger_kustomer_native_csat" "email" {
  count = var.native_csat_off ? 1 : 0

  channel = "email"
  enabled = false
}

# How the survey backend reads Kustomer. The key is tried against Kustomer at
# every plan, and is in neither state nor plan.
resource "surveytrigger_connector" "kustomer" {
  backend   = var.backend
  help_desk = "kustomer"
  url       = var.kustomer_url

  kustomer = {
    api_key_wo         = var.connector_api_key
    api_key_wo_version = var.connector_api_key_generation
  }

  # Conversations of other agents are not surveyed.
  agents = var.agents

  depends_on = [surveytrigger_kustomer_native_csat.email]
}

# Every step is the same for CSAT, CES and NPS.
module "survey" {
  source   = "./survey"
  for_each = var.surveys

  backend            = var.backend
  connector_id       = surveytrigger_connector.kustomer.id
  metric             = each.key
  name               = each.value.name
  question           = each.value.question
  quiet_period_hours = each.value.quiet_period_hours
  active             = each.value.active
}
