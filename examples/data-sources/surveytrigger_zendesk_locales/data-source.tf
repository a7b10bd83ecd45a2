terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

data "surveytrigger_zendesk_locales" "enabled" {}

# The languages in which customers may write, for comparison with those of the
# survey backend.
output "languages" {
  value = data.surveytrigger_zendesk_locales.enabled.locales[*].locale
}
