variable "help_desk" {
  description = "\"desk\", \"kustomer\" or \"zendesk\": the one input that changes when the help desk does."
  type        = string

  validation {
    condition     = contains(["desk", "kustomer", "zendesk"], var.help_desk)
    error_message = "The help desk is \"desk\", \"kustomer\" or \"zendesk\"."
  }
}

variable "backend" {
  description = "The section of the provider block that serves the surveys: \"nicereply\" or \"survey_backend\"."
  type        = string
}

variable "urls" {
  description = "The address of each help desk."
  type        = map(string)
}

variable "desk_application" {
  description = "The key and the access token of the API application in Desk.com."
  type        = object({ consumer_key = string, access_token = string })
  default     = null
}

variable "credentials" {
  description = "The secrets of each help desk."
  type = object({
    desk     = optional(object({ consumer_secret = string, access_token_secret = string }))
    kustomer = optional(object({ api_key = string }))
    zendesk  = optional(object({ access_token = string }))
  })
  ephemeral = true
  sensitive = true
}

variable "credentials_generation" {
  description = "Another number sends the secrets again."
  type        = number
  default     = 1
}

variable "agents" {
  description = "The e-mail addresses of the users whose conversations are surveyed."
  type        = set(string)
}

variable "surveys" {
  description = "The surveys, by metric."
  type = map(object({
    name               = optional(string)
    question           = optional(string)
    quiet_period_hours = optional(number, 48)
    active             = optional(bool, true)
  }))
}

variable "close_after_hours" {
  description = "After how many hours the help desk closes what is resolved; null if it never does."
  type        = number
  default     = null
}

variable "desk_close_rule" {
  description = "The name of the time rule in Desk.com that does so."
  type        = string
  default     = null
}
