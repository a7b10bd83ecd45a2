import {
  to = surveytrigger_zendesk_send_trigger.email
  id = "360099871133"
}
