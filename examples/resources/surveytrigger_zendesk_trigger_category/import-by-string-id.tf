import {
  to = surveytrigger_zendesk_trigger_category.sends
  id = "10026"
}
