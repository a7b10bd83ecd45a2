variable "delay_minutes" {
  description = "For how many minutes a conversation must have been done; 0 asks at once."
  type        = number
  default     = 120
}

variable "channels" {
  description = "The Kustomer channels whose conversations are surveyed."
  type        = set(string)
  default     = ["email"]
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
  description = "Add one whenever the token was renewed, so that the workflow gets it."
  type        = number
  default     = 1
}

# 2listen does not publish the keys of the body. It shows an example of your
# survey beside the address: put its keys here, and Kustomer's references in
# place of its sample name and address. Escaping is done for you.
variable "body" {
  description = "The body of a request, as an object with Kustomer's references. The keys are those that 2listen shows for your survey."
  type        = any
  default = {
    nome  = "{{{steps.customer.name}}}"
    email = "{{{steps.customer.emails.0.email}}}"
  }
}

variable "excluded_tags" {
  description = "A conversation with any of these tags is not surveyed. Use a tag once in Kustomer before you list it here."
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

variable "native_csat_off" {
  description = "Whether to disable Kustomer's own surveys of the channels."
  type        = bool
  default     = true
}
