output "verified_roles" {
  description = "The roles of the connector's key, as Kustomer reported them when the key was last tried."
  value       = surveytrigger_connector.kustomer.verified_roles
}

output "score_attributes" {
  description = "The custom attribute of conversations that holds the ratings, by metric."
  value       = { for metric, survey in module.survey : metric => survey.score_attribute }
}

output "reconciliation" {
  description = "\"managed\" where an apply writes, \"verified\" where it only compares and a person makes the change."
  value = merge(
    { connector = surveytrigger_connector.kustomer.reconciliation },
    { for metric, survey in module.survey : metric => survey.reconciliation },
  )
}

output "unverifiable" {
  description = "What is declared and not shown by the backend's API, so that nobody checks it."
  value = merge(
    { connector = surveytrigger_connector.kustomer.unverifiable },
    { for metric, survey in module.survey : metric => survey.unverifiable },
  )
}
