# terraform query -generate-config-out=generated.tf
list "surveytrigger_kustomer_attribute" "all" {
  provider = surveytrigger

  config {
    klass         = "conversation"
    name_contains = "survey"
  }
}
