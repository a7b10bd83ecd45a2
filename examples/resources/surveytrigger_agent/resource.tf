terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# Somebody whose work is rated and who is no user of the help desk.
resource "surveytrigger_agent" "night_shift" {
  email     = "night.shift@example.com"
  full_name = "Night Shift"
}
