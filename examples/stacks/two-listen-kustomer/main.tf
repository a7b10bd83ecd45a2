terraform {
  required_version = ">= 1.11"

  required_providers {
    surveytrigger = {
      source = "surveytrigger/surveytrigger"
    }
  }
}

# There is no provider block, so that other configurations can use this folder
# as a module. The account and its credential come from the environment:
# KUSTOMER_SUBDOMAIN and KUSTOMER_API_KEY.

locals {
  title = "Pesquisa 2listen"
  body  = provider::surveytrigger::survey_payload(var.body, { help_desk = "kustomer" })
}

# Nobody gets two surveys: destroying this restores what was there.
resource "surveytrigger_kustomer_native_csat" "off" {
  for_each = var.native_csat_off ? var.channels : []

  channel = each.key
  enabled = false
}

# The opt-out: an agent or one of Kustomer's own workflows sets it.
resource "surveytrigger_kustomer_attribute" "do_not_send" {
  name         = "semPesquisa2listenBool"
  display_name = "Sem pesquisa 2listen"
}

# Set before the survey is requested, so that no conversation gets two.
resource "surveytrigger_kustomer_attribute" "sent" {
  name         = "pesquisa2listenDisparadaBool"
  display_name = "Pesquisa 2listen disparada"
}

# Some time after the conversation was done, unless it was reopened.
resource "surveytrigger_kustomer_send_workflow" "survey" {
  name        = local.title
  description = "Survey requests to 2listen."

  channels      = sort(var.channels)
  delay_minutes = var.delay_minutes > 0 ? var.delay_minutes : null

  # No request is made for a conversation that opted out or is excluded. Kustomer
  # marks a conversation done when somebody marks it as spam.
  opt_out_attribute = surveytrigger_kustomer_attribute.do_not_send.name
  exclude_when = concat(
    [{ field = "spam", operator = "true", value = null }],
    [for tag in var.excluded_tags : { field = "tags", operator = "contains", value = tag }],
    var.exclude_when,
  )

  sent_attribute = surveytrigger_kustomer_attribute.sent.name

  request = {
    url = var.two_listen_url
    secret_headers_wo = {
      # 2listen takes the e-mail of one of its administrators in this form.
      Authorization = "Basic ${base64encode("${var.two_listen_admin_email}/token:${var.two_listen_token}")}"
    }
    secret_headers_wo_version = var.two_listen_token_generation
    body                      = local.body
  }

  # Kustomer's own surveys are disabled before the send is enabled, and restored
  # after it is disabled.
  depends_on = [surveytrigger_kustomer_native_csat.off]
}
