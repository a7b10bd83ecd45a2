import {
  to = surveytrigger_zendesk_webhook.stella_connect
  identity = {
    id      = "01JCA7G5Q1XW3N0V8B2KTR6MZE"
    account = "acme.zendesk.com" # optional: the configured account
  }
}
