# terraform apply -invoke=action.surveytrigger_send_test_survey.key
variable "stella_connect_key" {
  type      = string
  ephemeral = true
}

# Nobody gets a survey: the request says do_not_send.
action "surveytrigger_send_test_survey" "key" {
  config {
    backend    = "stella_connect"
    api_key_wo = var.stella_connect_key
    channel    = "email"
  }
}

variable "two_listen_token" {
  type      = string
  ephemeral = true
}

# Sends a survey to that address.
action "surveytrigger_send_test_survey" "two_listen" {
  config {
    backend        = "two_listen"
    url            = "https://api.2listen.example/surveys/1"
    username       = "admin@example.com/token"
    password_wo    = var.two_listen_token
    customer_email = "test-recipient@example.com"
  }
}
