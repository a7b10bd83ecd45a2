import {
  to = surveytrigger_zendesk_trigger_category.sends
  identity = {
    id      = "10026"
    account = "acme.zendesk.com" # optional: the configured account
  }
}
