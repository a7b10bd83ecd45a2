terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# A ticket with this checkbox ticked is not surveyed. Destroying the resource
# deactivates the field; the values on tickets stay.
resource "surveytrigger_zendesk_ticket_field" "do_not_send" {
  type  = "checkbox"
  title = "Do not Send Stella Connect Survey"
}

# A drop-down whose choice goes to the survey backend as a tag.
resource "surveytrigger_zendesk_ticket_field" "contact_reason" {
  type        = "tagger"
  title       = "Contact reason"
  description = "Why the customer wrote."

  options = [
    { name = "Delivery", value = "reason_delivery" },
    { name = "Refund", value = "reason_refund" },
    { name = "Something else", value = "reason_other" },
  ]
}
