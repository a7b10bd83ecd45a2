variable "stage" {
  description = "\"test\" sends every survey to the test address of Stella Connect, \"production\" to the customers."
  type        = string
  default     = "test"

  validation {
    condition     = contains(["test", "production"], var.stage)
    error_message = "The stage is \"test\" or \"production\"."
  }
}

variable "stella_connect_test_key" {
  description = "The test API key, from Settings > Integrations in Stella Connect."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "stella_connect_production_key" {
  description = "The production API key, from Settings > Integrations in Stella Connect."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "stella_connect_key_generation" {
  description = "Add one whenever a key was renewed, so that the workflows get it."
  type        = number
  default     = 1
}

variable "native_csat_off" {
  description = "Whether production disables Kustomer's own surveys of the channels."
  type        = bool
  default     = true
}

variable "stella_connect_url" {
  description = "The root of Stella Connect's API."
  type        = string
  default     = "https://api.stellaconnect.net"
}

variable "excluded_customer_tags" {
  description = "A conversation that has any of these tags, or whose customer has one, is not surveyed. Use a tag once in Kustomer before you list it here."
  type        = set(string)
  default     = []
}

variable "exclude_when" {
  description = "Further conditions, as in surveytrigger_kustomer_send_workflow: a conversation that meets any of them is not surveyed."
  type = list(object({
    field    = string
    operator = string
    value    = optional(string)
  }))
  default = []
}

variable "channels" {
  description = "The Stella Connect channels to survey: the Kustomer channels that feed each, and the status that starts it."
  type = map(object({
    channels  = list(string)
    on_status = optional(string, "done")
  }))
  default = {
    email = { channels = ["email"] }
  }
}

variable "delay_minutes" {
  description = "For how many minutes a survey waits. A conversation that is reopened meanwhile is not surveyed. 0 asks at once."
  type        = number
  default     = 0
}

variable "payload_options" {
  description = "Options of the function stella_connect_payload: tags, tag_field_ids, language."
  type = object({
    tags          = optional(string)
    tag_field_ids = optional(list(string))
    language      = optional(bool)
  })
  default = {}
}
