terraform {
  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

variable "kustomer_url" {
  description = "The address of the Kustomer organization."
  type        = string
  default     = "https://acme.kustomerapp.com"
}

variable "kustomer_connector_key" {
  description = "An API key with the roles org.admin.read, org.admin.write, org.user.read and org.user.write, and with \"No Expiration\"."
  type        = string
  sensitive   = true
  ephemeral   = true
}

# The key is tried against Kustomer at every plan, and never written to state.
resource "surveytrigger_connector" "kustomer" {
  help_desk = "kustomer"
  url       = var.kustomer_url

  kustomer = {
    api_key_wo         = var.kustomer_connector_key
    api_key_wo_version = 1 # another number sends another key
  }

  agents = ["ana.agent@example.com"]
}

output "roles_of_the_key" {
  value = surveytrigger_connector.kustomer.verified_roles
}
