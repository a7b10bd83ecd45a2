# Each change of the key is tried at once: an apply with a wrong one fails.
variable "stella_connect_key" {
  type      = string
  ephemeral = true
}

resource "surveytrigger_zendesk_webhook" "stella_connect" {
  name     = "Stella Connect"
  endpoint = "https://api.stellaconnect.net/v1/auth"
  authentication = {
    basic = {
      username            = "connect"
      password_wo         = var.stella_connect_key
      password_wo_version = 1
    }
  }

  lifecycle {
    create_before_destroy = true
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.surveytrigger_zendesk_test_webhook.stella_connect]
    }
  }
}

action "surveytrigger_zendesk_test_webhook" "stella_connect" {
  config {
    webhook_id = surveytrigger_zendesk_webhook.stella_connect.id
    body       = jsonencode({ channel = "email", do_not_send = true }) # nobody is surveyed
  }
}
