terraform {
  required_version = ">= 1.11"

  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

provider "surveytrigger" {
  alias = "sandbox"

  zendesk = {
    subdomain = var.sandbox.subdomain
    endpoint  = var.sandbox.endpoint
    oauth = {
      client_id     = var.sandbox.client_id
      client_secret = var.sandbox_client_secret
    }
  }
}

provider "surveytrigger" {
  alias = "production"

  zendesk = {
    subdomain = var.production.subdomain
    endpoint  = var.production.endpoint
    oauth = {
      client_id     = var.production.client_id
      client_secret = var.production_client_secret
    }
  }
}

# The same configuration twice. Whatever has an id in Zendesk is either made by
# it or found by its name, so it holds no id of either account.

module "sandbox" {
  source    = "../two-listen-zendesk"
  providers = { surveytrigger = surveytrigger.sandbox }

  two_listen_url         = var.sandbox.two_listen_url
  two_listen_admin_email = var.two_listen_admin_email
  two_listen_token       = var.two_listen_token
  excluded_groups        = var.excluded_groups

  # Try a change here first.
  mode = "trigger"
}

module "production" {
  source    = "../two-listen-zendesk"
  providers = { surveytrigger = surveytrigger.production }

  two_listen_url         = var.production.two_listen_url
  two_listen_admin_email = var.two_listen_admin_email
  two_listen_token       = var.two_listen_token
  excluded_groups        = var.excluded_groups
}
