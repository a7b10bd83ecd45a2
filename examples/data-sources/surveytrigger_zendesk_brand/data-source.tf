terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

data "surveytrigger_zendesk_brand" "acme" {
  name = "Acme"
}

# Tickets of one brand are not surveyed.
resource "surveytrigger_zendesk_exclusion_trigger" "acme" {
  title = "Do not survey: Acme"

  conditions = {
    all = [
      { field = "status", operator = "value", value = "solved" },
      { field = "brand_id", operator = "is", value = data.surveytrigger_zendesk_brand.acme.id },
    ]
  }

  mark = {
    tag = "no_survey"
  }

  lifecycle {
    create_before_destroy = true
  }
}
