# What an account would answer, for `terraform test` without one: see the guide
# "Testing a module". Every resource of a type gets the same values; give one of
# its own with override_resource.

mock_resource "surveytrigger_zendesk_webhook" {
  defaults = {
    id             = "01HZX3K5M7N9P1Q3R5S7T9V1W3"
    account        = "acme.zendesk.com"
    active         = true
    http_method    = "POST"
    request_format = "json"
  }
}

mock_resource "surveytrigger_zendesk_http_target" {
  defaults = {
    id           = "360000217439"
    account      = "acme.zendesk.com"
    active       = true
    method       = "post"
    content_type = "application/json"
  }
}

mock_resource "surveytrigger_zendesk_ticket_field" {
  defaults = {
    id              = "360047521234"
    account         = "acme.zendesk.com"
    active          = true
    deletion_policy = "deactivate"
  }
}

mock_resource "surveytrigger_zendesk_trigger_category" {
  defaults = {
    id              = "360000512345"
    account         = "acme.zendesk.com"
    order_satisfied = true
  }
}

mock_resource "surveytrigger_zendesk_exclusion_trigger" {
  defaults = {
    id                = "360099871122"
    account           = "acme.zendesk.com"
    active            = true
    category_id       = "360000512345"
    protects          = "all"
    unmanaged_actions = []
    order_satisfied   = true
    in_force          = true
  }
}

mock_resource "surveytrigger_zendesk_send_trigger" {
  defaults = {
    id                = "360099871133"
    account           = "acme.zendesk.com"
    active            = true
    category_id       = "360000512345"
    on_status         = "solved"
    unmanaged_actions = []
    order_satisfied   = true
  }
}

# until_hours is what hours_since_solved = 4 gives: a default knows no other attribute.
mock_resource "surveytrigger_zendesk_send_automation" {
  defaults = {
    id                     = "360033445566"
    account                = "acme.zendesk.com"
    active                 = true
    require_public_comment = true
    until_hours            = 28
    unmanaged_actions      = []
  }
}

mock_resource "surveytrigger_zendesk_native_csat" {
  defaults = {
    id                 = "360022334455"
    account            = "acme.zendesk.com"
    previously_enabled = true
    restore            = "unless_sends_active"
  }
}

mock_data "surveytrigger_zendesk_brand" {
  defaults = { id = "360000111111" }
}

mock_data "surveytrigger_zendesk_custom_status" {
  defaults = { id = "360000222222" }
}

mock_data "surveytrigger_zendesk_group" {
  defaults = { id = "360000333333" }
}

mock_data "surveytrigger_zendesk_ticket_form" {
  defaults = { id = "360000444444" }
}

mock_data "surveytrigger_zendesk_survey_decision" {
  defaults = {
    marks    = { field_ids = [], tags = [] }
    surveyed = false
  }
}

mock_data "surveytrigger_zendesk_ticket_field" {
  defaults = { id = "360047525678" }
}

mock_data "surveytrigger_zendesk_trigger" {
  defaults = { id = "360099875678" }
}

mock_data "surveytrigger_zendesk_trigger_category" {
  defaults = { id = "360000515678" }
}

mock_data "surveytrigger_zendesk_webhook" {
  defaults = { id = "01HZX3K5M7N9P1Q3R5S7T9V5X7" }
}

mock_data "surveytrigger_zendesk_webhook_health" {
  defaults = {
    failed_in_a_row = 0
    last_delivery   = { at = "2026-01-02T03:04:05Z", code = 200, status = "success" }
  }
}
