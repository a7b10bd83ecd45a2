# terraform query -generate-config-out=generated.tf
list "surveytrigger_zendesk_exclusion_trigger" "all" {
  provider = surveytrigger

  config {
    endpoint = "api.stellaconnect.net" # whose mark a send to this address checks
  }
}
