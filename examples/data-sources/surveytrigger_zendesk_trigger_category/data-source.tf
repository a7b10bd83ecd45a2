terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

data "surveytrigger_zendesk_trigger_category" "notifications" {
  name = "Notifications"
}

# Evaluated after that category.
resource "surveytrigger_zendesk_trigger_category" "surveys" {
  name           = "Surveys"
  evaluate_after = [data.surveytrigger_zendesk_trigger_category.notifications.id]
}
