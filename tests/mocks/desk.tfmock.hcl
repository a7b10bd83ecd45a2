mock_resource "surveytrigger_desk_custom_field" {
  defaults = {
    id             = "4711"
    account        = "acme.desk.com"
    name           = "csat_score"
    active         = true
    reconciliation = "verified"
    unverifiable   = []
  }
}

mock_resource "surveytrigger_desk_rule" {
  defaults = {
    id             = "1789"
    account        = "acme.desk.com"
    enabled        = true
    reconciliation = "verified"
    unverifiable   = []
  }
}

mock_resource "surveytrigger_desk_label" {
  defaults = {
    id      = "1789189"
    account = "acme.desk.com"
    types   = ["case"]
    color   = "default"
    enabled = true
  }
}
