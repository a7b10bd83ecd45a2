import {
  to = surveytrigger_desk_rule.close
  identity = {
    id      = "1789"
    account = "acme.desk.com" # optional: the configured account
  }
}
