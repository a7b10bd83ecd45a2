import {
  to = surveytrigger_kustomer_native_csat.email
  identity = {
    id      = "email"
    account = "acme.kustomerapp.com" # optional: the configured account
  }
}
