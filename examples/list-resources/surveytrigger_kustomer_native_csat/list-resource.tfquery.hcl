# terraform query -generate-config-out=generated.tf
list "surveytrigger_kustomer_native_csat" "all" {
  provider = surveytrigger

  config {
    active = true
  }
}
