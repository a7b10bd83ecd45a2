# terraform query -generate-config-out=generated.tf
list "surveytrigger_zendesk_ticket_field" "all" {
  provider = surveytrigger

  config {
    title_contains = "survey"
  }
}
