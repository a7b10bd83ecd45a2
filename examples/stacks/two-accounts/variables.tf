variable "sandbox" {
  description = "The sandbox account: its subdomain, an OAuth client, and the 2listen survey of its tickets. An endpoint is only needed for a proxy."
  type = object({
    subdomain      = string
    endpoint       = optional(string)
    client_id      = string
    two_listen_url = string
  })
}

variable "sandbox_client_secret" {
  description = "The secret of the sandbox's OAuth client."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "production" {
  description = "The same of the production account."
  type = object({
    subdomain      = string
    endpoint       = optional(string)
    client_id      = string
    two_listen_url = string
  })
}

variable "production_client_secret" {
  description = "The secret of production's OAuth client."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "two_listen_admin_email" {
  description = "The e-mail of an administrator of the 2listen account, without \"/token\"."
  type        = string
}

variable "two_listen_token" {
  description = "An API token of 2listen."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "excluded_groups" {
  description = "Names of groups that exist in both accounts. What they solve is not surveyed."
  type        = set(string)
  default     = ["Support"]
}
