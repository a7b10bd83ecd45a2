output "excluded_group_ids" {
  description = "The same names, and the ids that they have in each account."
  value = {
    sandbox    = module.sandbox.excluded_group_ids
    production = module.production.excluded_group_ids
  }
}

output "webhook_ids" {
  description = "The target of each account."
  value = {
    sandbox    = module.sandbox.webhook_id
    production = module.production.webhook_id
  }
}
