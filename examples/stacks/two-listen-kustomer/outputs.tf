output "do_not_send_attribute" {
  description = "The attribute: a conversation in which it is true is not surveyed."
  value       = surveytrigger_kustomer_attribute.do_not_send.name
}

output "exclusion_in_force" {
  description = "Whether every excluded tag is compared. One that nobody had used when the workflow was written is not."
  value       = length(surveytrigger_kustomer_send_workflow.survey.unused_tags) == 0
}
