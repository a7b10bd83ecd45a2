output "score_fields" {
  description = "The custom field that holds the ratings, by metric."
  value       = local.score_fields
}

output "reconciliation" {
  description = "\"managed\" or \"verified\"."
  value = merge(
    { connector = surveytrigger_connector.help_desk.reconciliation },
    { for metric, distribution in surveytrigger_trigger_distribution.this : metric => distribution.reconciliation },
  )
}

output "unverifiable" {
  description = "The declared attributes that the backend's API does not show."
  value = merge(
    { connector = surveytrigger_connector.help_desk.unverifiable },
    { for metric, distribution in surveytrigger_trigger_distribution.this : metric => setunion(surveytrigger_survey.this[metric].unverifiable, distribution.unverifiable) },
  )
}
