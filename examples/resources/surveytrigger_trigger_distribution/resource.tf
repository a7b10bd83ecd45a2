terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

variable "connector_id" {
  type        = string
  description = "The id of the surveytrigger_connector whose help desk is polled."
}

resource "surveytrigger_survey" "effort" {
  name   = "Effort after a resolved conversation"
  metric = "CES"
}

# A conversation by e-mail that nobody has changed for 48 hours after it was resolved
# gets one survey. The score is written back as a note.
resource "surveytrigger_trigger_distribution" "effort" {
  survey_id    = surveytrigger_survey.effort.id
  connector_id = var.connector_id

  # The help desk closes resolved conversations after 5 days: late enough.
  help_desk_close_after_hours = 120
}
