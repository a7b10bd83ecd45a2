terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

resource "surveytrigger_zendesk_webhook" "surveys" {
  name     = "Survey backend"
  endpoint = "https://surveys.example.com/hook"

  # Sends need a receiver at every moment.
  lifecycle {
    create_before_destroy = true
  }
}

# Hand .secret on to a write-only argument, such as that of a secret store, from
# which the survey backend reads it.
ephemeral "surveytrigger_zendesk_webhook_signing_secret" "surveys" {
  webhook_id = surveytrigger_zendesk_webhook.surveys.id
}
