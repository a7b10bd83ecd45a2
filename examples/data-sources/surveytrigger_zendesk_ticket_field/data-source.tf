terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# A field that is managed elsewhere.
data "surveytrigger_zendesk_ticket_field" "do_not_send" {
  title = "Do not Send Stella Connect Survey"
}

output "payload" {
  value = provider::surveytrigger::stella_connect_payload("email", data.surveytrigger_zendesk_ticket_field.do_not_send.id, {})
}
