terraform {
  required_version = ">= 1.11"

  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# Accounts and credentials come from the environment: DESK_SUBDOMAIN and the four
# parts of DESK_CONSUMER_KEY and so on, and NICEREPLY_EMAIL and NICEREPLY_API_TOKEN
# or SURVEY_BACKEND_ENDPOINT and SURVEY_BACKEND_TOKEN. After the move, those of
# Kustomer or Zendesk too.
provider "surveytrigger" {}

# The same declaration for each help desk: "desk", "kustomer" or "zendesk".
module "surveys" {
  source    = "./surveys"
  help_desk = var.help_desk

  backend                = var.backend
  urls                   = var.urls
  desk_application       = var.desk_application
  credentials            = var.credentials
  credentials_generation = var.credentials_generation
  agents                 = var.agents
  surveys                = var.surveys
  close_after_hours      = var.close_after_hours
  desk_close_rule        = var.desk_close_rule
}
