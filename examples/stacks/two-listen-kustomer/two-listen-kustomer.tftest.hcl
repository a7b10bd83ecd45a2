# terraform test: what the stack declares, without an account.
mock_provider "surveytrigger" {}

variables {
  two_listen_url         = "https://2listen.example/survey"
  two_listen_admin_email = "admin@example.com"
  two_listen_token       = "token"
  channels               = ["email", "chat"]
  excluded_tags          = ["vip"]
}

run "the_send_waits_excludes_and_marks" {
  command = plan

  assert {
    condition     = surveytrigger_kustomer_send_workflow.survey.delay_minutes == 120
    error_message = "The survey is to wait for two hours."
  }
  assert {
    condition     = surveytrigger_kustomer_send_workflow.survey.opt_out_attribute == "semPesquisa2listenBool" && [for e in surveytrigger_kustomer_send_workflow.survey.exclude_when : e.value if e.field == "tags"] == ["vip"] && contains(surveytrigger_kustomer_send_workflow.survey.exclude_when[*].field, "spam")
    error_message = "The send does not exclude."
  }
  assert {
    condition     = surveytrigger_kustomer_send_workflow.survey.sent_attribute == "pesquisa2listenDisparadaBool"
    error_message = "The send does not mark what it has surveyed."
  }
  assert {
    condition     = jsondecode(surveytrigger_kustomer_send_workflow.survey.request.body).email == "{{{steps.customer.emails.0.email}}}"
    error_message = "The body does not say whom to ask."
  }
}

run "native_surveys_are_off" {
  command = plan

  assert {
    condition     = toset([for off in surveytrigger_kustomer_native_csat.off : off.channel if !off.enabled]) == toset(["chat", "email"])
    error_message = "Kustomer's own survey of every channel is to be disabled."
  }
}
