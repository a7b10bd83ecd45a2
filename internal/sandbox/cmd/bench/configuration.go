package main

// What is applied. The numbers of sends and which of them is edited are
// variables, so that one configuration serves all runs.
const (
	// ofSends is a survey target, an exclusion by checkbox, and sends that honour
	// it, each with a condition and a payload of its own.
	ofSends = `
terraform {
  required_providers {
    surveytrigger = { source = "surveytrigger/surveytrigger" }
  }
}

variable "sends" { type = number }

variable "edited" {
  type    = number
  default = -1
}

variable "endpoint" { type = string }

variable "key" {
  type      = string
  ephemeral = true
}

resource "surveytrigger_zendesk_webhook" "stella_connect" {
  name     = "Stella Connect"
  endpoint = "${var.endpoint}/v1/auth"
  authentication = {
    basic = { username = "connect", password_wo = var.key, password_wo_version = 1 }
  }
}

resource "surveytrigger_zendesk_ticket_field" "do_not_send" {
  type  = "checkbox"
  title = "Do not Send Stella Connect Survey"
}

resource "surveytrigger_zendesk_exclusion_trigger" "vip" {
  title      = "Do not send Stella Connect request"
  conditions = { all = [{ field = "current_tags", operator = "includes", value = "vip" }] }
  mark       = { checkbox_field_id = surveytrigger_zendesk_ticket_field.do_not_send.id }
  lifecycle { create_before_destroy = true }
}

resource "surveytrigger_zendesk_send_trigger" "queue" {
  count          = var.sends
  title          = "Send Stella Connect request on ticket solved for queue ${count.index}"
  channel        = "email"
  conditions     = { all = [{ field = "current_tags", operator = "includes", value = "queue_${count.index}" }] }
  webhook_id     = surveytrigger_zendesk_webhook.stella_connect.id
  payload        = provider::surveytrigger::stella_connect_payload("queue ${count.index}", surveytrigger_zendesk_ticket_field.do_not_send.id, { brand = count.index == var.edited })
  evaluate_after = [surveytrigger_zendesk_exclusion_trigger.vip.id]
}
`
	// ofBuiltIns is what the command line does for as many resources by itself.
	ofBuiltIns = `
variable "sends" { type = number }

resource "terraform_data" "queue" {
  count = var.sends
  input = "queue ${count.index}"
}
`
	// ofNothing starts the provider for nothing but a function.
	ofNothing = `
terraform {
  required_providers {
    surveytrigger = { source = "surveytrigger/surveytrigger" }
  }
}

output "payload" { value = provider::surveytrigger::survey_payload({ ticket = "{{ticket.id}}" }) }
`
	// ofOne is a single send.
	ofOne = `
terraform {
  required_providers {
    surveytrigger = { source = "surveytrigger/surveytrigger" }
  }
}

resource "surveytrigger_zendesk_webhook" "surveys" {
  name     = "Surveys"
  endpoint = "https://surveys.example.com"
}

resource "surveytrigger_zendesk_send_trigger" "email" {
  title      = "Send a survey"
  channel    = "email"
  webhook_id = surveytrigger_zendesk_webhook.surveys.id
  payload    = provider::surveytrigger::survey_payload({ ticket = "{{ticket.id}}" })
}
`
)
