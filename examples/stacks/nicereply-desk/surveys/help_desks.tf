# What differs between the help desks: the custom field that holds a rating, what
# the API calls it, and the help desk's own survey.
locals {
  score_fields = merge(
    { for metric, field in surveytrigger_desk_custom_field.score : metric => field.name },
    { for metric, attribute in surveytrigger_kustomer_attribute.score : metric => attribute.name },
    { for metric, field in surveytrigger_zendesk_ticket_field.score : metric => field.id },
  )
}

# In Desk.com a person makes fields and rules; the plan has the clicks.
resource "surveytrigger_desk_custom_field" "score" {
  for_each = var.help_desk == "desk" ? var.surveys : {}

  label = "${each.key} score"
  type  = "integer"
}

resource "surveytrigger_desk_rule" "close" {
  count = var.help_desk == "desk" && var.desk_close_rule != null ? 1 : 0

  name = var.desk_close_rule
}

resource "surveytrigger_kustomer_attribute" "score" {
  for_each = var.help_desk == "kustomer" ? var.surveys : {}

  name         = "${lower(each.key)}ScoreNum"
  display_name = "${each.key} score"
}

resource "surveytrigger_kustomer_native_csat" "email" {
  count = var.help_desk == "kustomer" ? 1 : 0

  channel = "email"
  enabled = false
}

resource "surveytrigger_zendesk_ticket_field" "score" {
  for_each = var.help_desk == "zendesk" ? var.surveys : {}

  type  = "integer"
  title = "${each.key} score"
}

resource "surveytrigger_zendesk_native_csat" "this" {
  count = var.help_desk == "zendesk" ? 1 : 0

  enabled = false
}
