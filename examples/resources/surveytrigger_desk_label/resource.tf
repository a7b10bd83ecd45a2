terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# Marks the cases of which a survey was requested.
resource "surveytrigger_desk_label" "survey_sent" {
  name        = "survey_sent"
  description = "A survey was requested"
  types       = ["case"]
  color       = "green"
}
