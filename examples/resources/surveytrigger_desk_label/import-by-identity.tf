import {
  to = surveytrigger_desk_label.survey_sent
  identity = {
    id      = "1789189"
    account = "acme.desk.com" # optional: the configured account
  }
}
