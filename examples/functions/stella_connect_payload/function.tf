terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

locals {
  do_not_send_field_id = "360047521234"
}

# With the tags of the ticket.
output "chat" {
  value = provider::surveytrigger::stella_connect_payload("chat", local.do_not_send_field_id, {})
}

# A custom channel, with the choice of a drop-down instead of the ticket's
# tags, and the brand.
output "store" {
  value = provider::surveytrigger::stella_connect_payload("store", local.do_not_send_field_id, {
    tag_field_ids = ["360047525678"]
    brand         = true
  })
}

# The same for a workflow of Kustomer, where an attribute of the conversation
# takes the place of the checkbox.
output "kustomer" {
  value = provider::surveytrigger::stella_connect_payload("email", "doNotSendSurveyBool", {
    help_desk = "kustomer"
  })
}
