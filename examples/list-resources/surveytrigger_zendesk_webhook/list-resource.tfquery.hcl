# terraform query -generate-config-out=generated.tf
list "surveytrigger_zendesk_webhook" "all" {
  provider = surveytrigger

  config {
    endpoint = "api.stellaconnect.net"
  }
}
