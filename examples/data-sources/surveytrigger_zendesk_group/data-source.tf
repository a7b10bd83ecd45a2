terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

data "surveytrigger_zendesk_group" "support" {
  name = "Support"
}

# Tickets of one group are not surveyed.
resource "surveytrigger_zendesk_exclusion_trigger" "support" {
  title = "Do not survey: Support"

  conditions = {
    all = [
      { field = "status", operator = "value", value = "solved" },
      { field = "group_id", operator = "is", value = data.surveytrigger_zendesk_group.support.id },
    ]
  }

  mark = {
    tag = "no_survey"
  }

  lifecycle {
    create_before_destroy = true
  }
}
