terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

resource "surveytrigger_zendesk_ticket_field" "do_not_send" {
  type  = "checkbox"
  title = "Do not Send Stella Connect Survey"
}

# Marks urgent tickets, and those of VIPs and legal cases, at the moment when
# they are solved. A send trigger names this one in evaluate_after.
resource "surveytrigger_zendesk_exclusion_trigger" "sensitive" {
  title       = "Do not send Stella Connect request"
  description = "Managed by Terraform."

  conditions = {
    all = [
      # "value" means: changed to.
      { field = "status", operator = "value", value = "solved" },
    ]
    any = [
      # "includes" means: at least one of these tags.
      { field = "current_tags", operator = "includes", value = "legal_case vip" },
      { field = "priority", operator = "is", value = "urgent" },
    ]
  }

  mark = {
    checkbox_field_id = surveytrigger_zendesk_ticket_field.do_not_send.id
    tag               = "no_survey"
  }

  # If it is replaced, the new one is in force before the old one is deleted.
  lifecycle {
    create_before_destroy = true
  }
}
