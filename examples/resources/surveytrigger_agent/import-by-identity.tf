import {
  to = surveytrigger_agent.night_shift
  identity = {
    id      = "agent_7"
    account = "surveys.example.com" # optional: the only configured backend
  }
}
