# terraform test: what the stack declares, without an account.
mock_provider "surveytrigger" {}

variables {
  stella_connect_test_key       = "test key"
  stella_connect_production_key = "production key"
  excluded_customer_tags        = ["vip"]
  channels = {
    email = { channels = ["email"] }
    phone = { channels = ["voice"] }
  }
}

run "the_test_key_leaves_native_surveys_alone" {
  command = plan

  assert {
    condition     = length(surveytrigger_kustomer_native_csat.off) == 0
    error_message = "With the test key the customers need Kustomer's own surveys."
  }
  assert {
    condition     = alltrue([for send in surveytrigger_kustomer_send_workflow.channel : send.request.secret_headers_wo_version == 2])
    error_message = "The test key has an even version."
  }
}

run "production_replaces_native_surveys" {
  command = plan

  variables {
    stage = "production"
  }

  assert {
    condition     = toset([for off in surveytrigger_kustomer_native_csat.off : off.channel if !off.enabled]) == toset(["email", "voice"])
    error_message = "Kustomer's own survey of every channel is to be disabled."
  }
  assert {
    condition     = alltrue([for send in surveytrigger_kustomer_send_workflow.channel : send.request.secret_headers_wo_version == 3])
    error_message = "Another version sends the production key."
  }
}

run "every_send_excludes_and_marks" {
  command = plan

  assert {
    condition     = toset([for send in surveytrigger_kustomer_send_workflow.channel : jsondecode(send.request.body).channel]) == toset(["email", "phone"])
    error_message = "One send for each channel of Stella Connect."
  }
  assert {
    condition     = alltrue([for send in surveytrigger_kustomer_send_workflow.channel : send.opt_out_attribute == "doNotSendAgentConnectRequestBool" && toset([for e in send.exclude_when : e.field if e.value == "vip"]) == toset(["tags", "customer.tags"]) && contains(send.exclude_when[*].field, "spam")])
    error_message = "A send does not exclude."
  }
  assert {
    condition     = length(toset([for send in surveytrigger_kustomer_send_workflow.channel : send.sent_attribute])) == 1
    error_message = "The sends do not share one mark, so a conversation could get two surveys."
  }
}
