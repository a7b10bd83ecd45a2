import {
  to = surveytrigger_connector.kustomer
  id = "connector_1"
}
