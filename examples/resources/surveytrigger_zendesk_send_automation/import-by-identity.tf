import {
  to = surveytrigger_zendesk_send_automation.two_listen
  identity = {
    id      = "360074103528"
    account = "acme.zendesk.com" # optional: the configured account
  }
}
