terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

data "surveytrigger_zendesk_ticket_form" "default" {
  name = "Default Ticket Form"
}

# Tickets of one form are not surveyed.
resource "surveytrigger_zendesk_exclusion_trigger" "default" {
  title = "Do not survey: Default Ticket Form"

  conditions = {
    all = [
      { field = "status", operator = "value", value = "solved" },
      { field = "ticket_form_id", operator = "is", value = data.surveytrigger_zendesk_ticket_form.default.id },
    ]
  }

  mark = {
    tag = "no_survey"
  }

  lifecycle {
    create_before_destroy = true
  }
}
