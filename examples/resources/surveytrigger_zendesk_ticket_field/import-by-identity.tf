import {
  to = surveytrigger_zendesk_ticket_field.do_not_send
  identity = {
    id      = "360047521234"
    account = "acme.zendesk.com" # optional: the configured account
  }
}
