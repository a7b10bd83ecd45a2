output "do_not_send_attribute" {
  description = "The attribute: a conversation in which it is true is not surveyed."
  value       = surveytrigger_kustomer_attribute.do_not_send.name
}

output "exclusion_in_force" {
  description = "Whether every excluded tag is compared. One that nobody had used when the workflows were written is not."
  value       = alltrue([for send in surveytrigger_kustomer_send_workflow.channel : length(send.unused_tags) == 0])
}
