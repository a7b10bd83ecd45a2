output "score_fields" {
  description = "The custom field that holds the ratings, by metric, as the help desk's API calls it."
  value       = module.surveys.score_fields
}

output "reconciliation" {
  description = "\"managed\" where an apply writes, \"verified\" where it only compares and a person makes the change."
  value       = module.surveys.reconciliation
}

output "unverifiable" {
  description = "What is declared and not shown by the backend's API, so that nobody checks it."
  value       = module.surveys.unverifiable
}
