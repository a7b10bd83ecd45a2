terraform {
  required_version = ">= 1.11"

  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

locals {
  name = coalesce(var.name, "Kustomer ${var.metric}")
}

# Where the backend writes the rating: csatScoreNum, cesScoreNum or npsScoreNum.
resource "surveytrigger_kustomer_attribute" "score" {
  name         = "${lower(var.metric)}ScoreNum"
  display_name = "${var.metric} score"
}

resource "surveytrigger_survey" "this" {
  backend  = var.backend
  name     = local.name
  metric   = var.metric
  question = var.question
}

# E-mail conversations that are resolved ("done") and were not changed for the
# quiet period get the survey, once.
resource "surveytrigger_trigger_distribution" "this" {
  backend            = var.backend
  survey_id          = surveytrigger_survey.this.id
  connector_id       = var.connector_id
  channel            = "email"
  status             = "resolved"
  quiet_period_hours = var.quiet_period_hours
  active             = var.active

  write_back = {
    note         = true
    custom_field = surveytrigger_kustomer_attribute.score.name
  }
}
