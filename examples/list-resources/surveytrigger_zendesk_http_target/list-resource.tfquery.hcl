# terraform query -generate-config-out=generated.tf
list "surveytrigger_zendesk_http_target" "all" {
  provider = surveytrigger

  config {
    active = true
  }
}
