import {
  to = surveytrigger_zendesk_exclusion_trigger.sensitive
  identity = {
    id      = "360099871122"
    account = "acme.zendesk.com" # optional: the configured account
  }
}
