variable "backend" {
  description = "Which survey backend sends: \"nicereply\", or \"survey_backend\" for one that speaks the open contract."
  type        = string
  default     = "nicereply"

  validation {
    condition     = contains(["nicereply", "survey_backend"], var.backend)
    error_message = "The backend is \"nicereply\" or \"survey_backend\"."
  }
}

variable "kustomer_url" {
  description = "The address of Kustomer, as people open it: https://acme.kustomerapp.com."
  type        = string
}

variable "connector_api_key" {
  description = "The API key with which the survey backend reads and writes Kustomer, with the roles org.admin.read, org.admin.write, org.user.read and org.user.write, and no expiration date."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "connector_api_key_generation" {
  description = "Add one whenever the key was replaced, so that the backend gets it."
  type        = number
  default     = 1
}

variable "agents" {
  description = "The e-mail addresses of the Kustomer users whose conversations are surveyed."
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
  default = {
    CSAT = {}
    CES  = {}
    NPS  = {}
  }

  validation {
    condition     = alltrue([for metric in keys(var.surveys) : contains(["CSAT", "CES", "NPS"], metric)])
    error_message = "The keys of surveys are metrics: \"CSAT\", \"CES\" or \"NPS\"."
  }
}

variable "native_csat_off" {
  description = "Whether Kustomer's own e-mail surveys are disabled while this stack exists."
  type        = bool
  default     = true
}
