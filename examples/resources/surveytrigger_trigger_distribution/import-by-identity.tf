import {
  to = surveytrigger_trigger_distribution.effort
  identity = {
    id      = "trigger_distribution_1"
    account = "surveys.example.com" # optional: the only configured backend
  }
}
