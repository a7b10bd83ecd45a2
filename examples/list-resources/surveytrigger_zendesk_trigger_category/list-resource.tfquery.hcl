# terraform query -generate-config-out=generated.tf
list "surveytrigger_zendesk_trigger_category" "all" {
  provider = surveytrigger

  config {
    name_contains = "survey"
  }
}
