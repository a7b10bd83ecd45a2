# terraform query -generate-config-out=generated.tf
list "surveytrigger_zendesk_send_trigger" "all" {
  provider = surveytrigger

  config {
    endpoint       = "api.stellaconnect.net"
    title_contains = "survey"
    active         = true
  }
  limit = 500
}
