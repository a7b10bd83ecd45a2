import {
  to = surveytrigger_zendesk_send_automation.two_listen
  id = "360074103528"
}
