# terraform test applies the configuration to a Zendesk sandbox, asks the account who
# would be surveyed, and destroys it again.
run "who_is_surveyed" {
  assert {
    condition = alltrue([
      for decision in data.surveytrigger_zendesk_survey_decision.ticket : decision.surveyed == false
      if contains(decision.ticket.tags, "vip")
    ])
    error_message = "A VIP may be surveyed."
  }

  assert {
    condition = alltrue([
      for decision in data.surveytrigger_zendesk_survey_decision.ticket : decision.surveyed == true && length(decision.surveys) == 1
      if !contains(decision.ticket.tags, "vip")
    ])
    error_message = "A channel has no send or several."
  }
}
