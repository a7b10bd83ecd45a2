terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

resource "surveytrigger_survey" "effort" {
  name     = "Effort after a resolved conversation"
  metric   = "CES"
  question = "How easy was it to get the help that you needed?"
}
