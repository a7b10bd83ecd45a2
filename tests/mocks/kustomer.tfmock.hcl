mock_resource "surveytrigger_kustomer_attribute" {
  defaults = {
    id              = "conversation/doNotSendSurveyBool"
    account         = "acme.kustomerapp.com"
    klass           = "conversation"
    display_name    = "Do Not Send Survey"
    deletion_policy = "keep"
  }
}

mock_resource "surveytrigger_kustomer_native_csat" {
  defaults = {
    id                 = "email"
    account            = "acme.kustomerapp.com"
    previously_enabled = ["65f1c0ffee0123456789abcd"]
    restore            = "unless_sends_active"
  }
}

mock_resource "surveytrigger_kustomer_send_workflow" {
  defaults = {
    id                = "65f1c0ffee0123456789abcf"
    account           = "acme.kustomerapp.com"
    enabled           = true
    on_status         = "done"
    require_assignee  = true
    callable_id       = "65f1c0ffee0123456789abd0"
    unused_tags       = []
    unmanaged_changes = []
  }
}

mock_data "surveytrigger_kustomer_api_key" {
  defaults = {
    id         = "65f1c0ffee0123456789abce"
    name       = "Surveys"
    roles      = ["org.admin.read", "org.admin.write", "org.user.read", "org.user.write"]
    expires_at = "2027-01-01T00:00:00Z"
  }
}
