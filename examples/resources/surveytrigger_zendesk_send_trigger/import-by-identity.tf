import {
  to = surveytrigger_zendesk_send_trigger.email
  identity = {
    id      = "360099871133"
    account = "acme.zendesk.com" # optional: the configured account
  }
}
