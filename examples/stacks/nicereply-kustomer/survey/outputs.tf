output "score_attribute" {
  description = "The custom attribute of conversations that holds the ratings."
  value       = surveytrigger_kustomer_attribute.score.name
}

output "reconciliation" {
  description = "\"managed\" or \"verified\"."
  value       = surveytrigger_trigger_distribution.this.reconciliation
}

output "unverifiable" {
  description = "The declared attributes of the survey and its distribution that the backend's API does not show."
  value       = setunion(surveytrigger_survey.this.unverifiable, surveytrigger_trigger_distribution.this.unverifiable)
}
