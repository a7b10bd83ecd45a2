import {
  to = surveytrigger_kustomer_attribute.ces_score
  identity = {
    id      = "conversation/cesScoreNum"
    account = "acme.kustomerapp.com" # optional: the configured account
  }
}
