import {
  to = surveytrigger_survey.effort
  identity = {
    id      = "survey_1"
    account = "surveys.example.com" # optional: the only configured backend
  }
}
