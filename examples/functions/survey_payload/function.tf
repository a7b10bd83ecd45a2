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
