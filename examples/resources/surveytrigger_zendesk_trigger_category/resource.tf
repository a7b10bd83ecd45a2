terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

resource "surveytrigger_zendesk_trigger_category" "exclusions" {
  name = "Survey exclusions"
}

# Zendesk evaluates this whole category after the other one.
resource "surveytrigger_zendesk_trigger_category" "sends" {
  name           = "Survey requests"
  evaluate_after = [surveytrigger_zendesk_trigger_category.exclusions.id]
}
