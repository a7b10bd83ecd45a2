import {
  to = surveytrigger_kustomer_send_workflow.email
  identity = {
    id      = "65f1c0ffee0123456789abcf"
    account = "acme.kustomerapp.com" # optional: the configured account
  }
}
