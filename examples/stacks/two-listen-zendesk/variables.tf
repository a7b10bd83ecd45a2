variable "mode" {
  description = "\"automation\" asks some hours after the solving, \"trigger\" at once."
  type        = string
  default     = "automation"

  validation {
    condition     = contains(["automation", "trigger"], var.mode)
    error_message = "The mode is \"automation\" or \"trigger\"."
  }
}

variable "hours_since_solved" {
  description = "For how many whole hours a ticket must have been solved. Of the mode \"automation\"."
  type        = number
  default     = 2
}

variable "catch_up_hours" {
  description = "For how many hours after that a ticket can still be surveyed, for example when Zendesk had a disruption. Of the mode \"automation\"."
  type        = number
  default     = 24
}

variable "channels" {
  description = "The Zendesk channels whose tickets are surveyed. Of the mode \"trigger\"; an automation surveys all of them."
  type        = set(string)
  default     = ["chat", "email", "phone_call_inbound", "phone_call_outbound", "voicemail", "web_form", "web_widget"]
}

variable "two_listen_url" {
  description = "The address of the survey, from \"Endpoint API\" in 2listen."
  type        = string
}

variable "two_listen_admin_email" {
  description = "The e-mail of an administrator of the 2listen account, without \"/token\"."
  type        = string
}

variable "two_listen_token" {
  description = "An API token of 2listen, which shows it only once."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "two_listen_token_generation" {
  description = "Add one whenever the token was renewed, so that the webhook gets it."
  type        = number
  default     = 1
}

# 2listen does not publish the keys of the body. It shows an example of your
# survey beside the address: put its keys here, and Zendesk's placeholders in
# place of its sample name and address. Escaping is done for you.
variable "body" {
  description = "The body of a request, as an object with Zendesk's placeholders. The keys are those that 2listen shows for your survey."
  type        = any
  default = {
    nome  = "{{ticket.requester.name}}"
    email = "{{ticket.requester.email}}"
  }
}

variable "excluded_tags" {
  description = "A ticket with any of these tags is not surveyed."
  type        = set(string)
  default     = []
}

variable "excluded_groups" {
  description = "Names of groups. What they solve is not surveyed."
  type        = set(string)
  default     = []
}

variable "native_csat_off" {
  description = "Whether to deactivate Zendesk's own satisfaction survey. Set false in an account that has none."
  type        = bool
  default     = true
}
