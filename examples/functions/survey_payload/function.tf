terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# The body for another survey backend.
output "payload" {
  value = provider::surveytrigger::survey_payload({
    event   = "ticket_solved"
    ticket  = "{{ticket.id}}"
    subject = "{{ticket.title}}" # escaped: a quote in it does no harm

    customer = {
      name  = "{{ticket.requester.name}}"
      email = "{{ticket.requester.email}}"
    }
  })
}

# The same for a workflow of Kustomer.
output "kustomer" {
  value = provider::surveytrigger::survey_payload({
    event        = "conversation_done"
    conversation = "{{{steps.conversation.id}}}"
    priority     = "/#steps.conversation.priority" # stays a number

    customer = {
      name  = "{{{steps.customer.name}}}"
      email = "{{{steps.customer.emails.0.email}}}"
    }
  }, { help_desk = "kustomer" })
}
