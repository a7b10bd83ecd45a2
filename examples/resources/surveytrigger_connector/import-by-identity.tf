import {
  to = surveytrigger_connector.kustomer
  identity = {
    id      = "connector_1"
    account = "surveys.acme.example" # optional: the configured account
  }
}
