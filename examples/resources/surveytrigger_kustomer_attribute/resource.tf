terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# The survey backend writes the rating to this attribute of the conversation. The
# suffix decides the type: a number.
resource "surveytrigger_kustomer_attribute" "ces_score" {
  name         = "cesScoreNum"
  display_name = "Customer effort score"
}

# A drop-down for agents.
resource "surveytrigger_kustomer_attribute" "no_survey_reason" {
  name         = "noSurveyReasonStr"
  display_name = "Why no survey"
  options      = ["legal", "complaint", "employee"]
}
