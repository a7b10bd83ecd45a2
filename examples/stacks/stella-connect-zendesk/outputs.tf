output "do_not_send_field_id" {
  description = "The checkbox: a ticket that has it ticked is not surveyed."
  value       = surveytrigger_zendesk_ticket_field.do_not_send.id
}

output "exclusion_in_force" {
  description = "Whether the exclusion is evaluated before every send."
  value       = alltrue([for send in surveytrigger_zendesk_send_trigger.channel : send.order_satisfied])
}
