variable "backend" {
  description = "The section of the provider block that serves the survey: \"nicereply\" or \"survey_backend\"."
  type        = string
}

variable "connector_id" {
  description = "The connector to Kustomer."
  type        = string
}

variable "metric" {
  description = "\"CSAT\", \"CES\" or \"NPS\"."
  type        = string
}

variable "name" {
  description = "The survey's name in the backend. Default: \"Kustomer\" and the metric."
  type        = string
  default     = null
}

variable "question" {
  description = "What customers are asked. Default: the backend's own question."
  type        = string
  default     = null
}

variable "quiet_period_hours" {
  description = "For how many hours nobody may have changed the conversation."
  type        = number
  default     = 48
}

variable "active" {
  description = "Whether surveys are sent."
  type        = bool
  default     = true
}
