terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# An exclusion that another team manages. A send lists its id in
# evaluate_after.
data "surveytrigger_zendesk_trigger" "legal" {
  title = "Legal cases: do not survey"
}

output "legal_exclusion_id" {
  value = data.surveytrigger_zendesk_trigger.legal.id
}
