mock_resource "surveytrigger_connector" {
  defaults = {
    id             = "con_7b1e"
    account        = "surveys.acme.com"
    agents         = []
    backend        = "survey_backend"
    reconciliation = "managed"
    unverifiable   = []
    verified_roles = ["org.admin.read", "org.admin.write", "org.user.read", "org.user.write"]
  }
}

mock_resource "surveytrigger_survey" {
  defaults = {
    id             = "sur_3d52"
    account        = "surveys.acme.com"
    backend        = "survey_backend"
    reconciliation = "managed"
    unverifiable   = []
  }
}

mock_resource "surveytrigger_trigger_distribution" {
  defaults = {
    id                 = "dis_90fa"
    account            = "surveys.acme.com"
    backend            = "survey_backend"
    reconciliation     = "managed"
    unverifiable       = []
    active             = true
    channel            = "email"
    status             = "resolved"
    quiet_period_hours = 48
    write_back         = { note = true, custom_field = null }
  }
}

mock_resource "surveytrigger_agent" {
  defaults = {
    id             = "age_11c8"
    account        = "surveys.acme.com"
    backend        = "survey_backend"
    reconciliation = "managed"
    unverifiable   = []
    active         = true
    username       = "ana.agent@example.com"
  }
}
