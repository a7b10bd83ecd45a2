import {
  to = surveytrigger_survey.effort
  id = "survey_1"
}
