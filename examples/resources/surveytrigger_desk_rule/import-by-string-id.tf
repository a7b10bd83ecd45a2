import {
  to = surveytrigger_desk_rule.close
  id = "1789"
}
