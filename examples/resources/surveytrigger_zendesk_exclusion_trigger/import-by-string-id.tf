import {
  to = surveytrigger_zendesk_exclusion_trigger.sensitive
  id = "360099871122"
}
