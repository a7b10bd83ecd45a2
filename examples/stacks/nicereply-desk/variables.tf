variable "help_desk" {
  description = "The help desk whose conversations are surveyed: \"desk\", \"kustomer\" or \"zendesk\"."
  type        = string
  default     = "desk"
}

variable "backend" {
  description = "Which survey backend sends: \"nicereply\", or \"survey_backend\" for one that speaks the open contract."
  type        = string
  default     = "nicereply"

  validation {
    condition     = contains(["nicereply", "survey_backend"], var.backend)
    error_message = "The backend is \"nicereply\" or \"survey_backend\"."
  }
}

variable "urls" {
  description = "The address of each help desk that is or will be used, as people open it: { desk = \"https://acme.desk.com\" }."
  type        = map(string)
}

variable "desk_application" {
  description = "The key and the access token of the API application in Desk.com."
  type        = object({ consumer_key = string, access_token = string })
  default     = null
}

variable "credentials" {
  description = "The secrets with which the survey backend reads and writes each help desk."
  type = object({
    desk     = optional(object({ consumer_secret = string, access_token_secret = string }))
    kustomer = optional(object({ api_key = string }))
    zendesk  = optional(object({ access_token = string }))
  })
  ephemeral = true
  sensitive = true
}

variable "credentials_generation" {
  description = "Add one whenever the secrets in use were replaced, so that the backend gets them."
  type        = number
  default     = 1
}

variable "agents" {
  description = "The e-mail addresses of the help desk's users whose conversations are surveyed."
  type        = set(string)

  validation {
    condition     = length(var.agents) > 0
    error_message = "Without an active agent no assigned conversation is surveyed."
  }
}

variable "surveys" {
  description = "The surveys, by metric: \"CSAT\", \"CES\" or \"NPS\". Each customer gets one of each that is active, for each conversation."
  type = map(object({
    name               = optional(string)
    question           = optional(string)
    quiet_period_hours = optional(number, 48)
    active             = optional(bool, true)
  }))
  default = { CSAT = {} }

  validation {
    condition     = alltrue([for metric in keys(var.surveys) : contains(["CSAT", "CES", "NPS"], metric)])
    error_message = "The keys of surveys are metrics: \"CSAT\", \"CES\" or \"NPS\"."
  }
}

variable "close_after_hours" {
  description = "After how many hours the help desk closes what is resolved: in Desk.com a time rule, in Zendesk an automation. Null if it never does."
  type        = number
  default     = null
}

variable "desk_close_rule" {
  description = "The name of the time rule in Desk.com that does so. Null leaves it alone."
  type        = string
  default     = null
}
