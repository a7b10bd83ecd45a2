# terraform query -generate-config-out=generated.tf
list "surveytrigger_zendesk_native_csat" "all" {
  provider = surveytrigger
}
