import {
  to = surveytrigger_zendesk_http_target.stella_connect
  identity = {
    id      = "360000217439"
    account = "acme.zendesk.com" # optional: the configured account
  }
}
