output "webhook_id" {
  description = "The target in this account."
  value       = surveytrigger_zendesk_webhook.two_listen.id
}

output "excluded_group_ids" {
  description = "The ids that the excluded groups have in this account."
  value       = { for name, group in data.surveytrigger_zendesk_group.excluded : name => group.id }
}
