terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

locals {
  do_not_send_field_id = "360047521234"

  payload = provider::surveytrigger::stella_connect_payload("email", local.do_not_send_field_id, {})
}

# What Stella Connect would get for this ticket.
output "request" {
  value = jsondecode(provider::surveytrigger::render_payload(local.payload, {
    ticket = {
      id        = 35436
      link      = "https://acme.zendesk.com/agent/tickets/35436"
      tags      = ["vip", "refund"]
      assignee  = { email = "ana.agent@example.com" }
      requester = { name = "Carla \"CC\" Customer", email = "carla@customer.example" }

      "ticket_field_${local.do_not_send_field_id}" = true
    }
  }))
}
