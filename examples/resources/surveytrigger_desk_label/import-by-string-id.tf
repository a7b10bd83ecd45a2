import {
  to = surveytrigger_desk_label.survey_sent
  id = "1789189"
}
