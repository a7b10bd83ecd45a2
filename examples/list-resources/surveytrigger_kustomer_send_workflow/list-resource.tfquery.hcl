# terraform query -generate-config-out=generated.tf
list "surveytrigger_kustomer_send_workflow" "all" {
  provider = surveytrigger

  config {
    name_contains = "survey"
    active        = true
  }
}
