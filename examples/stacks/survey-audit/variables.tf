variable "channels" {
  description = "The Zendesk channels whose customers are to get a survey."
  type        = set(string)
  default     = ["chat", "email", "phone_call_inbound"]
}

variable "excluded_tags" {
  description = "A ticket with any of these tags must not be surveyed."
  type        = set(string)
  default     = ["vip"]
}

variable "survey_backends" {
  description = "The hosts or URLs of the survey backends."
  type        = set(string)
  default     = ["api.stellaconnect.net"]
}

variable "managed_ids" {
  description = "The ids of the triggers and automations that may send: those that your configurations manage."
  type        = set(string)
}

variable "failures" {
  description = "How many deliveries in a row may fail before the check does."
  type        = number
  default     = 1
}
