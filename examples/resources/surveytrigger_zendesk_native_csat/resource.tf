terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# Customers get the survey of the survey backend, and not Zendesk's as well.
# Destroying this restores what was there before, unless sends are still active.
resource "surveytrigger_zendesk_native_csat" "off" {
  enabled = false
}
