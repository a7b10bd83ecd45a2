import {
  to = surveytrigger_trigger_distribution.effort
  id = "trigger_distribution_1"
}
