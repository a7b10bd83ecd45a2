terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# A webhook that is managed elsewhere: a send takes its id as webhook_id.
data "surveytrigger_zendesk_webhook" "stella_connect" {
  name = "Stella Connect"
}

output "stella_connect_webhook_id" {
  value = data.surveytrigger_zendesk_webhook.stella_connect.id
}
