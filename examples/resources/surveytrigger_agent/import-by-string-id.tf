import {
  to = surveytrigger_agent.night_shift
  id = "agent_7"
}
