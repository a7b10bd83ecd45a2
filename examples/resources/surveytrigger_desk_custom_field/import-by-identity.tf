import {
  to = surveytrigger_desk_custom_field.ces_score
  identity = {
    id      = "4711"
    account = "acme.desk.com" # optional: the configured account
  }
}
