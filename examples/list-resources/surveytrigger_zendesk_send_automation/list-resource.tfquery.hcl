# terraform query -generate-config-out=generated.tf
list "surveytrigger_zendesk_send_automation" "all" {
  provider = surveytrigger

  config {
    endpoint = "api.stellaconnect.net"
  }
}
