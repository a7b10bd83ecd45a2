terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# The survey backend writes the rating to this field of the case. Desk.com's API cannot
# make it: the plan has the clicks in Admin.
resource "surveytrigger_desk_custom_field" "ces_score" {
  label   = "CES score"
  type    = "list"
  choices = ["1", "2", "3", "4", "5", "6", "7"]
}

# What write_back.custom_field of a surveytrigger_trigger_distribution takes.
output "key_in_custom_fields" {
  value = surveytrigger_desk_custom_field.ces_score.name
}
