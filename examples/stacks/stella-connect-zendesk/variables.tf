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
  description = "Add one whenever a key was renewed, so that the webhook gets it."
  type        = number
  default     = 1
}

variable "native_csat_off" {
  description = "Whether production deactivates Zendesk's own satisfaction survey. Set false in an account that has none."
  type        = bool
  default     = true
}

variable "stella_connect_url" {
  description = "The root of Stella Connect's API."
  type        = string
  default     = "https://api.stellaconnect.net"
}

variable "excluded_customer_tags" {
  description = "A ticket with any of these tags is not surveyed. A ticket gets the tags of its customer when it is created, and not those that the customer gets later."
  type        = set(string)
  default     = ["legal_case", "survey_opt_out", "vip"]
}

variable "channels" {
  description = "The Stella Connect channels to survey: the Zendesk channels that feed each, and the status that starts it."
  type = map(object({
    channel   = optional(string)
    channels  = optional(set(string))
    on_status = optional(string, "solved")
  }))
  default = {
    chat  = { channel = "chat" }
    email = { channel = "email" }
    phone = { channel = "phone" }
    # A custom channel, by the name that it has in Stella Connect.
    store = { channels = ["any_channel"] }
  }
}

variable "agents" {
  description = "Agents to keep as employees of Stella Connect: full names, by e-mail address. They need STELLA_CONNECT_API_KEY and STELLA_CONNECT_API_SECRET in the environment, and a person approves the profile of a new one."
  type        = map(string)
  default     = {}
}

variable "payload_options" {
  description = "Options of the function stella_connect_payload: tags, tag_field_ids, brand, language, verbatim."
  type = object({
    tags          = optional(string)
    tag_field_ids = optional(list(string))
    brand         = optional(bool)
    language      = optional(bool)
    verbatim      = optional(bool)
  })
  default = {}
}
