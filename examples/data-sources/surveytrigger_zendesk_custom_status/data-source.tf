terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

data "surveytrigger_zendesk_custom_status" "solved" {
  name = "Solved"
}

# Where an account has several statuses for solved tickets, only those with this one are surveyed.
resource "surveytrigger_zendesk_exclusion_trigger" "other_status" {
  title = "Do not survey: solved with another status"

  conditions = {
    all = [
      { field = "status", operator = "value", value = "solved" },
      { field = "custom_status_id", operator = "not_includes", values = [data.surveytrigger_zendesk_custom_status.solved.id] },
    ]
  }

  mark = {
    tag = "no_survey"
  }

  lifecycle {
    create_before_destroy = true
  }
}
