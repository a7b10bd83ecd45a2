terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# Fails the plan if the key lacks a role, and names all that are missing.
data "surveytrigger_kustomer_api_key" "this" {
  required_roles = ["org.permission.metadata.update", "org.permission.satisfaction.update"]
}

output "key_name" {
  value = data.surveytrigger_kustomer_api_key.this.name
}
