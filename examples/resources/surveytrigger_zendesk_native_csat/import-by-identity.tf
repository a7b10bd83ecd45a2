import {
  to = surveytrigger_zendesk_native_csat.off
  identity = {
    id      = "360074103512"
    account = "acme.zendesk.com" # optional: the configured account
  }
}
