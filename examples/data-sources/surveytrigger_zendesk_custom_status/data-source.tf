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

# Where an account has several solved statuses, this names one of them.
resource "surveytrigger_zendesk_exclusion_trigger" "solved" {
  title = "Do not survey: solved without contact"

  conditions = {
    all = [
      { field = "custom_status_id", operator = "includes", values = [data.surveytrigger_zendesk_custom_status.solved.id] },
    ]
  }

  mark = {
    tag = "no_survey"
  }

  lifecycle {
    create_before_destroy = true
  }
}
